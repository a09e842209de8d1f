"""Dumps loaded by others' parsers: rdflib, N3.js. Neither warns, and both read the same statements.

Jena and RDF4J need a Java machine: what they said is in docs/decisions/0023-dumps-and-signatures.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse
from rdflib import Dataset, Graph
from tests.harvest import environments
from tests.harvest.conftest import READERS, installed

from esslod.rdf.canonical import canonical
from esslod.rdf.formats import N_QUADS, N_TRIPLES, TRIG, TURTLE, RdfSyntax

READ_SECONDS = 60
#: The whole, a graph with blank nodes, and a profile.
DUMPS = ("esslod", "shapes/profiles", "id/profile/epci-246300701/2025-02-11")


def lines(content: bytes, syntax: RdfFormat) -> set[bytes]:
    """The canonical N-Quads lines of a document, so that two may be compared."""
    groups = canonical(Quad(*quad) for quad in parse(content, format=syntax))
    return {line + graph.encode() for graph, group in groups.items() for line in group}


@pytest.fixture(scope="module")
def dumps(published_site: Path) -> Path:
    return published_site / "releases" / "current" / "dumps"


@pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset.default_context) is deprecated")
@pytest.mark.parametrize("name", DUMPS)
@pytest.mark.parametrize("syntax", [TURTLE, TRIG], ids=lambda syntax: syntax.name)
def test_rdflib(dumps: Path, name: str, syntax: RdfSyntax, caplog: pytest.LogCaptureFixture) -> None:
    """Every statement arrives; nothing is logged (warnings, but those about its own code, are errors)."""
    graph = Dataset() if syntax.graphs else Graph()
    graph.parse(data=(dumps / f"{name}.{syntax.suffix}").read_bytes(), format=syntax.suffix)
    same = N_QUADS if syntax.graphs else N_TRIPLES
    read = sum(1 for _ in (graph.quads() if isinstance(graph, Dataset) else graph))
    assert read == (dumps / f"{name}.{same.suffix}").read_bytes().count(b"\n")
    assert [record.message for record in caplog.records] == []


@pytest.mark.harvest
@pytest.mark.parametrize("name", DUMPS)
@pytest.mark.parametrize("syntax", [TURTLE, TRIG, N_TRIPLES, N_QUADS], ids=lambda syntax: syntax.name)
def test_n3(dumps: Path, folder: Path, name: str, syntax: RdfSyntax) -> None:
    """N3.js reads the very statements that are in N-Triples or N-Quads, and says nothing."""
    modules = installed(environments.node, "n3", folder).parent
    node, file = shutil.which("node"), dumps / f"{name}.{syntax.suffix}"
    assert node is not None
    done = subprocess.run(
        [node, str(READERS / "n3_reads.mjs"), str(modules), str(file), syntax.media_type],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        timeout=READ_SECONDS,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    same = N_QUADS if syntax.graphs else N_TRIPLES
    expected = (dumps / f"{name}.{same.suffix}").read_bytes()
    assert lines(done.stdout, RdfFormat.N_QUADS) == lines(expected, same.rdf)
