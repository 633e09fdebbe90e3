// The source's load is complete: it is no longer an interrupted one
// $source: the source's id
MATCH (i:Interrupted {id: $source})
DELETE i
