// Say which schema the database has, and begin its versions where there are none
// $schema: the number of the schema
// $version: the version of an empty graph
MERGE (m:Load:State {id: 'meta'})
ON CREATE SET m.n = 0, m.version = $version, m.purged = 0, m.undone = 0, m.recent = []
SET m.schema = $schema
