"""A real Neo4j for the tests: `server` runs one from its jars, `find` takes the best one this machine offers."""
