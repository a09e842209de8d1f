"""The columns of a class, from the shapes, and its rows, from the statements.

One column holds the IRI of the thing. A property has one column for each kind of value that it has or
that the shapes announce: one for resources, followed by their names in French and English; one a language
for texts; one a datatype for the rest. So every column has one type, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from esslod.fields import UNIT_OF, Field
from esslod.namespaces import RDF, XSD
from esslod.tables.gathering import Facts, Things
from esslod.tables.table import SEPARATOR, Cell, Column, Table, Texts, in_order

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
#: What may stand between several values; the first that no value of the column holds is taken.
_SEPARATORS: Final = (SEPARATOR, " ¦ ", " ‖ ", " ␞ ")
_TEXT: Final = RDF.langString.value


@dataclass(frozen=True)
class Kind:
    """Resources (no datatype), or literals of a datatype, texts of one language."""

    datatype: str = ""
    language: str = ""

    def holds(self, term: Any) -> bool:
        return kind_of(term) == self


@dataclass(frozen=True)
class Filled:
    """A column, and whence its cells come: the property, the kind of value, or the language of a name."""

    column: Column
    field: Field | None = None
    kind: Kind = Kind()
    naming: str = ""


def kind_of(term: Any) -> Kind:
    """What column a value belongs in."""
    if not isinstance(term, Literal):
        return Kind()
    if term.language:
        return Kind(_TEXT, term.language)
    return Kind(term.datatype.value)


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
    rows = [_row(subject, facts, filled, things) for subject, facts in members]
    columns = [_separated(each.column, [row[place] for row in rows]) for place, each in enumerate(filled)]
    return Table(name, things.names(kind), columns, rows, descriptions, exact=True)


def _columns(
    field: Field, members: Sequence[tuple[NamedNode, Facts]], things: Things, taken: set[str]
) -> list[Filled]:
    """The columns of one property; names are *taken* once."""
    values = [facts.get((field.path, field.inverse), []) for _, facts in members]
    counted = _counted(field, values)
    base = _name(field, taken)
    titles = in_order(field.names) or things.names(field.path)
    found: list[Filled] = []
    for place, (kind, most) in enumerate(counted.items()):
        name = base + _ending(kind, first=place == 0)
        column = Column(
            name, _titled(titles, kind, single=len(counted) == 1), in_order(field.hints),
            XSD.string.value if kind.language else kind.datatype, kind.language,
            property=field.path.value, inverse=field.inverse, unit=_unit(field, members, things),
            repeated=most > 1 or not (field.single or kind.language),
        )  # fmt: skip
        found.append(Filled(column, field, kind))
        if not kind.datatype and (field.thing or _any_named(values, things)):
            found += [_naming(found[-1], titles, language) for language in LANGUAGES]
    return found


def _counted(field: Field, values: Iterable[Sequence[Any]]) -> dict[Kind, int]:
    """Each kind of value → how many of them one thing has at most; the kind that the shapes say first."""
    counts = dict.fromkeys(_announced(field), 0)
    for terms in values:
        kinds = [kind_of(term) for term in terms if not isinstance(term, BlankNode)]
        for kind in kinds:
            counts[kind] = max(counts.get(kind, 0), kinds.count(kind))
    if any(kind.datatype == _TEXT for kind in counts):
        for language in LANGUAGES:
            counts.setdefault(Kind(_TEXT, language), 0)
    rank = {kind: place for place, kind in enumerate((*_announced(field), *_texts()))}
    ordered = sorted(counts, key=lambda kind: (rank.get(kind, len(rank)), kind.datatype, kind.language))
    return {kind: counts[kind] for kind in ordered} or {Kind(XSD.string.value): 0}


def _announced(field: Field) -> tuple[Kind, ...]:
    """What the shapes say that the values are."""
    if field.inverse or field.thing:
        return (Kind(),)
    if field.datatype == _TEXT:
        return _texts()
    return (Kind(field.datatype),) if field.datatype else ()


def _texts() -> tuple[Kind, ...]:
    return tuple(Kind(_TEXT, language) for language in LANGUAGES)


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
        titles=_titled(titles, Kind(_TEXT, language), single=True),
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


def _row(subject: NamedNode, facts: Facts, filled: Sequence[Filled], things: Things) -> tuple[Cell, ...]:
    return tuple(_cell(subject, facts, each, things) for each in filled)


def _cell(subject: NamedNode, facts: Facts, filled: Filled, things: Things) -> Cell:
    if filled.field is None:
        return subject
    terms = [t for t in facts.get((filled.field.path, filled.field.inverse), ()) if _belongs(t, filled.kind)]
    if not terms:
        return None
    if filled.naming:
        terms = [_named(things.names(term), filled.naming) for term in terms]
    if not filled.column.repeated:
        return terms[0]
    return tuple(terms) if any(term is not None for term in terms) else None


def _belongs(term: Any, kind: Kind) -> bool:
    return not isinstance(term, BlankNode) and kind.holds(term)


def _named(names: Mapping[str, str], language: str) -> Literal | None:
    """The name in *language*, else the one of no language."""
    text = names.get(language) or names.get("")
    return Literal(text) if text else None


def _separated(column: Column, cells: Sequence[Cell]) -> Column:
    """*column* with a separator that none of its values holds."""
    if not column.repeated:
        return column
    values = {term.value for cell in cells if cell is not None for term in cell if term is not None}
    free = (each for each in _SEPARATORS if not any(each.strip() in value for value in values))
    return replace(column, separator=next(free, SEPARATOR))
