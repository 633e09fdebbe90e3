// One relationship a statement, for each link type {type}; without it MERGE between two busy nodes is quadratic
CREATE CONSTRAINT statement_id_{type} IF NOT EXISTS FOR ()-[r:{type}]-() REQUIRE r.id IS UNIQUE
