// The content hashes of some entities
// $ids: ids of the entities
UNWIND $ids AS id
MATCH (x:Composed {id: id})
RETURN id, x.hash
