// Let the lock go
// $token: what we took it with
MATCH (l:State {id: 'lock'}) WHERE l.token = $token
SET l = {id: 'lock', batched: coalesce(l.batched, false)}
