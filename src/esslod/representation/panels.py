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
from esslod.rdf.formats import CSV, SVG
from esslod.rdf.rebasing import rebase_iri
from esslod.representation.answers import ShownTable, Written
from esslod.representation.asking import ask
from esslod.representation.charts.picture import picture

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from esslod.queries import Panel, QueryFile
    from esslod.representation.charts.figures import Picture
    from esslod.representation.questions import Questions

#: Rows of a panel; its question's page has the rest.
MOST_ROWS: Final = 12
#: Seconds that a page waits for one panel: the others must still come.
SECONDS: Final = 2.0


@dataclass(frozen=True)
class PanelView:
    """A panel ready to be shown. ``path`` is its question's page, ``csv`` the answer as a table.

    ``svg`` is its picture as a file. ``failed``: the engine could not answer in time; the page says
    so in its place. Such a page is not the page of this release and must not be kept.
    """

    name: str
    title: str
    description: str
    path: str
    csv: str
    svg: str
    table: ShownTable
    picture: Picture | None = None
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
    table, drawn, more, failed = ShownTable((), ()), None, False, False
    try:
        answer = ask(questions.engine, query, {panel.parameter: focus}, most=MOST_ROWS, seconds=SECONDS)
        written = Written(answer, query, questions.reading, language)
        more, table = answer.more, written.table((panel.parameter,))
        drawn = _picture(name, query, written, panel.parameter, language)
    except EsslodError:
        failed = True
    return PanelView(
        name=name,
        title=query.title.get(language, name),
        description=query.description.get(language, ""),
        path=f"{path}?{asked}",
        csv=f"{variant(path, CSV.suffix)}?{asked}",
        svg=f"{variant(path, SVG.suffix)}?{asked}",
        table=table,
        picture=drawn,
        more=more,
        failed=failed,
    )


def _picture(name: str, query: QueryFile, written: Written, parameter: str, language: str) -> Picture | None:
    if query.chart is None:
        return None
    title = query.title.get(language, name)
    return picture(query.chart, written, name=name, title=title, given=(parameter,))
