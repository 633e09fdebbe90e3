// Likewise where some of them turn out to be in the graph already, put there by somebody else
// $rows: {a, b, r}: the ids of both entities and the relationship's properties
UNWIND $rows AS row
MATCH (a:Entity {id: row.a})
MATCH (b:Entity {id: row.b})
MERGE (a)-[r:{type} {id: row.r.id}]->(b)
SET r = row.r
RETURN count(r)
