// Every identity that bears one of some keys
// $keys: the keys
UNWIND $keys AS key
MATCH (i:Identity {id: key})
RETURN i.id, i.keys, i.entity
UNION
UNWIND $keys AS key
MATCH (k:Key {id: key})
MATCH (i:Identity {id: k.identity})
RETURN i.id, i.keys, i.entity
