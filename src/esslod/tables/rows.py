"""Cells from statements: what kind of value belongs in which column, and what stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from esslod.fields import Field
from esslod.namespaces import RDF
from esslod.tables.gathering import Facts, Things
from esslod.tables.table import FRACTIONS, INTEGERS, SEPARATOR, Cell, Column

#: What may stand between several values; the first that no value of the column holds is taken.
_SEPARATORS: Final = (SEPARATOR, " ¦ ", " ‖ ", " ␞ ")
TEXT: Final = RDF.langString.value


@dataclass(frozen=True)
class Kind:
    """Resources (no datatype), or literals of a datatype, texts of one language."""

    datatype: str = ""
    language: str = ""

    def holds(self, term: Any) -> bool:
        """Whether *term* belongs in a column of this kind."""
        return kind_of(term) in NUMBERS if self is ANY_NUMBER else kind_of(term) == self


#: Numbers of whatever datatype.
ANY_NUMBER: Final = Kind("number")
NUMBERS: Final = frozenset(Kind(datatype) for datatype in (*INTEGERS, *FRACTIONS))


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
        return Kind(TEXT, term.language)
    return Kind(term.datatype.value)


def row_of(subject: NamedNode, facts: Facts, filled: Sequence[Filled], things: Things) -> tuple[Cell, ...]:
    """The cells of the thing *subject*."""
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


def separated(column: Column, cells: Sequence[Cell]) -> Column:
    """*column* with a separator that none of its values holds."""
    if not column.repeated:
        return column
    values = {term.value for cell in cells if cell is not None for term in cell if term is not None}
    free = (each for each in _SEPARATORS if not any(each.strip() in value for value in values))
    return replace(column, separator=next(free, SEPARATOR))
