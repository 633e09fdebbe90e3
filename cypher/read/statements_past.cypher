// Statements that were changed or retired since a version, as they were
// $ids: their ids
// $n: the version's number
UNWIND $ids AS id
MATCH (r:Past {was: id}) WHERE r.label = 'Statement' AND r.v_from <= $n AND r.v_to > $n
RETURN id, r.type AS type, properties(r) AS row, r.from_entity AS a, r.to_entity AS b
