// Make sure that the lock is still ours, and renew the lease; held until the transaction ends, so nobody takes it meanwhile
// $token: what we took it with
// $step: the number of this transaction, null: a mere sign of life
// $lease_ms: how long the lease runs
MATCH (l:State {id: 'lock'})
SET l.asked = timestamp()
WITH l WHERE l.token = $token
SET l.until = timestamp() + $lease_ms, l.step = coalesce($step, l.step)
RETURN true
