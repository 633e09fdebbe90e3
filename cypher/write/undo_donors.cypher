// Take Donor from whoever funds nothing any more
MATCH (e:Donor) WHERE NOT EXISTS {
  (e)<-[f:FUNDED_BY]-() WHERE NOT coalesce(f.measure, '') IN ['budget', 'planned'] AND NOT coalesce(f.unnamed, '') IN ['provider', 'both']
}
REMOVE e:Donor
