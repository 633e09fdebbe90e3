"""Open a store, ask how two bodies are connected and which sentence says so, take the graph to networkx.

    python -m cooplinks load examples/articles
    python -m examples.python_example

That is in a checkout; where cooplinks is installed, `python examples/python_example.py` does as well. Another store or other bodies:
`python -m examples.python_example sqlite:///links.db "GIZ" "AMIF"`.
"""

import sys

import networkx

import cooplinks


def main(url: str | None = None, first: str = "BMZ", second: str = "Embassy of Norway") -> None:
    """Print the shortest path between the two, each hop with its words, and the size of the whole graph."""
    with cooplinks.open_store(url) as graph:
        start, end = (graph.search(name)["items"][0] for name in (first, second))
        answer = graph.paths(start["id"], end["id"])
        for path in answer["paths"]:
            for link in path["links"]:
                said = link["evidence"][0]
                print(f"{link['from']['name']} {link['type']} {link['to']['name']}")
                print(f"    “{said['quote']}” ({said['source']['title']}, {said['source']['date']})")
        print(answer.get("reason") or f"as the graph stood at version {answer['graph_version']}")

        whole: networkx.MultiDiGraph = graph.to_networkx()
        print(f"{whole.number_of_nodes()} nodes, {whole.number_of_edges()} statements")


if __name__ == "__main__":
    main(*sys.argv[1:])
