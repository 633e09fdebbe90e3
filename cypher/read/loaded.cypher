// All sources without their text, as they were at a version; one on its way between the two places comes twice
// $n: the version's number
MATCH (x:Loaded) WHERE x.v_from <= $n
RETURN x.id AS id, x{.*, text: null} AS row
UNION ALL
MATCH (x:Past) WHERE x.v_to > $n AND x.label = 'Loaded' AND x.v_from <= $n
RETURN x.was AS id, x{.*, text: null} AS row
