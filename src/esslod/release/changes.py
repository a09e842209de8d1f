"""What changed from one release to the next: statements by named graph, and the same in sentences.

Statements are compared as canonical lines. Blank nodes (shapes only) keep the labels of their
release: where one moves, its statements count as removed and added.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from esslod.addresses import INFERRED
from esslod.namespaces import DCT, RDFS, SKOS
from esslod.rdf.canonical import in_graph, parsed_triples
from esslod.release.journal import Event, Kind

Lines = Mapping[str, Sequence[bytes]]

LANGUAGES: Final = ("fr", "en")
#: Things of an updated graph that a summary names; the files name them all.
_NAMED: Final = 25
_TITLES: Final = (DCT.title, RDFS.label, SKOS.prefLabel)
_INFERRED: Final = {"fr": "Énoncés déduits", "en": "Inferred statements"}


@dataclass(frozen=True)
class Thing:
    """Something whose statements changed, with its names by language."""

    iri: str
    title: Mapping[str, str]


@dataclass(frozen=True)
class GraphChange:
    """One named graph: what happened, how many statements came and went, and some of the things concerned."""

    graph: str
    change: Kind
    title: Mapping[str, str]
    added: int
    removed: int
    things: tuple[Thing, ...] = ()
    more: int = 0
    summary: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Changes:
    """All of it; *added* and *removed* are N-Quads lines in canonical order."""

    graphs: tuple[GraphChange, ...]
    added: tuple[bytes, ...]
    removed: tuple[bytes, ...]

    def count(self, kind: Kind) -> int:
        return sum(graph.change == kind for graph in self.graphs)


def compare(before: Lines, after: Lines, base: str) -> Changes:
    """From *before* to *after*: graph → lines, of the graphs that differ (each may miss some)."""
    graphs, added, removed = [], [], []
    for graph in sorted({*before, *after}):
        old, new = set(before.get(graph, ())), set(after.get(graph, ()))
        come, gone = sorted(new - old), sorted(old - new)
        graphs.append(_graph(graph, before, after, (come, gone), base))
        added += [in_graph(line, graph) for line in come]
        removed += [in_graph(line, graph) for line in gone]
    return Changes(tuple(graphs), tuple(sorted(added)), tuple(sorted(removed)))


def summary_json(event: Event, changes: Changes) -> bytes:
    """The summary as a file: what programs need to list, and sentences for people."""
    table = {
        **asdict(event),
        "summary": {language: sentence(event, language) for language in LANGUAGES},
        "graphs": [asdict(graph) for graph in changes.graphs],
    }
    return (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode()


def sentence(event: Event, language: str) -> str:
    """An event in one sentence."""
    if event.created == event.updated == event.deleted == 0:
        return "Les données n’ont pas changé." if language == "fr" else "The data have not changed."
    if language == "fr":
        counts = ((event.created, "nouveau", "nouveaux"), (event.updated, "modifié", "modifiés"),
                  (event.deleted, "retiré", "retirés"))  # fmt: skip
        told = ", ".join(f"{count} {words[count > 1]}" for count, *words in counts if count)
        gone = f"{_grouped(event.removed, 'fr')} retiré{'s'[: event.removed > 1]}"
        return f"Jeux de données\u00a0: {told}\u00a0; {_french(event.added, 'ajouté')}, {gone}."
    changed = ((event.created, "new"), (event.updated, "changed"), (event.deleted, "removed"))
    told = ", ".join(f"{count} {word}" for count, word in changed if count)
    return f"Datasets: {told}; {_english(event.added)} added, {_grouped(event.removed, 'en')} removed."


def _graph(
    graph: str, before: Lines, after: Lines, lines: tuple[list[bytes], list[bytes]], base: str
) -> GraphChange:
    kind: Kind = "Create" if graph not in before else "Update" if graph in after else "Delete"
    come, gone = lines
    said = after.get(graph) or before.get(graph, ())
    title = _title(graph, said, base)
    things: list[Thing] = []
    concerned: list[bytes] = []
    if kind == "Update":
        concerned = sorted({line.split(b" ", 1)[0] for line in (*come, *gone) if line.startswith(b"<")})
        shown = concerned[:_NAMED]
        names = {**_names(gone, set(shown)), **_names(after[graph], set(shown))}
        things = [Thing(node, names.get(node, {})) for node in (name[1:-1].decode() for name in shown)]
    told = {
        language: _of_graph(kind, title[language], len(come), len(gone), language) for language in LANGUAGES
    }
    more = len(concerned) - len(things)
    return GraphChange(graph, kind, title, len(come), len(gone), tuple(things), more, told)


def _title(graph: str, lines: Sequence[bytes], base: str) -> dict[str, str]:
    """What a graph is called in each language: what it says of itself, else its path."""
    path = graph.removeprefix(base)
    if path == INFERRED:
        return dict(_INFERRED)
    own = _names(lines, {f"<{graph}>".encode()}).get(graph, {})
    default = next(iter(own.values()), path)
    return {language: own.get(language, default) for language in LANGUAGES}


def _names(lines: Sequence[bytes], subjects: set[bytes]) -> dict[str, dict[str, str]]:
    """IRI of each of *subjects* that *lines* name → language → the best name."""
    properties = [str(title).encode() for title in _TITLES]
    naming = [
        line for line in lines if (parts := line.split(b" ", 2))[0] in subjects and parts[1] in properties
    ]
    found: dict[str, dict[str, str]] = {}
    said = sorted(parsed_triples(sorted(set(naming))), key=lambda quad: _TITLES.index(quad.predicate))
    for quad in said:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found.setdefault(quad.subject.value, {}).setdefault(
                quad.object.language or "fr", quad.object.value
            )
    return found


def _of_graph(kind: Kind, title: str, added: int, removed: int, language: str) -> str:
    if language == "fr":
        told = {
            "Create": f"nouveau, {_french(added)}",
            "Update": f"{_french(added, 'ajouté')}, {_grouped(removed, 'fr')} retiré{'s'[: removed > 1]}",
            "Delete": f"retiré, {_french(removed)}",
        }[kind]
        return f"«\u00a0{title}\u00a0»\u00a0: {told}."
    told = {
        "Create": f"new, {_english(added)}",
        "Update": f"{_english(added)} added, {_grouped(removed, 'en')} removed",
        "Delete": f"removed, {_english(removed)}",
    }[kind]
    return f"“{title}”: {told}."


def _grouped(count: int, language: str) -> str:
    """A number as it is written: ``17 238`` (thin spaces that do not break), ``17,238``."""
    return f"{count:,}".replace(",", "\u202f") if language == "fr" else f"{count:,}"


def _french(count: int, participle: str = "") -> str:
    many = "s"[: count > 1]
    return f"{_grouped(count, 'fr')} énoncé{many}" + (f" {participle}{many}" if participle else "")


def _english(count: int) -> str:
    return f"{_grouped(count, 'en')} statement{'s'[: count != 1]}"
