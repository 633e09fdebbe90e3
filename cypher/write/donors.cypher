// Derive Donor for some entities: borne by whichever organisation funds anything; an intention makes no funder, nor an end nobody named
// $ids: ids of the entities
UNWIND $ids AS id
MATCH (e:Entity {id: id})
WITH e, e:Organisation AND EXISTS {
  (e)<-[f:FUNDED_BY]-() WHERE NOT coalesce(f.measure, '') IN ['budget', 'planned'] AND NOT coalesce(f.unnamed, '') IN ['provider', 'both']
} AS gives
FOREACH (_ IN CASE WHEN gives THEN [1] ELSE [] END | SET e:Donor)
FOREACH (_ IN CASE WHEN gives THEN [] ELSE [1] END | REMOVE e:Donor)
