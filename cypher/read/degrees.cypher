// A page of entities with how many links leave them
// $after: the last id of the page before
// $limit: most rows
MATCH (e:Entity) WHERE e.id > $after
WITH e ORDER BY e.id LIMIT $limit
RETURN collect([e.id, COUNT { (e)-->() }]) AS rows
