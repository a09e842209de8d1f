"""The maps of one release: which there are, and what each shows.

A query file whose header says ``# map:`` makes one map for each choice of its parameter. Their names come
from the list that is chosen from: a code's name within its list is the map's name in its address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from esslod.parameters import choices
from esslod.queries import bind
from esslod.rdf.rebasing import rebase_iri
from esslod.representation.asking import Answer, ask
from esslod.representation.maps import MapView, map_view

if TYPE_CHECKING:
    from esslod.parameters import Parameter
    from esslod.queries import Map, QueryFile
    from esslod.representation.outlines import Layer
    from esslod.representation.page import Value
    from esslod.representation.questions import Questions

#: Seconds that a page waits for a map.
_PATIENCE: Final = 8.0
_SELECT: Final = re.compile(r"(?im)^\s*SELECT\b")


@dataclass(frozen=True)
class Choice:
    """One map: its name in addresses, what it shows, and how many things have a value."""

    name: str
    iri: str
    count: int


class Atlas:
    """The maps of the release that *questions* are about. Raises what `Engine.ask` raises."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self._answers: dict[str, Answer] = {}

    @cached_property
    def question(self) -> tuple[str, QueryFile] | None:
        """Name and text of the query that makes maps; None when the release has none."""
        files = self._questions.files.items()
        return next(((name, query) for name, query in files if query.map and _chosen(query)), None)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The maps that have something to show, the fullest first."""
        if self.question is None:
            return ()
        _, query = self.question
        parameter, drawn = _parameter(query), _map(query)
        folder = rebase_iri(parameter.choices, self._questions.base) + "/"
        rows = self._questions.engine.select(choices(folder.removesuffix("/")))
        iris = [row["choice"].value for row in rows if isinstance(row["choice"], NamedNode)]
        counts = self._counts(query, parameter.name, drawn.thing)
        found = [
            Choice(iri.removeprefix(folder), iri, counts[iri])
            for iri in iris
            if iri.startswith(folder) and "/" not in iri.removeprefix(folder) and counts.get(iri)
        ]
        return tuple(sorted(found, key=lambda choice: (-choice.count, choice.name)))

    def choice(self, name: str) -> Choice | None:
        """The map called *name*."""
        return next((choice for choice in self.choices if choice.name == name), None)

    @property
    def first(self) -> Choice | None:
        """The map shown first: that of the parameter's default, else the fullest."""
        if self.question is None or not self.choices:
            return None
        default = _parameter(self.question[1]).default_term(self._questions.base)
        iri = default.value if default is not None else ""
        return next((choice for choice in self.choices if choice.iri == iri), self.choices[0])

    def view(self, choice: Choice, layer: Layer, language: str) -> MapView:
        """The map of *choice* on *layer*."""
        drawn = _map(self.question[1]) if self.question else None
        if drawn is None:
            raise LookupError(choice.name)
        self.prepare(choice)
        return map_view(self._answers[choice.name], drawn, layer, self._questions.reading, language)

    def prepare(self, choice: Choice) -> None:
        """Ask what the map of *choice* shows; it is asked once."""
        if choice.name not in self._answers:
            self._answers[choice.name] = self._answer(choice)

    def titles(self, language: str) -> Mapping[str, Value]:
        """Name of each map → what it shows, as a link."""
        shown = self._questions.reading.values([NamedNode(choice.iri) for choice in self.choices], language)
        return {choice.name: shown.link(NamedNode(choice.iri)) for choice in self.choices}

    def _answer(self, choice: Choice) -> Answer:
        """Only the columns that a map is made of: an answer may have thousands of rows."""
        assert self.question is not None
        _, query = self.question
        drawn, parameter = _map(query), _parameter(query)
        unit = " ?unit" if re.search(r"\?unit\b", query.text) else ""
        bound = bind(query.text, {parameter.name: NamedNode(choice.iri)})
        text = _around(bound, f"SELECT DISTINCT ?{drawn.area} ?{drawn.value} ?{drawn.thing}{unit}")
        return ask(self._questions.engine, replace(query, text=text), {}, seconds=_PATIENCE)

    def _counts(self, query: QueryFile, by: str, thing: str) -> dict[str, int]:
        counted = f"SELECT ?{by} (COUNT(DISTINCT ?{thing}) AS ?things)"
        text = _around(query.text, counted) + f" GROUP BY ?{by}"
        rows = ask(self._questions.engine, replace(query, text=text), {}, seconds=_PATIENCE).rows
        return {
            of.value: int(count.value)
            for of, count in rows
            if isinstance(of, NamedNode) and isinstance(count, Literal)
        }


def _around(text: str, select: str) -> str:
    """The query *text* as the inner one of a query that selects less."""
    start = _SELECT.search(text)
    place = start.start() if start else 0
    return f"{text[:place]}\n{select} WHERE {{ {{\n{text[place:]}\n}} }}"


def _chosen(query: QueryFile) -> list[Parameter]:
    return [parameter for parameter in query.parameters if parameter.choices]


def _parameter(query: QueryFile) -> Parameter:
    return _chosen(query)[0]


def _map(query: QueryFile) -> Map:
    assert query.map is not None
    return query.map
