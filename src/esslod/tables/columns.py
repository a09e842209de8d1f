"""The columns of a class, from the shapes, and its rows, from the statements.

One column holds the IRI of the thing. A property has one column for each kind of value that it has or
that the shapes announce: one for resources, followed by their names in French and English; one a language
for texts; one a datatype for the rest. So every column has one type, and nothing is lost. Numbers of several
datatypes stand together in a column of their own too, to be reckoned with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from pyoxigraph import BlankNode, NamedNode

from esslod.fields import UNIT_OF, Field
from esslod.namespaces import XSD
from esslod.tables.gathering import Facts, Things
from esslod.tables.rows import ANY_NUMBER, NUMBERS, TEXT, Filled, Kind, kind_of, row_of, separated
from esslod.tables.table import Column, Table, Texts, in_order

#: The languages in which resources are named and texts expected.
LANGUAGES: Final = ("fr", "en")
IRI: Final = "iri"
_ADDRESS: Final = {"fr": "IRI", "en": "IRI"}
_ADDRESS_HINT: Final = {
    "fr": "L’identifiant de la chose, qui est aussi l’adresse de sa page.",
    "en": "The identifier of the thing, which is also the address of its page.",
}
_LANGUAGE_NAMES: Final = {
    "fr": {"fr": "français", "en": "anglais"},
    "en": {"fr": "French", "en": "English"},
}
_NAME_HINT: Final = {
    "fr": "Nom de ce que désigne la colonne {0}.",
    "en": "Name of what the column {0} designates.",
}


def table_of(
    name: str, kind: NamedNode, fields: Sequence[Field], things: Things, descriptions: Texts
) -> Table:
    """The table *name* of the members of the class *kind*, a row each, in the order of their IRIs."""
    back = [field.path for field in fields if field.inverse]
    members = list(things.of(kind, back))
    filled = [Filled(Column(IRI, _ADDRESS, _ADDRESS_HINT, ""))]
    taken = {IRI}
    for field in fields:
        filled += _columns(field, members, things, taken)
    rows = [row_of(subject, facts, filled, things) for subject, facts in members]
    columns = [separated(each.column, [row[place] for row in rows]) for place, each in enumerate(filled)]
    return Table(name, things.names(kind), columns, rows, descriptions, exact=True)


def _columns(
    field: Field, members: Sequence[tuple[NamedNode, Facts]], things: Things, taken: set[str]
) -> list[Filled]:
    """The columns of one property; names are *taken* once."""
    values = [facts.get((field.path, field.inverse), []) for _, facts in members]
    counted = _counted(field, values)
    base = _name(field, taken)
    titles = in_order(field.names) or things.names(field.path)
    several = sum(kind in NUMBERS for kind in counted) > 1
    found = [_merged(field, values, base, titles)] if several else []
    for place, (kind, most) in enumerate(counted.items()):
        name = base + _ending(kind, first=place == 0 and not several)
        column = Column(
            name, _titled(titles, kind, single=len(counted) == 1), in_order(field.hints),
            XSD.string.value if kind.language else kind.datatype, kind.language,
            property=field.path.value, inverse=field.inverse, unit=_unit(field, members, things),
            repeated=most > 1 or not (field.single or kind.language),
            within=base if several and kind in NUMBERS else "",
        )  # fmt: skip
        found.append(Filled(column, field, kind))
        if not kind.datatype and (field.thing or field.range or _any_named(values, things)):
            found += [_naming(found[-1], titles, language) for language in LANGUAGES]
    return found


def _merged(field: Field, values: Sequence[Sequence[Any]], name: str, titles: Texts) -> Filled:
    """All numbers of a property in one column, for people: those of each datatype follow, for programs."""
    numbers = [[term.datatype for term in terms if kind_of(term) in NUMBERS] for terms in values]
    floating = {XSD.double, XSD.float} & {datatype for found in numbers for datatype in found}
    column = Column(
        name, titles, in_order(field.hints), (XSD.double if floating else XSD.decimal).value,
        repeated=not field.single or max(map(len, numbers)) > 1,
    )  # fmt: skip
    return Filled(column, field, ANY_NUMBER)


def _counted(field: Field, values: Iterable[Sequence[Any]]) -> dict[Kind, int]:
    """Each kind of value → how many of them one thing has at most; the kind that the shapes say first."""
    counts = dict.fromkeys(_announced(field), 0)
    for terms in values:
        kinds = [kind_of(term) for term in terms if not isinstance(term, BlankNode)]
        for kind in kinds:
            counts[kind] = max(counts.get(kind, 0), kinds.count(kind))
    counts = counts or dict.fromkeys(_expected(field), 0)
    if any(kind.datatype == TEXT for kind in counts):
        for language in LANGUAGES:
            counts.setdefault(Kind(TEXT, language), 0)
    rank = {kind: place for place, kind in enumerate((*_announced(field), *_texts()))}
    ordered = sorted(counts, key=lambda kind: (rank.get(kind, len(rank)), kind.datatype, kind.language))
    return {kind: counts[kind] for kind in ordered}


def _announced(field: Field) -> tuple[Kind, ...]:
    """What the shapes say that the values are."""
    if field.inverse or field.thing:
        return (Kind(),)
    if field.datatype == TEXT:
        return _texts()
    return (Kind(field.datatype),) if field.datatype else ()


def _expected(field: Field) -> tuple[Kind, ...]:
    """What the vocabulary says, of a property that has no value yet: the column is there before them."""
    if field.range == TEXT:
        return _texts()
    return (Kind(field.range if field.range.startswith(XSD.iri) else ""),) if field.range else ()


def _texts() -> tuple[Kind, ...]:
    return tuple(Kind(TEXT, language) for language in LANGUAGES)


def _name(field: Field, taken: set[str]) -> str:
    """The last part of the property's IRI, as JSON-LD calls it; longer when that is taken."""
    parts = field.path.value.replace("#", "/").rstrip("/").split("/")
    local, number = _plain(parts[-1]) or "property", 1
    name = f"{local}_of" if field.inverse else local
    while name in taken:
        number += 1
        name = f"{local}_{number}"
    taken.add(name)
    return name


