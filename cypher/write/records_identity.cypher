// The identities of some records
// $ids: ids of the records
UNWIND $ids AS id
MATCH (r:Record {id: id})
RETURN id, r.identity
