// Which of some entities have identities by now
// $ids: ids of the entities
UNWIND $ids AS id
MATCH (i:Identity {entity: id})
RETURN DISTINCT id
