// Find bookkeeping nodes of the kind {label} by {property}
CREATE INDEX row_{label}_{property} IF NOT EXISTS FOR (x:{label}) ON (x.{property})
