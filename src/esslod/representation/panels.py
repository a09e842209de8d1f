"""Panels: answers to questions, shown on the page of the thing that they are about.

A query file says on the pages of which class its answer is worth showing, and which of its
variables then is the thing (``# panel: …``, `esslod.queries.Panel`): pages show pictures and
tables that make sense in the domain, and no code knows the domain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from esslod.addresses import EXAMPLES, variant
from esslod.errors import EsslodError
from esslod.rdf.formats import RESULTS_CSV
from esslod.rdf.rebasing import rebase_iri
from esslod.representation.answers import ShownTable, shown
from esslod.representation.asking import ask

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from esslod.queries import Panel
    from esslod.representation.questions import Questions

#: Rows of a panel; its question's page has the rest.
MOST_ROWS: Final = 12
#: Seconds that a page waits for one panel: the others must still come.
SECONDS: Final = 2.0


@dataclass(frozen=True)
class PanelView:
    """A panel ready to be shown. ``path`` is its question's page, ``csv`` the answer as a table.

    ``failed``: the engine could not answer in time; the page says so in its place. Such a page
    is not the page of this release and must not be kept.
    """

    name: str
    title: str
    description: str
    path: str
    csv: str
    table: ShownTable
    more: bool = False
    failed: bool = False


def panels_of(
    questions: Questions, focus: NamedNode, kinds: Collection[NamedNode], language: str
) -> tuple[PanelView, ...]:
    """The panels of the page of *focus*, whose classes are *kinds*: in order, without those that have
    nothing to say.
    """
    views = (_view(name, panel, questions, focus, language) for name, panel in _panels(questions, kinds))
    return tuple(view for view in views if view.failed or view.table.rows)


def _panels(questions: Questions, kinds: Collection[NamedNode]) -> Iterator[tuple[str, Panel]]:
    wanted = {kind.value for kind in kinds}
    found = [
        (panel.order, name, panel)
        for name, query in questions.files.items()
        for panel in query.panels
        if rebase_iri(panel.kind, questions.base) in wanted
    ]
    for _, name, panel in sorted(found, key=lambda one: one[:2]):
        yield name, panel


def _view(name: str, panel: Panel, questions: Questions, focus: NamedNode, language: str) -> PanelView:
    query = questions.files[name]
    asked = urlencode({panel.parameter: focus.value.removeprefix(questions.base)}, safe="/:")
    path = f"{EXAMPLES}/{name}"
    table, more, failed = ShownTable((), ()), False, False
    try:
        answer = ask(questions.engine, query, {panel.parameter: focus}, most=MOST_ROWS, seconds=SECONDS)
        more = answer.more
        table = shown(answer, query, questions.reading, language, given=(panel.parameter,))
    except EsslodError:
        failed = True
    return PanelView(
        name=name,
        title=query.title.get(language, name),
        description=query.description.get(language, ""),
        path=f"{path}?{asked}",
        csv=f"{variant(path, RESULTS_CSV.suffix)}?{asked}",
        table=table,
        more=more,
        failed=failed,
    )
