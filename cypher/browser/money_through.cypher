// Through whom money of one body reached another, where the activities link by id: the flow into an activity, and the one out of it
// $giver: a name that the one bears
// $receiver: a name that the other bears
MATCH (a:Entity) WHERE $giver IN a.names
MATCH (c:Entity) WHERE $receiver IN c.names
MATCH (a)<-[first:FUNDED_BY]-(b:Organisation)<-[second:FUNDED_BY]-(c)
WHERE first.counted AND second.counted AND first.measure = second.measure AND first.receiver_activity = second.via
RETURN b.name AS through, second.via AS activity, first.measure AS measure, first.currency AS currency,
       sum(DISTINCT first.amount_float) AS into_it, second.currency AS out_currency, sum(DISTINCT second.amount_float) AS out_of_it,
       collect(DISTINCT first.quote) AS giver_says, collect(DISTINCT second.quote) AS says_who_passes_on
ORDER BY measure, out_of_it DESC
