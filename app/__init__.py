"""The program: model, stores, the graph in memory, and the doors to it (HTTP, terminal)."""
