// Take bookkeeping rows of the kind {label} away; older ones stay in the past for readers of versions before this one
// $ids: their ids
// $v: the number of the version being written
UNWIND $ids AS id
MATCH (x:{label} {id: id})
FOREACH (old IN CASE WHEN x.v_from < $v THEN [x] ELSE [] END |
  SET old:Load:Past, old.label = '{label}', old.was = old.id, old.v_to = $v
  REMOVE old:{label}, old.id)
FOREACH (new IN CASE WHEN x.v_from >= $v THEN [x] ELSE [] END | DELETE new)
