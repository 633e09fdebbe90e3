// Sources whose load broke off and was not repeated yet
MATCH (i:Interrupted)
RETURN i.id, i.path, i.since ORDER BY i.since, i.id
