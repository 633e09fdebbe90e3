// Write entity nodes as an analyst sees them; MERGE is on :Entity alone, for a dynamic label can't use an index
// $rows: {id, properties, labels}
UNWIND $rows AS row
MERGE (n:Entity {id: row.id})
SET n = row.properties
SET n:$(row.labels)
