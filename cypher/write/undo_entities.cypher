// Delete entity nodes that only a broken load knew
MATCH (e:Entity) WHERE NOT EXISTS { MATCH (x:Composed {id: e.id}) }
CALL (e) { DETACH DELETE e } IN TRANSACTIONS OF 10000 ROWS
