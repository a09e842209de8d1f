"""A parameter of a query: what may be given for it, and a person's words read as a term.

The grammar of its declaration is told in ``queries/README.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

import pyoxigraph as ox

from esslod.errors import BadRequest
from esslod.namespaces import SKOS, XSD
from esslod.rdf.rebasing import rebase_term

ParameterType = Literal["iri", "integer", "decimal", "year", "date", "string"]
Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True)
class Parameter:
    """One free variable of a query that a caller may give; ``default`` is written as in SPARQL.

    ``choices`` is the IRI of a class, a code list or a property, whose instances, codes or
    values are what one chooses from (`choices`); ``least`` and ``most`` are bounds, both allowed.
    """

    name: str
    type: ParameterType
    default: str = ""
    fr: str = ""
    en: str = ""
    choices: str = ""
    least: str = ""
    most: str = ""

    def term(self, value: str, base: str) -> Term:
        """*value*, as a person types it, as a term; a relative IRI hangs under *base*.

        Raises BadRequest, with the expected form as remedy.
        """
        value = value.strip("<>") if self.type == "iri" else value
        try:
            term = _READERS[self.type](value, base)
            self._check(term)
        except ValueError as error:
            raise BadRequest(
                f"{self.name} = {value!r}: {error}", remedy=f"{self.name} : {_EXPECTED[self.type]}"
            ) from error
        return term

    def _check(self, term: Term) -> None:
        """Raises ValueError for a number or a date out of bounds."""
        for bound, sign, word in ((self.least, 1, "min"), (self.most, -1, "max")):
            if bound and _compared(term, _READERS[self.type](bound, "")) == -sign:
                raise ValueError(f"{word} {bound}")

    def default_term(self, base: str) -> Term | None:
        """The default, moved under *base* when it is an IRI of ours; None when there is none."""
        if not self.default:
            return None
        bare = self.default[1:-1] if self.default[0] in '<"' else self.default
        return rebase_term(self.term(re.sub(r"\\(.)", r"\1", bare), base), base)


def choices(iri: str) -> str:
    """The query for what can be chosen: ``?choice``, the instances, codes or values of *iri*.

    *iri* comes from a header (`Parameter.choices`). Raises BadRequest when it is none.
    """
    try:
        node = ox.NamedNode(iri)
    except ValueError as error:
        raise BadRequest(f"{iri!r}: {error}") from error
    return (
        f"SELECT DISTINCT ?choice WHERE {{ {{ ?choice a {node} }} UNION {{ ?choice {SKOS.inScheme} {node} }} "
        f"UNION {{ ?thing {node} ?choice }} }} ORDER BY ?choice"
    )


def _iri(value: str, base: str) -> Term:
    return ox.NamedNode(value if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value) else base + value)


def _integer(value: str, _base: str) -> Term:
    return ox.Literal(str(int(value)), datatype=XSD.integer)


def _decimal(value: str, _base: str) -> Term:
    if re.fullmatch(r"[+-]?[0-9]+(?:[.,][0-9]+)?", value) is None:
        raise ValueError("?")
    return ox.Literal(f"{Decimal(value.replace(',', '.')):f}", datatype=XSD.decimal)


def _year(value: str, _base: str) -> Term:
    """An integer: SPARQL compares no xsd:gYear."""
    if re.fullmatch(r"[0-9]{4}", value) is None:
        raise ValueError("?")
    return ox.Literal(str(int(value)), datatype=XSD.integer)


def _date(value: str, _base: str) -> Term:
    return ox.Literal(date.fromisoformat(value).isoformat(), datatype=XSD.date)


def _string(value: str, _base: str) -> Term:
    return ox.Literal(value)


def _compared(one: Term, other: Term) -> int:
    """-1, 0 or 1: whether *one* is less than, equal to or more than *other*, of the same type."""
    numbers = isinstance(one, ox.Literal) and one.datatype in (XSD.integer, XSD.decimal)
    rank = Decimal if numbers else str
    first, second = rank(one.value), rank(other.value)
    return (first > second) - (first < second)  # type: ignore[operator]


_READERS: Final = {
    "iri": _iri,
    "integer": _integer,
    "decimal": _decimal,
    "year": _year,
    "date": _date,
    "string": _string,
}
_EXPECTED: Final = {
    "iri": "IRI, id/territory/epci/246300701",
    "integer": "5",
    "decimal": "12.5",
    "year": "2026",
    "date": "2025-02-11",
    "string": "texte / text",
}
