"""The routes, a few lines each: read the query, ask the graph."""
