// How two bodies, persons or projects are connected: the shortest ways, each hop with its sentence
// $from: a name that the one bears
// $to: a name that the other bears
MATCH (a:Entity) WHERE $from IN a.names
MATCH (b:Entity) WHERE $to IN b.names AND a <> b
MATCH p = allShortestPaths((a)-[:FUNDED_BY|IMPLEMENTED_BY|ATTENDED|ORGANISED_BY|SUPPORTED_BY|REPRESENTS|PART_OF|PARTNER_OF*..8]-(b))
RETURN p, [r IN relationships(p) | type(r) + ': ' + r.quote] AS said
LIMIT 10
