// Say that readers of versions before this one are no longer served
// $n: the number of the version
MATCH (m:State {id: 'meta'})
SET m.purged = CASE WHEN m.purged < $n THEN $n ELSE m.purged END
