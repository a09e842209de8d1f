"""Facts about the binary dumps: what goes in comes out, the same bytes every time."""

from __future__ import annotations

from io import BytesIO

from pyjelly.integrations.generic.parse import parse_jelly_flat
from pyoxigraph import RdfFormat, parse

from esslod.rdf.canonical import Lines, canonical
from esslod.rdf.jelly import jelly

TEXT = b"""
<urn:a> <urn:p> "\\"x\\" \\\\ \\n\\r\\t"@fr <urn:g> .
<urn:a> <urn:p> "x"@fr-be <urn:g> .
<urn:a> <urn:p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> <urn:g> .
<urn:a> <urn:p> "" <urn:g> .
<urn:a> <urn:p> "\xc3\xa9\xf0\x9f\x8c\x8d" <urn:h> .
_:b <urn:p> _:c <urn:h> .
_:c <urn:p> <https://example.org/x#y> <urn:h> .
<urn:a> <urn:p> <urn:a> .
"""


def _lines(text: bytes) -> Lines:
    return canonical(parse(text, format=RdfFormat.N_QUADS))


def read(content: bytes) -> Lines:
    """What the library's own reader makes of *content*; its terms print as N-Quads, escapes apart."""

    def written(term: object) -> str:
        said = str(term)
        if said.startswith('"'):
            text, _, tail = said[1:].rpartition('"')
            escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
            return f'"{escaped}"{tail}'
        return said

    quads = (" ".join(filter(None, map(written, quad))) for quad in parse_jelly_flat(BytesIO(content)))
    return _lines("".join(f"{quad} .\n" for quad in quads).encode())


def test_what_goes_in_comes_out() -> None:
    """Named graphs and the default one, languages, lexical forms, blank nodes: the same dataset."""
    lines = _lines(TEXT)
    assert read(jelly(lines)) == lines


def test_same_dataset_same_bytes() -> None:
    """The order of the statements in the source does not matter."""
    backwards = b"\n".join(reversed(TEXT.split(b"\n")))
    assert jelly(_lines(TEXT)) == jelly(_lines(backwards))


def test_nothing_is_something_to_read() -> None:
    """An empty dataset is an empty file, which a reader takes for one."""
    assert jelly({}) == b""
