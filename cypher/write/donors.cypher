// Derive Donor for some entities: borne by whoever funds anything
// $ids: ids of the entities
UNWIND $ids AS id
MATCH (e:Entity {id: id})
WITH e, EXISTS { (e)<-[:FUNDED_BY]-() } AS gives
FOREACH (_ IN CASE WHEN gives THEN [1] ELSE [] END | SET e:Donor)
FOREACH (_ IN CASE WHEN gives THEN [] ELSE [1] END | REMOVE e:Donor)
