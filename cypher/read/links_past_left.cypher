// Ids of entities from which links went that were changed or retired since a version
// $n: the version's number
MATCH (r:Past) WHERE r.v_to > $n AND r.label = 'Statement' AND r.v_from <= $n
RETURN collect(DISTINCT r.from_entity) AS ids
