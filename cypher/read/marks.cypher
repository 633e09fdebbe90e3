// The money statements that are marked as in no sum, as one list
// $n: the version's number
MATCH ()-[r:FUNDED_BY]->() WHERE r.why_not IS NOT NULL AND r.v_from <= $n
RETURN collect([r.id, r.why_not, r.mirror_of]) AS rows
