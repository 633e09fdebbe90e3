// Take statements of the link type {type} out of the graph; older ones stay in the past for readers of versions before this one
// $ids: their ids
// $v: the number of the version being written
UNWIND $ids AS id
MATCH (a)-[r:{type} {id: id}]->(b)
WITH id, r, a.id AS a, b.id AS b
FOREACH (old IN CASE WHEN r.v_from < $v THEN [r] ELSE [] END |
  CREATE (p:Load:Past)
  SET p = properties(old), p.id = null, p.was = id, p.label = 'Statement', p.type = '{type}', p.from_entity = a, p.to_entity = b, p.v_to = $v)
DELETE r
RETURN id, b
