// Statements of the link type {type} at some entities whose records are part of other entities by now
// $ids: ids of the entities
UNWIND $ids AS id
MATCH (e:Entity {id: id})-[r:{type}]-()
WITH DISTINCT r, startNode(r).id AS a, endNode(r).id AS b
MATCH (f:Record {id: r.from_record}) MATCH (i:Identity {id: f.identity})
MATCH (t:Record {id: r.to_record}) MATCH (j:Identity {id: t.identity})
WITH r.id AS id, a, b, i.entity AS c, j.entity AS d WHERE a <> c OR b <> d
RETURN id, b, c, d
