// Put statements of the link type {type} between other entities; older ones stay in the past for readers of versions before this one
// $rows: {id, a, b}: the statement's id and the ids of its new ends
// $v: the number of the version being written
UNWIND $rows AS row
MATCH (a)-[r:{type} {id: row.id}]->(b)
WITH row, r, properties(r) AS said, a.id AS a, b.id AS b
FOREACH (old IN CASE WHEN r.v_from < $v THEN [1] ELSE [] END |
  CREATE (p:Load:Past)
  SET p = said, p.id = null, p.was = row.id, p.label = 'Statement', p.type = '{type}', p.from_entity = a, p.to_entity = b, p.v_to = $v)
DELETE r
WITH row, said
MERGE (c:Entity {id: row.a})
MERGE (d:Entity {id: row.b})
CREATE (c)-[s:{type}]->(d)
SET s = said, s.v_from = $v
