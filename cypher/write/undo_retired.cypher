// Bring back statements of the link type {type} that a broken load retired
// $n: the number of the last complete version
MATCH (p:Past) WHERE p.v_to > $n AND p.label = 'Statement' AND p.type = '{type}'
CALL (p) {
  MERGE (a:Entity {id: p.from_entity})
  MERGE (b:Entity {id: p.to_entity})
  MERGE (a)-[r:{type} {id: p.was}]->(b)
  SET r = p{.*, id: p.was, was: null, label: null, type: null, from_entity: null, to_entity: null, v_to: null}
  DELETE p
} IN TRANSACTIONS OF 10000 ROWS
