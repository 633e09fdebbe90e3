// One bookkeeping node of the kind {label} an id
CREATE CONSTRAINT row_id_{label} IF NOT EXISTS FOR (x:{label}) REQUIRE x.id IS UNIQUE
