// Write a source's own row where nothing else of it changed
// $row: its properties
MERGE (x:Load:Loaded {id: $row.id})
SET x = $row
