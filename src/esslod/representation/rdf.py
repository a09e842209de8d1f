"""A resource's description as RDF bytes: the same statements and order whatever the format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad, RdfFormat

from esslod.rdf.canonical import canonical, parsed_triples, union_lines
from esslod.rdf.formats import RdfSyntax
from esslod.rdf.writing import reading_order, write
from esslod.representation import jsonld
from esslod.representation.context import Context


def serialise(
    quads: Iterable[Quad],
    syntax: RdfSyntax,
    prefixes: Mapping[str, str],
    *,
    first: NamedNode | None = None,
    context: Context | None = None,
) -> bytes:
    """Write *quads* in *syntax*, in the house's reading order; the same set gives the same bytes.

    Syntaxes without graphs hold the union of the graphs, and so does JSON-LD here: a JSON
    developer gets one tree whose root is *first*, with the short names of *context*.
    """
    lines = canonical(quads)
    if syntax.rdf != RdfFormat.JSON_LD:
        return write(lines, syntax, prefixes)
    triples = [quad.triple for quad in parsed_triples(reading_order(union_lines(lines)))]
    return jsonld.document(triples, context or Context("", {}, prefixes), first)
