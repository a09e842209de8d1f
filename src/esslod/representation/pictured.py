"""The questions that a page answers in pictures, and those that it leads to.

A panel (`panels.py`) whose query has a picture is shown in place; of the others, whose answers a
page shows by its shapes already, it gives the addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from esslod.addresses import EXAMPLES
from esslod.queries import QueryFile
from esslod.rdf.rebasing import rebase_iri
from esslod.representation.page import Value
from esslod.representation.panels import PanelView, panels_of
from esslod.representation.questions import Questions

#: Pictures of a single mark say no more than its number; one with a reference compares two.
_ALONE: Final = "benchmark"
#: Something a page shows: a thing and its classes.
Face = tuple[NamedNode, Sequence[NamedNode]]


@dataclass(frozen=True)
class Pictured:
    """``views`` are shown, ``more`` links to questions about the same thing."""

    views: tuple[PanelView, ...] = ()
    more: tuple[Value, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the engine could answer all in time; a page that is not whole must not be kept."""
        return not any(view.failed for view in self.views)


def pictured(questions: Questions, faces: Sequence[Face], language: str) -> Pictured:
    """The pictures of the first of *faces* that some question is about."""
    for focus, kinds in faces:
        more = _questions(questions, focus, {kind.value for kind in kinds}, language)
        if more:
            drawn = {name: query for name, query in questions.files.items() if query.chart}
            views = panels_of(replace(questions, files=drawn), focus, kinds, language)
            return Pictured(
                tuple(view for view in views if view.failed or _tells(view, drawn[view.name])), more
            )
    return Pictured()


def _tells(view: PanelView, query: QueryFile) -> bool:
    """Whether the picture says more than a number."""
    alone = query.chart is not None and query.chart.kind == _ALONE
    return view.picture is not None and (alone or len(view.table.rows) > 1)


def _questions(questions: Questions, focus: NamedNode, kinds: set[str], language: str) -> tuple[Value, ...]:
    found = [
        (panel.order, name, panel.parameter, query)
        for name, query in questions.files.items()
        for panel in query.panels
        if rebase_iri(panel.kind, questions.base) in kinds
    ]
    asked = focus.value.removeprefix(questions.base)
    return tuple(
        Value(
            query.title.get(language, name),
            kind="link",
            path=f"{EXAMPLES}/{name}?{urlencode({parameter: asked}, safe='/:')}",
        )
        for _, name, parameter, query in sorted(found, key=lambda one: one[:2])
    )
