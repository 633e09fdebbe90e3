// Write statements of the link type {type} that are new to the graph: nothing is looked for, which spares a sixth of the time
// $rows: {a, b, r}: the ids of both entities and the relationship's properties
UNWIND $rows AS row
MATCH (a:Entity {id: row.a})
MATCH (b:Entity {id: row.b})
CREATE (a)-[r:{type}]->(b)
SET r += row.r
RETURN count(r)
