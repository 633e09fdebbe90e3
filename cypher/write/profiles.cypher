// What is said of some entities: each distinct content once, with how many records say so
// $ids: ids of the entities
UNWIND $ids AS entity
MATCH (i:Identity {entity: entity})
MATCH (r:Record) WHERE r.identity = i.id AND r.profile IS NOT NULL
WITH entity, i, r.profile AS profile, count(*) AS n, head(collect(r)) AS one
RETURN entity, one.body, n, one.id, one.source ORDER BY entity, i.id, profile
