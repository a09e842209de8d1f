"""Jelly, a binary RDF syntax (Protocol Buffers): the quickest of our dumps to load in Jena and RDF4J.

https://w3id.org/jelly/dev/specification/serialization. Version 1 of the protocol, a delimited
stream of quads without RDF-star nor generalised statements, which every reader knows. Why Jelly
and not HDT: `docs/decisions/0023-dumps-and-signatures.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from esslod.namespaces import XSD
from esslod.rdf.canonical import Lines, parsed_triples

if TYPE_CHECKING:
    from pyjelly.integrations.generic import generic_sink as jelly_terms
    from pyjelly.serialize.streams import SerializerOptions


def jelly(lines: Lines) -> bytes:
    """The dataset *lines* in Jelly, graph after graph, in canonical order: the same bytes every time."""
    from pyjelly.integrations.generic.serialize import (  # noqa: PLC0415 -- Protocol Buffers, for builds only
        flat_stream_to_file,
    )

    written = BytesIO()
    flat_stream_to_file(_quads(lines), written, _options())
    return written.getvalue()


def _options() -> SerializerOptions:
    from pyjelly.jelly import LOGICAL_STREAM_TYPE_FLAT_QUADS  # noqa: PLC0415 -- as above
    from pyjelly.options import StreamParameters  # noqa: PLC0415
    from pyjelly.serialize.streams import SerializerOptions  # noqa: PLC0415

    parameters = StreamParameters(generalized_statements=False, rdf_star=False)
    return SerializerOptions(logical_type=LOGICAL_STREAM_TYPE_FLAT_QUADS, params=parameters)


def _quads(lines: Lines) -> Iterator[jelly_terms.Quad]:
    from pyjelly.integrations.generic.generic_sink import IRI, DefaultGraph, Quad  # noqa: PLC0415 -- as above

    for graph, group in lines.items():
        name = IRI(graph) if graph else DefaultGraph
        for triple in parsed_triples(group):
            yield Quad(_term(triple.subject), _term(triple.predicate), _term(triple.object), name)


def _term(term: object) -> jelly_terms.Node:
    from pyjelly.integrations.generic import generic_sink as terms  # noqa: PLC0415 -- as above

    if isinstance(term, NamedNode):
        return terms.IRI(term.value)
    if isinstance(term, BlankNode):
        return terms.BlankNode(term.value)
    if not isinstance(term, Literal):
        raise TypeError(f"neither IRI, blank node nor literal: {term}")
    if term.language:
        return terms.Literal(term.value, term.language)
    datatype = term.datatype.value
    return terms.Literal(term.value, None, None if datatype == XSD.string.value else datatype)
