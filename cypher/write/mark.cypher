// Show on money statements whether sums count them, else why not and which flow they tell of too
// $rows: lists of id, counted, why_not, mirror_of
UNWIND $rows AS row
MATCH ()-[r:FUNDED_BY {id: row[0]}]->()
SET r.counted = row[1], r.why_not = row[2], r.mirror_of = row[3]
