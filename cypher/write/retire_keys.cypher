// Take the keys of some identities away; older ones stay in the past for readers of versions before this one
// $ids: ids of the identities
// $v: the number of the version being written
UNWIND $ids AS id
MATCH (x:Key {identity: id})
FOREACH (old IN CASE WHEN x.v_from < $v THEN [x] ELSE [] END |
  SET old:Load:Past, old.label = 'Key', old.was = old.id, old.v_to = $v
  REMOVE old:Key, old.id)
FOREACH (new IN CASE WHEN x.v_from >= $v THEN [x] ELSE [] END | DELETE new)
