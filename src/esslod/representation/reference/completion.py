"""What an editor of queries completes with: classes, properties, codes, and how much each is used.

Everything comes from the release's own statistics (VoID §4.5): an editor that proposes what is there
leads to queries that find something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pyoxigraph import NamedNode

from esslod.namespaces import SKOS
from esslod.rdf.description import labels_of
from esslod.representation.naming import Names
from esslod.representation.reference.known import Reference
from esslod.representation.words import LANGUAGES

_HELD: Final = """
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?class ?property (MAX(?said) AS ?count) WHERE {
  ?whole void:class ?class ; void:propertyPartition ?part .
  ?part void:property ?property ; void:triples ?said
} GROUP BY ?class ?property"""
_CODES: Final = f"SELECT DISTINCT ?code ?list WHERE {{ ?code {SKOS.inScheme} ?list }}"
#: Codes that are offered, at most: lists of thousands are searched, not completed.
_MOST_CODES: Final = 2000


def completion(reference: Reference, prefixes: Mapping[str, str]) -> dict[str, Any]:
    """``prefixes``; ``classes`` and ``properties`` by use, with what instances of a class have; ``codes``.

    A term is its IRI, its names by language and, when it was counted, how many times it is used.
    """
    usage, reader = reference.usage, reference.reader
    codes = sorted(reader.select(_CODES), key=lambda row: (str(row["list"]), str(row["code"])))[:_MOST_CODES]
    terms = {*usage.classes, *usage.properties, *(row["code"] for row in codes), *(r["list"] for r in codes)}
    nodes = sorted((term for term in terms if isinstance(term, NamedNode)), key=str)
    names = Names(labels_of(reader, nodes), prefixes, reference.addresses.base)
    held: dict[str, list[tuple[int, str]]] = {}
    for row in reader.select(_HELD):
        held.setdefault(row["class"].value, []).append((-int(row["count"].value), row["property"].value))
    return {
        "prefixes": dict(prefixes),
        "classes": [
            _term(kind, names, count) | {"properties": [iri for _, iri in sorted(held.get(kind.value, ()))]}
            for kind, count in _by_use(usage.classes)
        ],
        "properties": [_term(property_, names, count) for property_, count in _by_use(usage.properties)],
        "codes": [
            _term(row["code"], names, None) | {"list": row["list"].value}
            for row in codes
            if isinstance(row["code"], NamedNode)
        ],
    }


def _by_use(counts: Mapping[NamedNode, int]) -> Iterable[tuple[NamedNode, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0].value))


def _term(node: NamedNode, names: Names, count: int | None) -> dict[str, Any]:
    said = {language: names.best(node, language)[0] for language in LANGUAGES}
    labels = {language: text for language, text in said.items() if text != names.short(node)}
    return {"iri": node.value, "label": labels} | ({} if count is None else {"count": count})
