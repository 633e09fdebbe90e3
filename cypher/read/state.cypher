// The store's own state: schema, version, and who loads
MATCH (m:State {id: 'meta'})
RETURN properties(m), timestamp()
