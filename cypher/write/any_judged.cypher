// Whether anybody ever judged who is who
MATCH (j:Judgement) WHERE j.one IS NOT NULL
RETURN 1 LIMIT 1
