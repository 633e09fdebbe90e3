// Statements of the link type {type} by id, with the entities at their ends
// $ids: their ids
// $n: the version's number
UNWIND $ids AS id
MATCH (a)-[r:{type} {id: id}]->(b) WHERE r.v_from <= $n
RETURN id, '{type}' AS type, properties(r) AS row, a.id AS a, b.id AS b
