// Write bookkeeping rows of the kind {labels}
// $rows: their properties
UNWIND $rows AS row
CREATE (x:{labels})
SET x = row
