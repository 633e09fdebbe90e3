// The ledger's lines on who is who, in the order they were written
// $n: the version's number
MATCH (j:Judgement) WHERE j.one IS NOT NULL AND j.v_from <= $n
RETURN properties(j) ORDER BY j.number
