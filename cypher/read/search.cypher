// What the index proposes, best first
// $pieces: a Lucene query over the pieces
// $limit: most rows
// $n: the version's number
CALL db.index.fulltext.queryNodes('search', $pieces, {limit: $limit}) YIELD node AS x, score
WHERE x.v_from <= $n AND (x.v_to IS NULL OR x.v_to > $n)
RETURN coalesce(x.id, x.was) AS id ORDER BY score DESC, id
