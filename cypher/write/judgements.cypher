// What reviewers decided of a source's statements, in the order it was written
// $source: the source's id
MATCH (j:Judgement {source: $source})
RETURN properties(j) ORDER BY j.number
