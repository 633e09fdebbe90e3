// Let the lock go in the transaction that completes the load, so that a finished load never looks like an interrupted one
// $token: what we took it with
MATCH (l:State {id: 'lock'}) WHERE l.token = $token
SET l = {id: 'lock', was: l.token, step: l.step, batched: coalesce(l.batched, false)}
