// Entities between two ids that were changed or dropped since a version, as they were
// $after: the last id of the page before
// $last: the last id of this page; null: to the end
// $n: the version's number
MATCH (x:Past) WHERE x.was > $after AND x.label = 'Composed' AND x.v_from <= $n AND x.v_to > $n AND ($last IS NULL OR x.was <= $last)
RETURN collect([x.was, x.body]) AS rows
