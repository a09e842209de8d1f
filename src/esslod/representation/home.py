"""The home page as a value: what the release holds, which territories, what may be asked, how to fetch it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from esslod.addresses import EXAMPLES, VOCABULARY
from esslod.representation.answers import Written
from esslod.representation.page import Value
from esslod.representation.writing import sorting_key

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from esslod.addresses import Addresses
    from esslod.release.manifest import Manifest
    from esslod.representation.overview import KeyFigures, Overview
    from esslod.representation.questions import Questions

#: Territories and questions that the home page names; other pages have them all.
MOST_PROFILES: Final = 8
MOST_QUESTIONS: Final = 24


@dataclass(frozen=True)
class Profile:
    """A territory and the dated edition that describes it."""

    territory: Value
    edition: Value


@dataclass(frozen=True)
class Question:
    """A question that the data answer: its page, and its title in the reader's language."""

    path: str
    title: str


@dataclass(frozen=True)
class Home:
    """Key figures (name, number), the newest profiles, questions, and command lines (word → text to copy)."""

    quads: int
    graphs: int
    figures: tuple[tuple[Value, Value], ...]
    classes: tuple[tuple[Value, int], ...]
    profiles: tuple[Profile, ...]
    profiles_total: int
    questions: tuple[Question, ...]
    questions_total: int
    commands: tuple[tuple[str, str], ...]


def home(  # noqa: PLR0913 : two by name only
    overview: Overview,
    questions: Questions,
    manifest: Manifest,
    figures: KeyFigures | None,
    *,
    language: str,
    host: str,
) -> Home:
    """The home page of *manifest*'s release; *host* is the address readers use, ending in a slash."""
    editions = overview.editions[:MOST_PROFILES]
    places = overview.places(editions)
    shown = questions.reading.values([*editions, *places.values(), *overview.counts], language)
    profiles = [
        Profile(shown.link(places.get(edition, edition)), shown.link(edition)) for edition in editions
    ]
    classes = [(shown.link(kind), count) for kind, count in overview.counts.items()]
    asked = [
        Question(f"{EXAMPLES}/{name}", query.title.get(language, name))
        for name, query in questions.files.items()
        if query.number
    ]
    return Home(
        quads=manifest.quads,
        graphs=len(manifest.graphs),
        figures=_figures(figures, questions, language),
        classes=tuple(sorted(classes, key=lambda pair: (-pair[1], sorting_key(pair[0].text)))),
        profiles=tuple(sorted(profiles, key=lambda p: (sorting_key(p.territory.text), p.edition.machine))),
        profiles_total=len(overview.editions),
        questions=tuple(asked[:MOST_QUESTIONS]),
        questions_total=len(asked),
        commands=_commands(host, places.values(), questions.reading.addresses),
    )


def _figures(
    figures: KeyFigures | None, questions: Questions, language: str
) -> tuple[tuple[Value, Value], ...]:
    """Each key figure that is not nought: what is counted, and how many."""
    if figures is None or figures[0].chart is None:
        return ()
    query, answer = figures
    written = Written(answer, query, questions.reading, language)
    name, value = figures[0].chart.columns
    cells = ((written.cell(row, name), written.cell(row, value)) for row in answer.rows)
    return tuple((said, number) for said, number in cells if said and number and number.machine != "0")


def _commands(host: str, places: Iterable[NamedNode], addresses: Addresses) -> tuple[tuple[str, str], ...]:
    example = min((place.value for place in places), default=addresses.iri(VOCABULARY))
    path = addresses.path(example) or VOCABULARY
    query = "SELECT ?type (COUNT(*) AS ?n) WHERE { ?s a ?type } GROUP BY ?type ORDER BY DESC(?n)"
    return (
        ("reuse-resource", f"curl -L -H 'Accept: text/turtle' {host}{path}"),
        ("reuse-query", f"curl -G -H 'Accept: text/csv' {host}sparql \\\n  --data-urlencode 'query={query}'"),
        ("reuse-dump", f"curl -O {host}dumps/latest/esslod.ttl.gz"),
        ("reuse-catalogue", f"curl {host}catalog.ttl"),
    )
