// Become the one who loads, unless somebody else's lease still runs; a load found dead is noted as interrupted
// $mine: the properties of the lock once it is ours
// $lease_ms: how long our lease runs unless renewed
MERGE (l:Load:State {id: 'lock'})
SET l.asked = timestamp()
WITH l, properties(l) AS was, l.token IS NULL OR l.until < timestamp() AS free
FOREACH (_ IN CASE WHEN free AND was.token IS NOT NULL THEN [1] ELSE [] END |
  MERGE (i:Load:Interrupted {id: was.source})
  SET i.path = was.path, i.since = was.since)
FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END |
  SET l = $mine, l.id = 'lock', l.until = timestamp() + $lease_ms, l.batched = coalesce(was.batched, false))
RETURN free, was
