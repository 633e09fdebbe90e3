// Likewise where some of them turn out to be in the graph already, put there by somebody else
// $rows: lists: the ids of both entities, what the statement says, its source's own properties as a map
// $source, $source_title, $source_url, $source_date, $v_from: what all of them share
UNWIND $rows AS row
MATCH (a:Entity {id: row[0]})
MATCH (b:Entity {id: row[1]})
MERGE (a)-[r:{type} {id: row[2]}]->(b)
SET r = {{said}}
SET r += row[-1]
RETURN count(r)