def _plain(text: str) -> str:
    """Letters and digits only, as column names of every program may have."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in text).strip("_")


def _ending(kind: Kind, *, first: bool) -> str:
    """What tells the columns of one property apart."""
    if kind.language:
        return "_" + _plain(kind.language)
    if first:
        return ""
    return "_" + (_plain(kind.datatype.replace("#", "/").rpartition("/")[2]) or IRI)


def _titled(titles: Texts, kind: Kind, *, single: bool) -> Texts:
    """``territoire (IRI)``, ``nom (français)``, ``part``; ``part (decimal)`` beside another type."""

    def note(language: str) -> str:
        if not kind.datatype:
            return _ADDRESS["fr"]
        if kind.language:
            return _LANGUAGE_NAMES.get(language, {}).get(kind.language, kind.language)
        return "" if single else kind.datatype.replace("#", "/").rpartition("/")[2]

    return {
        language: f"{text} ({said})" if (said := note(language)) else text
        for language, text in titles.items()
    }


def _naming(named: Filled, titles: Texts, language: str) -> Filled:
    """The column with the names, in *language*, of the resources of another."""
    column = replace(
        named.column,
        name=f"{named.column.name}_label_{language}",
        titles=_titled(titles, Kind(TEXT, language), single=True),
        descriptions={
            spoken: hint.format(
                f"« {named.column.title(spoken)} »" if spoken == "fr" else f"“{named.column.title(spoken)}”"
            )
            for spoken, hint in _NAME_HINT.items()
        },
        datatype=XSD.string.value,
        language=language,
        property="",
        inverse=False,
        unit={},
        of=named.column.name,
    )
    return Filled(column, named.field, named.kind, language)


def _unit(field: Field, members: Sequence[tuple[NamedNode, Facts]], things: Things) -> Texts:
    """The name of the unit, when all things that have the property say the same one."""
    if field.path not in UNIT_OF or field.inverse:
        return {}
    said = (UNIT_OF[field.path], False)
    units = {unit for _, facts in members if (field.path, False) in facts for unit in facts.get(said, [None])}
    if len(units) == 1 and isinstance(unit := units.pop(), NamedNode):
        return things.names(unit) or {"": unit.value}
    return {}


def _any_named(values: Iterable[Sequence[Any]], things: Things) -> bool:
    return any(isinstance(term, NamedNode) and things.names(term) for terms in values for term in terms)
