// Links that left some entities and were changed or retired since a version, as they were
// $ids: ids of the entities
// $n: the version's number
UNWIND $ids AS id
MATCH (r:Past {from_entity: id}) WHERE r.label = 'Statement' AND r.v_from <= $n AND r.v_to > $n
RETURN collect([r.was, r.type, id, r.to_entity, r.source, r.confidence, r.reviewed, r.valid_from, r.valid_to, r.end_state, r.flow, r.properties]) AS rows
