// Find what is said of an identity, and how many records say so, from the index alone
CREATE INDEX record_said IF NOT EXISTS FOR (x:Record) ON (x.identity, x.profile)
