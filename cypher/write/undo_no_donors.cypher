// Give Donor to whoever funds something
MATCH ()-[:FUNDED_BY]->(e) WHERE NOT e:Donor
WITH DISTINCT e
SET e:Donor
