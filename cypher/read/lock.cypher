// Who loads, and whether his lease still runs
MATCH (l:State {id: 'lock'})
WHERE l.token IS NOT NULL
RETURN properties(l), l.until >= timestamp()
