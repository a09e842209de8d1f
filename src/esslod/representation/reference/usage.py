"""How much the data use each term, from the release's own statistics (VoID §4.5), and a few examples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import NamedNode

from esslod.rdf.description import Reader

_VOID: Final = "PREFIX void: <http://rdfs.org/ns/void#>\n"
_CLASSES: Final = (
    _VOID
    + """
SELECT ?term (MAX(?said) AS ?count) WHERE { ?part void:class ?term ; void:entities ?said } GROUP BY ?term"""
)
_PROPERTIES: Final = (
    _VOID
    + """
SELECT ?term (MAX(?said) AS ?count) WHERE {
  ?part void:property ?term ; void:triples ?said ; void:distinctObjects ?objects
} GROUP BY ?term"""
)
#: What a code list's own codes say of each other is no use of them.
_CODES: Final = """
SELECT ?term ?property (COUNT(?subject) AS ?count) WHERE {
  ?term <http://www.w3.org/2004/02/skos/core#inScheme> %s . ?subject ?property ?term
  FILTER(!STRSTARTS(STR(?property), "http://www.w3.org/2004/02/skos/core#"))
} GROUP BY ?term ?property"""
_INSTANCES: Final = "SELECT ?subject WHERE { ?subject a %s FILTER(isIRI(?subject)) } LIMIT 30"
_STATEMENTS: Final = "SELECT ?subject ?value WHERE { ?subject %s ?value FILTER(isIRI(?subject)) } LIMIT 30"


class Usage:
    """Counts of one release, read once; examples when they are asked for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.classes = _counts(reader.select(_CLASSES))
        self.properties = _counts(reader.select(_PROPERTIES))

    def instances(self, kind: NamedNode, most: int = 3) -> list[NamedNode]:
        """Some things of the class *kind*, always the same."""
        return sorted((row["subject"] for row in self._reader.select(_INSTANCES % kind)), key=str)[:most]

    def statements(self, property_: NamedNode, most: int = 3) -> list[tuple[NamedNode, Any]]:
        """Some (subject, value) of *property_*, with different values where there are, always the same."""
        rows = sorted(self._reader.select(_STATEMENTS % property_), key=str)
        by_value = {row["value"]: (row["subject"], row["value"]) for row in reversed(rows)}
        rest = [(row["subject"], row["value"]) for row in rows]
        return list(dict.fromkeys([*reversed(by_value.values()), *rest]))[:most]

    def codes(self, scheme: NamedNode) -> dict[NamedNode, dict[NamedNode, int]]:
        """Code of *scheme* → property that uses it → how many times."""
        found: dict[NamedNode, dict[NamedNode, int]] = {}
        for row in self._reader.select(_CODES % scheme):
            found.setdefault(row["term"], {})[row["property"]] = int(row["count"].value)
        return found


def _counts(rows: Iterable[dict[str, Any]]) -> dict[NamedNode, int]:
    return {row["term"]: int(row["count"].value) for row in rows if isinstance(row.get("term"), NamedNode)}
