// Ids that were merged into some entities
// $ids: ids of the entities
UNWIND $ids AS id
MATCH (f:Former {entity: id})
RETURN f.id, id
