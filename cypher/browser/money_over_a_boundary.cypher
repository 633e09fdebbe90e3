// What money comes into, stays within and goes out of some bodies, by measure, currency and who is at the other end; only what counts
// $names: names that the bodies bear
MATCH (x:Entity) WHERE NOT x:Project AND any(name IN $names WHERE name IN x.names)
WITH collect(x) AS inside
UNWIND inside AS x
MATCH (x)-[f:FUNDED_BY]-()
WITH DISTINCT inside, f, startNode(f) AS receiver, endNode(f) AS giver
WHERE f.counted
WITH f, receiver, giver,
     CASE WHEN f.unnamed IS NOT NULL THEN 'unmatched'
          WHEN receiver IN inside AND giver IN inside THEN 'internal'
          WHEN receiver IN inside THEN 'incoming' ELSE 'outgoing' END AS part
RETURN part, f.measure AS measure, f.currency AS currency,
       CASE part WHEN 'incoming' THEN giver.name WHEN 'unmatched' THEN null ELSE receiver.name END AS other,
       sum(f.amount_float) AS amount, count(*) AS flows, min(f.date) AS since, max(f.date) AS until
ORDER BY part, measure, currency, amount DESC, other
