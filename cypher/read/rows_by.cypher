// Bookkeeping rows of the kind {label} by {property}, as they were at a version; one on its way between the two places comes twice
// $values: values of the property
// $n: the version's number
UNWIND $values AS value
MATCH (x:{label} {{property}: value}) WHERE x.v_from <= $n
RETURN x.id AS id, properties(x) AS row
UNION ALL
UNWIND $values AS value
MATCH (x:Past {{property}: value}) WHERE x.label = '{label}' AND x.v_from <= $n AND x.v_to > $n
RETURN x.was AS id, properties(x) AS row
