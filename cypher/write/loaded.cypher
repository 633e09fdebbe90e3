// A source's own row
// $id: the source's id
MATCH (x:Loaded {id: $id})
RETURN properties(x)
