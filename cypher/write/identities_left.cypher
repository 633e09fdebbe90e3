// Which identities still have a record
// $ids: ids of the identities
UNWIND $ids AS id
OPTIONAL MATCH (i:Identity {id: id})
RETURN id, i.keys, i.entity, EXISTS { MATCH (r:Record) WHERE r.identity = id AND r.profile IS NOT NULL }
