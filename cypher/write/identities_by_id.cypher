// The entities of some identities
// $ids: ids of the identities
UNWIND $ids AS id
MATCH (i:Identity {id: id})
RETURN id, i.entity
