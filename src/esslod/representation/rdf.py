"""A resource's description as RDF bytes: the same statements and order whatever the format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from esslod.rdf.canonical import canonical, parsed_triples, union_lines
from esslod.rdf.formats import RdfSyntax
from esslod.rdf.writing import reading_order, write
from esslod.representation import jsonld


def serialise(
    quads: Iterable[Quad],
    syntax: RdfSyntax,
    prefixes: Mapping[str, str],
    *,
    first: NamedNode | None = None,
    terms: Mapping[str, jsonld.TermDefinition] | None = None,
) -> bytes:
    """Write *quads* in *syntax*, in the house's reading order; the same set gives the same bytes.

    Syntaxes without graphs hold the union of the graphs, and so does JSON-LD here: a JSON
    developer gets one flat list of things, *first* at its head, with the short names *terms*.
    """
    lines = canonical(quads)
    if syntax.rdf != RdfFormat.JSON_LD:
        return write(lines, syntax, prefixes)
    triples = [quad.triple for quad in parsed_triples(reading_order(union_lines(lines)))]
    return jsonld.document(_led_by(first, triples), prefixes, terms or {})


def _led_by(first: NamedNode | None, triples: list[Triple]) -> list[Triple]:
    return sorted(triples, key=lambda triple: triple.subject != first)
