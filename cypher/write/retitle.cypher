// Write a source's title, address and date anew on its statements of the link type {type}: readers take them from the source itself
// $ids: ids of the statements
// $source: the three as properties
UNWIND $ids AS id
MATCH ()-[r:{type} {id: id}]->()
SET r += $source
