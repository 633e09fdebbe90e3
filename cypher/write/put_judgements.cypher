// Write lines at the end of the ledger, numbered on; what is there is never changed
// $rows: their properties, in order
OPTIONAL MATCH (last:Judgement)
WITH coalesce(max(last.number), 0) AS before
UNWIND range(0, size($rows) - 1) AS at
CREATE (j:Judgement)
SET j = $rows[at], j.number = before + at + 1
