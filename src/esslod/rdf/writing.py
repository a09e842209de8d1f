"""Whole RDF documents from canonical lines: grouped, in reading order, byte for byte stable.

The engine writes every syntax quickly and keeps literals as they are; it writes what it
is given in the order it is given. So this module chooses the order (a thing before the
things under its address, ``a`` before other properties) and tidies what the engine leaves
rough: prefixes nobody uses, ``rdf:type`` spelt out in JSON-LD, carriage returns in XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse, serialize

from esslod.errors import AuthorError
from esslod.namespaces import RDF
from esslod.rdf.canonical import Lines, document, in_graph, quad_lines, union_lines
from esslod.rdf.formats import RdfSyntax

#: ``>`` ends an IRI in N-Triples; read as the lowest byte, ``x`` comes before ``x#y`` and ``x/y``.
_ADDRESS_ORDER: Final = bytes.maketrans(b">", b"\x01")
_TYPE: Final = f" <{RDF.type.value}\x01 ".encode()
_TYPE_FIRST: Final = b" \x00 "

_PREFIX_LINE: Final = re.compile(rb"@prefix ([\w.-]*): <[^>]*> \.\n")
_PREFIX_USED: Final = re.compile(rb"(?:^|[\s^])([a-z][\w.-]*):", re.MULTILINE)
_NAMESPACE: Final = re.compile(rb' xmlns:([\w.-]+)="[^"]*"')
_NAMESPACE_USED: Final = re.compile(rb"[</\s]([a-z][\w.-]*):")
_NOT_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|<oxprefix: ")
_JSON_TYPES: Final = re.compile(
    rb'"' + re.escape(RDF.type.value.encode()) + rb'":\[((?:\{"@id":"[^"]*"\},?)+)\]'
)
_JSON_ID: Final = re.compile(rb'\{"@id":("[^"]*")\}')


def write(lines: Lines, syntax: RdfSyntax, prefixes: Mapping[str, str]) -> bytes:
    """The dataset *lines* as a document in *syntax*.

    Line syntaxes are in canonical order, the others in reading order. Syntaxes without
    graphs hold the union of the graphs. Only the *prefixes* used are declared.
    """
    if syntax.rdf == RdfFormat.N_QUADS:
        return document(quad_lines(lines))
    if syntax.rdf == RdfFormat.N_TRIPLES:
        return document(union_lines(lines))
    statements = _dataset(lines) if syntax.graphs else _union(lines)
    written = serialize(statements, format=syntax.rdf, prefixes=dict(prefixes)) or b""
    return _TIDY[syntax.rdf](written)


def _dataset(lines: Lines) -> Iterator[Quad]:
    ordered = (in_graph(line, graph) for graph, group in lines.items() for line in reading_order(group))
    return iter(parse(document(ordered), format=RdfFormat.N_QUADS, lenient=True))


def _union(lines: Lines) -> Iterator[Quad]:
    text = document(reading_order(union_lines(lines)))
    return iter(parse(text, format=RdfFormat.N_TRIPLES, lenient=True))


def reading_order(lines: Iterable[bytes]) -> list[bytes]:
    """N-Triples *lines*, already sorted, in the order people read; equal keys keep their order."""
    return sorted(lines, key=_reading_key)


def _reading_key(line: bytes) -> bytes:
    return line.translate(_ADDRESS_ORDER).replace(_TYPE, _TYPE_FIRST, 1)


def _tidy_turtle(text: bytes) -> bytes:
    """Declare the prefixes used, in alphabetical order; one empty line between subjects.

    Literals hold no raw line feed, so `` .`` at the end of a line ends a subject.
    """
    declared = {match[1]: match[0] for match in _PREFIX_LINE.finditer(text)}
    body = text[sum(map(len, declared.values())) :]
    used = {match[1] for match in _PREFIX_USED.finditer(body)}
    header = b"".join(line for prefix, line in sorted(declared.items()) if prefix in used)
    spaced = body.replace(b" .\n", b" .\n\n").replace(b" .\n\n}", b" .\n}").rstrip(b"\n")
    return (header + b"\n" if header else b"") + spaced + b"\n"


def _tidy_xml(text: bytes) -> bytes:
    """Declare the namespaces used, in alphabetical order.

    A raw carriage return would become a line feed at the reader's (XML 1.0 §2.11). Raises
    AuthorError for what XML cannot say: the engine writes it all the same, and nobody reads it.
    """
    if _NOT_XML.search(text):
        raise AuthorError(
            "RDF/XML can hold neither control characters nor a property whose IRI does not end in a name",
            remedy="remove the character, or choose a property ending in a letter and letters or digits",
        )
    start = text.index(b"<rdf:RDF")
    end = text.index(b">", start)
    declared = {match[1]: match[0] for match in _NAMESPACE.finditer(text[start:end])}
    body = text[end:]
    used = {match[1] for match in _NAMESPACE_USED.finditer(body)} | {b"rdf"}
    header = b"".join(name for prefix, name in sorted(declared.items()) if prefix in used)
    return text[:start] + b"<rdf:RDF" + header + body.replace(b"\r", b"&#13;").rstrip(b"\n") + b"\n"


def _tidy_json(text: bytes) -> bytes:
    """Say ``@type``, which JSON-LD tools look for, instead of the property's IRI (JSON-LD 1.1 §3.5)."""

    def types(match: re.Match[bytes]) -> bytes:
        return b'"@type":[' + b",".join(_JSON_ID.findall(match[1])) + b"]"

    return _JSON_TYPES.sub(types, text) + b"\n"


_TIDY: Final = {
    RdfFormat.TURTLE: _tidy_turtle,
    RdfFormat.TRIG: _tidy_turtle,
    RdfFormat.RDF_XML: _tidy_xml,
    RdfFormat.JSON_LD: _tidy_json,
}
