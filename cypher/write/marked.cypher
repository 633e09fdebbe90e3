// Note for which version money statements are marked
// $version: it
MATCH (m:State {id: 'meta'})
SET m.marked = $version
