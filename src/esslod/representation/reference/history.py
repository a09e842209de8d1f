"""Versions of a vocabulary and what changed from one to the next, term by term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import VOCABULARY, Addresses
from esslod.namespaces import DCT, OWL
from esslod.representation.page import Value
from esslod.representation.reference.naming import Show


@dataclass(frozen=True)
class Change:
    """What happened to a term (``kind`` is the name of a word); ``what`` names the properties that differ."""

    kind: str
    term: Value
    what: tuple[str, ...] = ()


@dataclass(frozen=True)
class Version:
    """One version: its address, when it was issued, and what it changed ``since`` the one before."""

    name: str
    path: str
    iri: str
    date: str
    current: bool
    since: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class History:
    """The newest version first."""

    versions: tuple[Version, ...]


def history(
    vocabulary: NamedNode,
    current: Sequence[Quad],
    past: Sequence[tuple[str, Sequence[Quad]]],
    addresses: Addresses,
    show: Show,
) -> History:
    """The versions of *vocabulary*, which *current* states; *past* are (name, statements), in any order.

    A past version that has the name of the current one is that version as it was published.
    """
    name = _one(current, vocabulary, OWL.versionInfo) or "?"
    known = sorted(((name_, quads) for name_, quads in past if name_ != name), key=lambda one: _key(one[0]))
    told = [*known, (name, current)]
    folder = addresses.document(vocabulary.value) or VOCABULARY
    versions, before = [], None
    for one, quads in told:
        path = f"{folder}/{one}"
        changes = () if before is None else tuple(_changes(before[1], quads, vocabulary, show))
        date = _one(quads, vocabulary, DCT.issued)
        since = before[0] if before else ""
        versions.append(Version(one, path, addresses.iri(path), date, one == name, since, changes))
        before = one, quads
    return History(tuple(reversed(versions)))


def _changes(old: Iterable[Quad], new: Iterable[Quad], vocabulary: NamedNode, show: Show) -> Iterator[Change]:
    before, after = _by_term(old, vocabulary), _by_term(new, vocabulary)
    show.names.add([*(quad for quad in old if quad.subject in before.keys() - after.keys())])
    for kind, terms in (
        ("history-added", after.keys() - before.keys()),
        ("history-removed", before.keys() - after.keys()),
        ("history-changed", {term for term in before.keys() & after.keys() if before[term] != after[term]}),
    ):
        for term in sorted(terms, key=show.sorting):
            yield Change(
                kind, show(term), tuple(_what(before, after, term, show)) if kind == "history-changed" else ()
            )


def _what(before: Any, after: Any, term: NamedNode, show: Show) -> list[str]:
    differing = {property_ for property_, _ in before[term] ^ after[term]}
    return [show.text(property_) for property_ in sorted(differing, key=show.sorting)]


def _by_term(quads: Iterable[Quad], vocabulary: NamedNode) -> dict[NamedNode, set[tuple[NamedNode, Any]]]:
    found: dict[NamedNode, set[tuple[NamedNode, Any]]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject != vocabulary:
            found.setdefault(quad.subject, set()).add((quad.predicate, quad.object))
    return found


def _one(quads: Iterable[Quad], subject: NamedNode, predicate: NamedNode) -> str:
    said = sorted(
        q.object.value
        for q in quads
        if (q.subject, q.predicate) == (subject, predicate) and isinstance(q.object, Literal)
    )
    return said[0] if said else ""


def _key(version: str) -> tuple[tuple[int, str], ...]:
    """``0.10.0`` after ``0.9.0``."""
    return tuple((int(part) if part.isdigit() else -1, part) for part in version.split("."))
