// Bookkeeping rows of the kind {label} by id, as they were at a version; one on its way between the two places comes twice
// $ids: their ids
// $n: the version's number
UNWIND $ids AS id
MATCH (x:{label} {id: id}) WHERE x.v_from <= $n
RETURN id, properties(x) AS row
UNION ALL
UNWIND $ids AS id
MATCH (x:Past {was: id}) WHERE x.label = '{label}' AND x.v_from <= $n AND x.v_to > $n
RETURN id, properties(x) AS row
