// Entities that a broken load changed or dropped, as they are again
// $n: the number of the last complete version
MATCH (x:Past) WHERE x.v_to > $n AND x.label = 'Composed'
RETURN x.body
