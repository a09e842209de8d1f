"""What a description needs of an engine, over a store in memory."""

from __future__ import annotations

from pyoxigraph import Store, Variable


class Reader:
    """The `Reader` of rdf/description.py, over *store*."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def about(self, node):
        return list(self.store.quads_for_pattern(node, None, None, None))

    def pointing_to(self, node, limit):
        return list(self.store.quads_for_pattern(None, None, node, None))[:limit]

    def select(self, query, **substitutions):
        bound = {Variable(name): term for name, term in substitutions.items()}
        found = self.store.query(query, use_default_graph_as_union=True, substitutions=bound)
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in found]
