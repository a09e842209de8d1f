"""The W3C's SPARQL test suites, read from their manifests (vocabulary mf:, qt:, rs:; Turtle).

Files have the addresses under which the W3C publishes them, whatever folder they are in
here: results that name a file's address are then the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

SUITES = Path(__file__).parents[3] / "shared" / "standards" / "rdf-tests" / "sparql"
PUBLISHED = "https://w3c.github.io/rdf-tests/sparql/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
_ORDERED = re.compile(r"ORDER\s+BY[^{}]*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Test:
    """One entry of a manifest; files by their published addresses.

    ``graphs`` are (name, file) of the named graphs; ``endpoints`` (address, file) of SERVICE.
    """

    __test__ = False

    iri: str
    kind: str
    name: str
    query: str
    dataset: tuple[str, ...] = ()
    graphs: tuple[tuple[str, str], ...] = ()
    endpoints: tuple[tuple[str, str], ...] = ()
    result: str = ""
    lax: bool = False

    @property
    def id(self) -> str:
        """``sparql11/bind#bind01``: short, and unique."""
        folder = self.query.removeprefix(PUBLISHED).rpartition("/")[0]
        return f"{folder}#{self.iri.rpartition('#')[2]}"

    @cached_property
    def text(self) -> str:
        return local(self.query).read_bytes().decode("utf-8")

    @property
    def asked(self) -> tuple[str, ...]:
        """Graphs that FROM and FROM NAMED of the query name."""
        return tuple(f"{self.query.rpartition('/')[0]}/{name}" for name in _FROM.findall(self.text))

    @property
    def federated(self) -> bool:
        """Whether it would ask another server."""
        return re.search(r"\bSERVICE\b", self.text, re.IGNORECASE) is not None

    @property
    def brings_graphs(self) -> bool:
        """Whether its data are a dataset: one file that holds named graphs."""
        return any(file.endswith((".trig", ".nq")) for file in self.dataset)

    @property
    def ordered(self) -> bool:
        """Whether the query itself, not a part of it, says an order."""
        without_comments = re.sub(r"(?m)#[^<>\"'\n]*$", "", self.text)
        return bool(_ORDERED.search(without_comments.rstrip()))


def available() -> bool:
    return SUITES.is_dir()


def local(address: str) -> Path:
    """The file here that the W3C publishes at *address*."""
    return SUITES / address.removeprefix(PUBLISHED)


def tests(manifest: str) -> Iterator[Test]:
    """Every test of *manifest* (a path in the suites) and of those it includes, in order."""
    reading = Manifest(PUBLISHED + manifest)
    for address in reading.included():
        yield from tests(address.removeprefix(PUBLISHED))
    for entry in reading.entries():
        yield reading.test(entry)


class Manifest:
    """One manifest file as a graph."""

    def __init__(self, address: str) -> None:
        self.store = Store()
        self.store.load(path=str(local(address)), base_iri=address)

    def included(self) -> list[str]:
        return [node.value for node in self._listed(MF + "include")]

    def entries(self) -> list[Any]:
        return self._listed(MF + "entries")

    def test(self, entry: Any) -> Test:
        action = self.one(entry, MF + "action")
        query = self.one(action, QT + "query") or self.one(action, UT + "request") or action
        result = self.one(entry, MF + "result")
        return Test(
            iri=entry.value,
            kind=self.kind(entry),
            name=self.one(entry, MF + "name").value,
            query=query.value if isinstance(query, NamedNode) else "",
            dataset=tuple(node.value for node in self.all(action, QT + "data")),
            graphs=tuple(self._graph(node) for node in self.all(action, QT + "graphData")),
            endpoints=tuple(
                (self.one(node, QT + "endpoint").value, self.one(node, QT + "data").value)
                for node in self.all(action, QT + "serviceData")
            ),
            result=result.value if isinstance(result, NamedNode) else "",
            lax=self.one(entry, MF + "resultCardinality") == NamedNode(MF + "LaxCardinality"),
        )

    def kind(self, entry: Any) -> str:
        """The class of the test, without its namespace (the suites state one each)."""
        kinds = (node.value for node in self.all(entry, RDF + "type"))
        return next(kind.removeprefix(MF) for kind in kinds if kind.startswith(MF))

    def one(self, subject: Any, predicate: str) -> Any:
        return next(iter(self.all(subject, predicate)), None)

    def all(self, subject: Any, predicate: str) -> list[Any]:
        if subject is None or isinstance(subject, Literal):
            return []
        found = (quad.object for quad in self.store.quads_for_pattern(subject, NamedNode(predicate), None))
        return sorted(found, key=str)

    def members(self, head: Any) -> list[Any]:
        """The members of an RDF list."""
        found = []
        while head is not None and head != NamedNode(RDF + "nil"):
            found.append(self.one(head, RDF + "first"))
            head = self.one(head, RDF + "rest")
        return found

    def _listed(self, predicate: str) -> list[Any]:
        heads = [quad.object for quad in self.store.quads_for_pattern(None, NamedNode(predicate), None)]
        return [member for head in heads for member in self.members(head)]

    def _graph(self, node: Any) -> tuple[str, str]:
        """A named graph: ``<file>``, or a node with the file and the graph's name apart."""
        file = self.one(node, QT + "graph") or self.one(node, UT + "graph")
        if file is None:
            return node.value, node.value
        return self.one(node, RDFS + "label").value, file.value
