"""The header of a query file, line by line (grammar: ``queries/README.md``)."""

from __future__ import annotations

import re
from typing import Final

from esslod.parameters import Parameter
from esslod.queries.parts import CHART_COLUMNS, Chart, Comparison, Heading, Map, Panel, QueryFile

_LINE: Final = re.compile(r"#\s*(?P<key>title|description|topic)@(?P<language>fr|en):\s*(?P<text>.+)")
_NUMBER: Final = re.compile(r"#\s*number:\s*(?P<number>[1-9]\d*)\s*")
_CHART: Final = re.compile(
    r"#\s*chart:\s*(?P<kind>bars|benchmark|stacked|periods|figures)(?P<columns>(?:\s+\?\w+)+)\s*"
)
_PANEL: Final = re.compile(
    r"#\s*panel:\s*<(?P<kind>[^>]*)>\s+\?(?P<parameter>\w+)\s+order\s+(?P<order>\d+)\s*"
)
_VALUE: Final = re.compile(
    r"#\s*value\s+(?P<name>\w+)\s+\"(?P<value>[^\"]*)\":(?:\s+@fr\s+(?P<fr>.*?))?(?:\s+@en\s+(?P<en>.*?))?\s*"
)
_HEADING: Final = re.compile(
    r"#\s*column\s+(?P<name>\w+):(?P<manner>(?:\s+(?:aside|context|plain|source))*)(?:\s+unit\s+(?P<unit>\?\w+|<[^>]*>))?"
    r"(?:\s+@fr\s+(?P<fr>.*?))?(?:\s+@en\s+(?P<en>.*?))?\s*"
)
_MAP: Final = re.compile(r"#\s*map:\s*\?(?P<area>\w+)\s+\?(?P<value>\w+)\s+of\s+\?(?P<thing>\w+)\s*")
_PARAM: Final = re.compile(
    r"#\s*param\s+(?P<name>[A-Za-z_]\w*):\s*(?P<type>iri|integer|decimal|year|date|string)"
    r"(?:\s+from\s+<(?P<choices>[^>]*)>)?(?:\s+min\s+(?P<least>[^\s@]+))?(?:\s+max\s+(?P<most>[^\s@]+))?"
    r"(?:\s+default\s+(?P<default><[^>]*>|\"(?:[^\"\\]|\\.)*\"|[^\s@]+))?"
    r"(?:\s+@fr\s+(?P<fr>.*?))?(?:\s+@en\s+(?P<en>.*?))?\s*"
)
_COMPARE: Final = re.compile(
    r"#\s*compare:\s*\?(?P<thing>\w+)\s+by(?P<alike>(?:\s+\?\w+)+)(?:\s+where\s+stated(?P<stated>(?:\s+\?\w+)+))?"
    r"\s+value\s+\?(?P<value>\w+)\s*"
)
_HEADER: Final = (_LINE, _PARAM, _NUMBER, _CHART, _MAP, _COMPARE, _PANEL, _HEADING, _VALUE)


def read_query(text: str) -> QueryFile:
    """Read the header of *text*: its first comment lines. A query without header has no parameter."""
    found = _found(text)
    told: dict[str, dict[str, str]] = {"title": {}, "description": {}, "topic": {}}
    for said in found[_LINE]:
        told[said["key"]][said["language"]] = said["text"].strip()
    charts = [chart for line in found[_CHART] if (chart := _chart(line))]
    return QueryFile(
        text,
        told["title"],
        told["description"],
        tuple(_parameter(line) for line in found[_PARAM]),
        number=next((int(line["number"]) for line in reversed(found[_NUMBER])), 0),
        chart=charts[-1] if charts else None,
        panels=tuple(Panel(line["kind"], line["parameter"], int(line["order"])) for line in found[_PANEL]),
        headings=tuple(_heading(line, found[_VALUE]) for line in found[_HEADING]),
        map=next((Map(**line.groupdict()) for line in reversed(found[_MAP])), None),
        topic=told["topic"],
        comparison=next((_comparison(line) for line in reversed(found[_COMPARE])), None),
    )


def _found(text: str) -> dict[re.Pattern[str], list[re.Match[str]]]:
    """The lines of the header by their kind, in order."""
    found: dict[re.Pattern[str], list[re.Match[str]]] = {kind: [] for kind in _HEADER}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        for kind in _HEADER:
            if (match := kind.fullmatch(line)) is not None:
                found[kind].append(match)
    return found


def _parameter(line: re.Match[str]) -> Parameter:
    return Parameter(**{key: value or "" for key, value in line.groupdict().items()})  # type: ignore[arg-type]


def _chart(line: re.Match[str]) -> Chart | None:
    """The picture that *line* declares; None when its columns are not as many as the kind has."""
    chart = Chart(line["kind"], tuple(re.findall(r"\w+", line["columns"])))  # type: ignore[arg-type]
    return chart if len(chart.columns) == len(CHART_COLUMNS[chart.kind]) else None


def _heading(line: re.Match[str], values: list[re.Match[str]]) -> Heading:
    """The heading that *line* declares, with what *values* say of the texts of its column."""
    words = {said["value"]: _texts(said) for said in values if said["name"] == line["name"]}
    return Heading(line["name"], _texts(line), line["unit"] or "", tuple(line["manner"].split()), words)


def _texts(line: re.Match[str]) -> dict[str, str]:
    return {language: line[language] for language in ("fr", "en") if line[language]}


def _comparison(line: re.Match[str]) -> Comparison:
    alike, stated = (tuple(re.findall(r"\w+", line[part] or "")) for part in ("alike", "stated"))
    return Comparison(line["thing"], alike, stated, line["value"])


def without_header(text: str) -> str:
    """The query alone."""
    return "\n".join(
        line for line in text.splitlines() if not any(kind.fullmatch(line) for kind in _HEADER)
    ).strip()
