"""A list as a table: its things, their names, and what they have for each facet; read piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from esslod.finding.index import Facet, Index, Kind, Name, Question
from esslod.finding.lists import Item, Value, items, numbers
from esslod.finding.quantities import days
from esslod.finding.schema import DAY, NUMBER
from esslod.finding.wanted import Wanted
from esslod.namespaces import XSD
from esslod.tables.table import Column, Table

#: Things read at once.
_AT_ONCE: Final = 400
_IRI: Final = Column("iri", {"fr": "adresse", "en": "address"}, datatype="")
_NAMES: Final = (
    Column("name_fr", {"fr": "nom", "en": "name (French)"}, language="fr"),
    Column("name_en", {"fr": "nom en anglais", "en": "name"}, language="en"),
)
_LENGTH_OF_A_DAY: Final = len("2024-01-31")


def table(index: Index, kind: Kind, wanted: Wanted, language: str, seconds: float) -> Table:
    """The list as a `Table`, named in *language* where names are for people.

    Its rows are read while they are written, each piece within *seconds* (SearchTimeout).
    """
    columns = [_IRI, *_NAMES, *(column for facet in kind.facets for column in _columns(facet, language))]
    titles = _texts(kind.names)
    return Table(
        kind.slug, titles, columns, _rows(index, kind, wanted, language, seconds), _texts(kind.about)
    )


def _columns(facet: Facet, language: str) -> Iterator[Column]:
    name, titles, hints = facet.name.replace("-", "_"), _texts(facet.names), _texts(facet.hints)
    if facet.ranged:
        datatype = XSD.decimal if facet.form == NUMBER else XSD.date
        yield Column(name, titles, hints, datatype.value, repeated=True)
        return
    said = {spoken: f"{text} (IRI)" for spoken, text in titles.items()}
    yield Column(name, said, hints, "", repeated=True)
    yield Column(f"{name}_label", titles, hints, language=language, repeated=True, of=name)


def _rows(index: Index, kind: Kind, wanted: Wanted, language: str, seconds: float) -> Iterator[Sequence[Any]]:
    connection = index.connect()
    try:
        with Question(connection, seconds) as question:
            every = numbers(question, kind, wanted, language)
        for start in range(0, len(every), _AT_ONCE):
            with Question(connection, seconds) as question:
                some = items(question, every[start : start + _AT_ONCE], kind.facets)
            yield from (_row(kind, item, language) for item in some)
    finally:
        connection.close()


def _row(kind: Kind, item: Item, language: str) -> list[Any]:
    cells: list[Any] = [NamedNode(item.iri)]
    for spoken, text in (("fr", item.names.fr), ("en", item.names.en)):
        cells.append(None if text is None else Literal(text, language=spoken))
    for facet in kind.facets:
        values = item.values.get(facet.number, ())
        if facet.ranged:
            cells.append(tuple(_quantity(facet, value) for value in values))
            continue
        cells.append(tuple(NamedNode(v.iri) if v.iri else Literal(v.names.plain) for v in values))
        cells.append(tuple(Literal(value.names.said(language)[0]) for value in values))
    return cells


def _quantity(facet: Facet, value: Value) -> Literal:
    text = value.names.plain
    if facet.form == DAY:
        whole = len(text) == _LENGTH_OF_A_DAY and days(text)
        return Literal(text, datatype=XSD.date) if whole else Literal(text)
    return Literal(text, datatype=XSD.decimal)


def _texts(name: Name) -> dict[str, str]:
    said = {"fr": name.fr, "en": name.en, "": name.plain}
    return {language: text for language, text in said.items() if text}
