// Who sat in the same rooms as somebody, most often first; a body is there itself or through a person who represents it
// $name: a name that the body or person bears
MATCH (x:Entity) WHERE $name IN x.names
MATCH (x)<-[:REPRESENTS]-{0,1}(mine:Entity)-[:ATTENDED]->(e:Event)<-[:ATTENDED]-(theirs:Entity)-[:REPRESENTS]->{0,1}(other:Entity)
WHERE other <> x AND mine <> theirs AND NOT (theirs)-[:REPRESENTS]->(x) AND NOT (mine)-[:REPRESENTS]->(other)
WITH other, collect(DISTINCT e.name) AS events
RETURN other.name AS who, size(events) AS times, events
ORDER BY times DESC, who
