// Say that a broken load is being taken back (readers wait), or that this is done
// $undoing: which of the two
MATCH (m:State {id: 'meta'})
SET m.undoing = $undoing, m.undone = m.undone + 1
