// The content hash a source was last loaded with
// $id: the source's id
MATCH (x:Loaded {id: $id})
RETURN x.content_hash
