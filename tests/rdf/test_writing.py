"""Facts about the documents of a release."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, parse

from esslod.errors import AuthorError
from esslod.namespaces import DCT, RDF, RDFS, SKOS, XSD, prefixes
from esslod.rdf.canonical import Lines, canonical, union_lines
from esslod.rdf.formats import JSON_LD, N_TRIPLES, RDF_SYNTAXES, RDF_XML, TRIG, TURTLE, RdfSyntax
from esslod.rdf.writing import write

BASE = "https://example.com/"
_PREFIXES = prefixes(BASE)


def _dataset() -> Lines:
    thing, part, graph = (NamedNode(BASE + path) for path in ("id/a", "id/a#part", "dataset/g"))
    other = NamedNode(BASE + "dataset/h")
    return canonical(
        [
            Quad(part, RDFS.label, Literal("partie", language="fr"), graph),
            Quad(thing, RDFS.label, Literal('dct:x "</a>"\r\n\t <http://x> . void:', language="fr"), graph),
            Quad(thing, RDF.type, SKOS.Concept, graph),
            Quad(thing, RDF.type, DCT.Location, graph),
            Quad(thing, DCT.extent, Literal("1.50", datatype=XSD.decimal), graph),
            Quad(thing, NamedNode("http://example.org/x1"), BlankNode("x"), graph),
            Quad(BlankNode("x"), DCT.date, Literal("2025-02-11", datatype=XSD.date), graph),
            Quad(thing, RDF.type, SKOS.Concept, other),
        ]
    )


@pytest.mark.parametrize("syntax", RDF_SYNTAXES, ids=lambda syntax: syntax.name)
def test_every_syntax_says_the_same(syntax: RdfSyntax) -> None:
    """A document read back gives the statements it was made of, to the last character."""
    lines = _dataset()
    read = list(parse(write(lines, syntax, _PREFIXES), format=syntax.rdf))
    if syntax.graphs:
        assert canonical(read) == lines
    else:
        assert canonical(read) == {"": tuple(union_lines(lines))}


# rdflib 7.6 warns about its own internals.
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("syntax", RDF_SYNTAXES, ids=lambda syntax: syntax.name)
def test_every_syntax_is_read_by_rdflib(syntax: RdfSyntax) -> None:
    """Another library reads as many statements."""
    lines = _dataset()
    read = rdflib.Dataset(default_union=True)
    read.parse(data=write(lines, syntax, _PREFIXES), format=syntax.media_type)
    assert len({(s, p, o) for s, p, o, _ in read.quads()}) == len(union_lines(lines))


def test_turtle_is_for_people() -> None:
    """Used prefixes in alphabetical order, a thing before its parts, ``a`` first, subjects apart."""
    text = write(_dataset(), TURTLE, _PREFIXES).decode()
    declared = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert declared == sorted(declared)
    assert {"dct:", "rdfs:", "skos:", "xsd:"} <= set(declared)
    assert not {"foaf:", "qb:", "ess:"} & set(declared)
    blocks = text.split("\n\n")
    assert blocks[1].startswith(f"<{BASE}id/a> a dct:Location , skos:Concept ;")
    assert blocks[2].startswith(f"<{BASE}id/a#part> ")
    assert text.endswith(" .\n")


def test_trig_keeps_graphs_apart() -> None:
    """TriG has one block for each graph, in the order of their IRIs."""
    text = write(_dataset(), TRIG, _PREFIXES).decode()
    assert text.index(f"<{BASE}dataset/g> {{") < text.index(f"<{BASE}dataset/h> {{")


def test_json_says_type() -> None:
    """Types are under ``@type``, as JSON-LD tools expect, in expanded form."""
    document = json.loads(write(_dataset(), JSON_LD, _PREFIXES))
    nodes = [node for graph in document for node in graph["@graph"]]
    typed = next(node for node in nodes if node["@id"] == BASE + "id/a")
    assert typed["@type"] == [DCT.Location.value, SKOS.Concept.value]
    assert not any(RDF.type.value in node for node in nodes)


def test_xml_declares_what_it_uses() -> None:
    """RDF/XML declares no namespace that it does not use."""
    header = write(_dataset(), RDF_XML, _PREFIXES).decode().split(">", 2)[1]
    assert "xmlns:dct=" in header
    assert "xmlns:foaf=" not in header
    assert "xmlns:its=" not in header


@pytest.mark.parametrize(
    "statement",
    [b'<http://e/s> <http://e/1> "x" .\n', b'<http://e/s> <http://e/p> "\\u0001" .\n'],
    ids=["property without a name", "control character"],
)
def test_what_xml_cannot_say_is_refused(statement: bytes) -> None:
    """RDF/XML that no parser would read is never written; the author is told."""
    lines = canonical(Quad(*quad.triple) for quad in parse(statement, format=N_TRIPLES.rdf))
    with pytest.raises(AuthorError, match="RDF/XML"):
        write(lines, RDF_XML, _PREFIXES)


def test_nothing_is_a_document_too() -> None:
    """An empty dataset is written in every syntax, and read back as empty."""
    for syntax in RDF_SYNTAXES:
        assert list(parse(write({}, syntax, _PREFIXES), format=syntax.rdf)) == []


def test_bytes_do_not_depend_on_the_process() -> None:
    """Other processes, hash seeds and locales write the same bytes."""
    script = (
        "import runpy, sys, hashlib\n"
        f"room = runpy.run_path({str(Path(__file__))!r})\n"
        "for syntax in room['RDF_SYNTAXES']:\n"
        "    text = room['write'](room['_dataset'](), syntax, room['_PREFIXES'])\n"
        "    print(hashlib.sha256(text).hexdigest())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("77", "fr_FR.UTF-8"))
    }
    assert len(outputs) == 1
