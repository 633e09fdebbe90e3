"""The graph in memory and what can be asked of it; the same for every store."""
