"""Other views of an answer than its table: a chart, a map, the bytes as they are.

Made on the server, so that they are there without a script, and the same with one.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

from flask import g
from pyoxigraph import QueryBoolean, QueryResultsFormat, parse_query_results

from esslod.errors import EsslodError
from esslod.queries import Chart, QueryFile
from esslod.representation.answers import Reading, Written
from esslod.representation.asking import Answer
from esslod.representation.charts.picture import picture
from esslod.representation.guessing import guess_chart, guess_map
from esslod.representation.maps import map_view
from esslod.representation.outlines import outlines
from esslod.representation.words import word
from esslod.web import asked

#: Rows looked at for a chart, and for a map: one names what its bars are, the other fills areas.
_FOR_CHART: Final = 500
_FOR_MAP: Final = 50_000
#: Characters of the raw answer on a page; the downloads give it all.
_RAW: Final = 20_000


def views(results: bytes, *, whole: bool) -> dict[str, Any]:
    """What the page of a SPARQL results JSON document shows besides its rows.

    ``picture`` is a chart or None; ``drawn`` what the templates of maps need, or None; ``raw`` the text.
    A document that was not read to its end, and a site without release, have no pictures.
    """
    text = results[: 4 * _RAW].decode(errors="replace")
    found: dict[str, Any] = {"picture": None, "drawn": None, "raw": text[:_RAW], "raw_cut": len(text) > _RAW}
    published = g.get("published")
    if not whole or published is None or asked.site().describe_any:
        return found
    answer = _answer(results)
    if answer is None:
        return found
    reading = published.questions.reading
    try:
        found["picture"] = _picture(answer, reading)
        found["drawn"] = _drawn(answer, reading)
    except EsslodError:  # names could not be looked up just now: the table stands without them
        pass
    return found


def _answer(results: bytes) -> Answer | None:
    parsed = parse_query_results(results, format=QueryResultsFormat.JSON)
    if isinstance(parsed, QueryBoolean):
        return None
    names = tuple(variable.value for variable in parsed.variables)
    rows = (tuple(row[name] for name in names) for row in parsed)
    return Answer(names, tuple(islice(rows, _FOR_MAP)))


def _picture(answer: Answer, reading: Reading) -> Any:
    chart: Chart | None = guess_chart(answer)
    if chart is None:
        return None
    language = asked.language()
    few = Answer(answer.variables, answer.rows[:_FOR_CHART])
    written = Written(few, QueryFile("", {}, {}, ()), reading, language)
    title = word("query-chart-title", language, columns=", ".join(chart.columns))
    return picture(chart, written, name="answer", title=title)


def _drawn(answer: Answer, reading: Reading) -> dict[str, Any] | None:
    drawn = outlines()
    guessed = guess_map(answer, drawn.layers, asked.site().addresses)
    if guessed is None:
        return None
    columns, layer = guessed
    view = map_view(answer, columns, layer, reading, asked.language())
    return {"view": view, "title": columns.value, "outlines": drawn} if view.known else None
