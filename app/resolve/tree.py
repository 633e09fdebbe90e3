"""What hangs together (union-find), and what is kept apart in it."""

from collections.abc import Iterable

Node = str | tuple[str, ...]  # a key, or an identity


class Tree:
    """Which nodes hang together; what was never joined stands alone."""

    def __init__(self) -> None:
        self._parent: dict[Node, Node] = {}

    def __contains__(self, node: Node) -> bool:
        return node in self._parent

    def root(self, node: Node) -> Node:
        """The same for all that hang together."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def add(self, node: Node) -> None:
        """Note a node; it stands alone at first."""
        self._parent.setdefault(node, node)

    def join(self, a: Node, b: Node) -> None:
        """Put two nodes, and all that hangs on them, together."""
        self.add(a)
        self.add(b)
        self._parent[self.root(b)] = self.root(a)


class PartedTree(Tree):
    """Likewise, but some pairs of nodes never come to hang together."""

    def __init__(self, apart: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._apart = list(apart)
        for node in (node for pair in self._apart for node in pair):
            self.add(node)

    def bind(self, key: str, bearers: Iterable[Node]) -> None:
        """Put a key and its bearers together, but for those that are kept apart from it or from another of them."""
        nodes = [key, *bearers]
        for node in nodes:
            self.add(node)
        foes = self._foes()
        free = {self.root(node) for node in nodes} - foes.get(self.root(key), set())
        for root in [root for root in free if not free & foes.get(root, set())]:
            self.join(key, root)

    def _foes(self) -> dict[Node, set[Node]]:
        """By root the roots it is kept apart from."""
        foes: dict[Node, set[Node]] = {}
        for a, b in self._apart:
            one, other = self.root(a), self.root(b)
            foes.setdefault(one, set()).add(other)
            foes.setdefault(other, set()).add(one)
        return foes
