// All links that leave some entities, as one list: a record a link would be three times as slow
// $ids: ids of the entities
// $n: the version's number
UNWIND $ids AS id
MATCH (a:Entity {id: id})-[r:{types}]->(b)
WHERE r.v_from <= $n
RETURN collect([r.id, type(r), id, b.id, r.source, r.confidence, r.reviewed, r.valid_from, r.valid_to, r.end_state, r.flow, r.properties]) AS rows
