// Take Donor from whoever funds nothing any more
MATCH (e:Donor) WHERE NOT EXISTS { (e)<-[:FUNDED_BY]-() }
REMOVE e:Donor
