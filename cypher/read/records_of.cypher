// Ids and sources of the records of some identities, as they were at a version; one on its way between the two places comes twice
// $identities: ids of the identities
// $n: the version's number
UNWIND $identities AS identity
MATCH (x:Record) WHERE x.identity = identity AND x.profile IS NOT NULL AND x.v_from <= $n
RETURN collect([x.id, x.source]) AS rows
UNION ALL
UNWIND $identities AS identity
MATCH (x:Past {identity: identity}) WHERE x.label = 'Record' AND x.v_from <= $n AND x.v_to > $n
RETURN collect([x.was, x.source]) AS rows
