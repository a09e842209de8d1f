"""What a description needs of an engine, over a store in memory."""

from __future__ import annotations

from pyoxigraph import QueryResultsFormat, Store, Variable

from esslod.engine.seam import SparqlAnswer
from esslod.rdf.formats import RESULTS_JSON


def answered(store: Store, request) -> SparqlAnswer:
    """The `Engine.ask` of the seam for a SELECT query, without its limits; the union is the default graph."""
    found = store.query(request.query, use_default_graph_as_union=True)
    body = found.serialize(format=QueryResultsFormat.JSON)
    return SparqlAnswer("select", RESULTS_JSON, body)


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

    def ask(self, request):
        return answered(self.store, request)
