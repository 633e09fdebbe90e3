// Where giver and receiver both tell of the same money, and how far their figures are apart
// $least: only where they are apart by at least so much, 0 for all
MATCH (receiver)-[given:FUNDED_BY]->(giver) WHERE given.counted
MATCH (receiver)-[told:FUNDED_BY]->(giver) WHERE told.mirror_of = given.id
WITH giver, receiver, given, sum(told.amount_float) AS received, collect(told.quote) AS receiver_says
WHERE abs(given.amount_float - received) >= $least
RETURN giver.name AS giver, receiver.name AS receiver, given.measure AS measure, given.currency AS currency, given.date AS date,
       given.amount_float AS given, received, given.quote AS giver_says, receiver_says
ORDER BY abs(given - received) DESC, giver, receiver, date
