// The number of the last transaction of ours that was committed
// $token: what we took the lock with
MATCH (l:State {id: 'lock'}) WHERE l.token = $token OR l.was = $token
RETURN coalesce(l.step, 0)
