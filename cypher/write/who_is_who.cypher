// What people judged of pairs of which some keys are part
// $keys: the keys
UNWIND $keys AS key
MATCH (j:Judgement {one: key})
RETURN properties(j)
UNION
UNWIND $keys AS key
MATCH (j:Judgement {other: key})
RETURN properties(j)
