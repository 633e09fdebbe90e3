// Move the version on: from here on readers see all that was written for it
// $version: the new version
// $n: its number
// $last_load: what was loaded, as JSON
MATCH (m:State {id: 'meta'})
SET m.version = $version, m.n = $n, m.last_load = $last_load, m.recent = (m.recent + [$n, timestamp()])[-400..]
