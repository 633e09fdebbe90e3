// The ledger's lines on statements in the order it was written
// $source: the source it speaks of, null: all of it
// $n: the version's number
MATCH (j:Judgement) WHERE j.one IS NULL AND ($source IS NULL OR j.source = $source) AND j.v_from <= $n
RETURN properties(j) ORDER BY j.number
