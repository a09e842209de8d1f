"""One file as statements of one graph: decoded, parsed, under the site's base, without surprises."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode, Triple

from esslod.addresses import CANONICAL_BASE, SHAPES, THING, Addresses
from esslod.rdf.rebasing import rebase_term
from esslod.sources import wording
from esslod.sources.turtle import MOST_PROBLEMS, Statement, parse_turtle
from esslod.validation.report import Fault, Place

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass
class Document:
    """``graph`` is an IRI, empty when the place of the file means nothing.

    ``incomplete``: something of the file could not be read, so what seems missing may be there.
    """

    file: str
    graph: str = ""
    statements: list[Statement] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    incomplete: bool = False


def parse_document(
    file: str, octets: bytes, graph: str | None, addresses: Addresses, *, guest: bool = False
) -> Document:
    """The document of a file; *graph* is the path of its graph (None: unknown).

    A *guest* has no place of its own yet, and is not blamed for it.
    """
    document = Document(file)
    text = _decoded(octets, document)
    if text is None:
        return document
    parsed = parse_turtle(text, addresses.base)
    document.incomplete |= parsed.incomplete
    document.faults += [wording.told(problem, file) for problem in parsed.problems]
    document.statements = _settled(parsed.statements, file, addresses.base)
    if graph is not None:
        _placed(document, graph, addresses)
    elif not guest:
        document.faults.append(wording.fault("place", Place(file, 1)))
    return document


def _decoded(octets: bytes, document: Document) -> bytes | None:
    """*octets* as UTF-8 without mark; what had to be changed is a fault. None when it is no text at all."""
    file = document.file
    if octets.startswith(_BYTE_ORDER_MARK):
        octets = octets[len(_BYTE_ORDER_MARK) :]
        document.faults.append(wording.fault("byte-order-mark", Place(file, 1, 1)))
    if (null := octets.find(b"\0")) >= 0:
        document.incomplete = True
        document.faults.append(wording.fault("binary", _place(file, octets, null)))
        return None
    try:
        octets.decode()
    except UnicodeDecodeError as error:
        readable = octets.decode("utf-8", "replace")
        count = str(readable.count("\ufffd") - octets.count("\ufffd".encode()))
        place = _place(file, octets, error.start)
        document.incomplete = True
        document.faults.append(wording.fault("encoding", place, octets[error.start :][:1].hex(), what=count))
        return readable.encode()
    return octets


def _place(file: str, octets: bytes, offset: int) -> Place:
    start = octets.rfind(b"\n", 0, offset) + 1
    return Place(file, octets.count(b"\n", 0, offset) + 1, offset - start + 1)


def _settled(statements: list[Statement], file: str, base: str) -> list[Statement]:
    """The statements under *base*, with blank nodes named after the file and the order they come in.

    The parser draws labels at random, or takes them as written: two files may then share one.
    """
    moves = base != CANONICAL_BASE
    labels: dict[BlankNode, BlankNode] = {}
    prefix = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in file).strip("-")

    def named(term: BlankNode) -> BlankNode:
        return labels.setdefault(term, BlankNode(f"{prefix}-{len(labels) + 1}"))

    settled: list[Statement] = []
    for statement in statements:
        subject, predicate, value = statement.triple
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode) or moves:
            subject = named(subject) if isinstance(subject, BlankNode) else rebase_term(subject, base)
            value = named(value) if isinstance(value, BlankNode) else rebase_term(value, base)
            triple = Triple(subject, rebase_term(predicate, base), value)
            statement = Statement(triple, statement.line)  # noqa: PLW2901 - the same statement, settled
        settled.append(statement)
    return settled


def _placed(document: Document, path: str, addresses: Addresses) -> None:
    graph = addresses.iri(path)
    try:
        subject = NamedNode(graph)
    except ValueError:
        document.faults.append(wording.fault("file-name", Place(document.file)))
        return
    document.graph = graph
    if not path.startswith(SHAPES):
        document.faults += _blank_nodes(document)
    described = any(triple.subject == subject for triple, _ in document.statements)
    if path.startswith(THING) and not described and not document.incomplete:
        document.faults.append(
            wording.fault(
                "subject", Place(document.file, 1), str(subject), what=f"<{path}>", focus=str(subject)
            )
        )


def _blank_nodes(document: Document) -> list[Fault]:
    lines = {
        line: None
        for triple, line in document.statements
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)
    }
    example = document.graph.rpartition("/")[2] or document.graph
    return [
        wording.fault("blank-node", Place(document.file, line), other=example)
        for line in list(lines)[:MOST_PROBLEMS]
    ]
