// Write statements of the link type {type} that are new to the graph: nothing is looked for, which spares a sixth of the time
// $rows: lists: the ids of both entities, what the statement says, its source's own properties as a map
// $source, $source_title, $source_url, $source_date, $v_from: what all of them share
UNWIND $rows AS row
MATCH (a:Entity {id: row[0]})
MATCH (b:Entity {id: row[1]})
CREATE (a)-[r:{type} {{said}}]->(b)
SET r += row[-1]
RETURN count(r)
