// Delete entity nodes from which all our links are gone; whatever else an analyst tied to them goes with them
// $ids: their ids
UNWIND $ids AS id
MATCH (e:Entity {id: id}) WHERE NOT EXISTS { (e)-[:{types}]-() }
DETACH DELETE e
