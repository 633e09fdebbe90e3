// What a source said when it was last loaded: parts of a list of ids and content hashes
// $source: the source's id
MATCH (x:Manifest {source: $source})
RETURN x.id, x.kind, x.lines ORDER BY x.kind, x.part
