// A page of composed entities in the order of their ids
// $after: the last id of the page before
// $limit: most rows
// $n: the version's number
MATCH (x:Composed) WHERE x.id > $after
WITH x ORDER BY x.id LIMIT $limit
WITH collect(x) AS page, max(x.id) AS last
RETURN [x IN page WHERE x.v_from <= $n | [x.id, x.body]] AS rows, last
