// Give Donor to whichever organisation funds something
MATCH ()-[f:FUNDED_BY]->(e:Organisation)
WHERE NOT e:Donor AND NOT coalesce(f.measure, '') IN ['budget', 'planned'] AND NOT coalesce(f.unnamed, '') IN ['provider', 'both']
WITH DISTINCT e
SET e:Donor
