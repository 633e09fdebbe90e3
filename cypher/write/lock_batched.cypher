// Note that this load goes on in several transactions, or that nothing of such a one is left
// $token: what we took the lock with
// $batched: whether it does
MATCH (l:State {id: 'lock'}) WHERE l.token = $token
SET l.batched = $batched
