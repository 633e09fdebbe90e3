// Likewise where nodes may bear labels that are no longer true; Donor is derived elsewhere
// $rows: {id, properties, labels}
UNWIND $rows AS row
MERGE (n:Entity {id: row.id})
SET n = row.properties
REMOVE n:{labels}
SET n:$(row.labels)
