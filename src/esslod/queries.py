"""A query file: a SPARQL query whose header says what it answers and what may be asked.

The header's grammar is told in ``queries/README.md``. A value given by a caller never
becomes query text: it is read as a term of the declared type, and the term is joined
to the query by a trailing ``VALUES`` clause (SPARQL 1.1 §10.2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import pyoxigraph as ox

from esslod.errors import BadRequest
from esslod.namespaces import XSD

ParameterType = Literal["iri", "integer", "date", "string"]
Term = ox.NamedNode | ox.Literal

_LINE: Final = re.compile(r"#\s*(?P<key>title|description)@(?P<language>fr|en):\s*(?P<text>.+)")
_PARAM: Final = re.compile(
    r"#\s*param\s+(?P<name>[A-Za-z_]\w*):\s*(?P<type>iri|integer|date|string)"
    r"(?:\s+default\s+(?P<default><[^>]*>|\"(?:[^\"\\]|\\.)*\"|[^\s@]+))?"
    r"(?:\s+@fr\s+(?P<fr>.*?))?(?:\s+@en\s+(?P<en>.*?))?\s*"
)


@dataclass(frozen=True)
class Parameter:
    """One free variable of a query that a caller may give; ``default`` is written as in SPARQL."""

    name: str
    type: ParameterType
    default: str = ""
    fr: str = ""
    en: str = ""

    def term(self, value: str, base: str) -> Term:
        """*value*, as a person types it, as a term; a relative IRI hangs under *base*.

        Raises BadRequest, with the expected form as remedy.
        """
        value = value.strip("<>") if self.type == "iri" else value
        try:
            return _READERS[self.type](value, base)
        except ValueError as error:
            raise BadRequest(
                f"{self.name} = {value!r}: {error}", remedy=f"{self.name} : {_EXPECTED[self.type]}"
            ) from error


@dataclass(frozen=True)
class QueryFile:
    """A query, its title and description in both languages, and its parameters in order."""

    text: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]

    def parameter(self, name: str) -> Parameter:
        """The parameter called *name*. Raises BadRequest when the header declares none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        declared = ", ".join(parameter.name for parameter in self.parameters) or "—"
        raise BadRequest(
            f"?{name}: paramètre non déclaré / parameter not declared",
            remedy=f"paramètres déclarés / declared parameters: {declared}",
        )


def read_query(text: str) -> QueryFile:
    """Read the header of *text*: its first comment lines. A query without header has no parameter."""
    told: dict[str, dict[str, str]] = {"title": {}, "description": {}}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        if (said := _LINE.fullmatch(line)) is not None:
            told[said["key"]][said["language"]] = said["text"].strip()
        elif (declared := _PARAM.fullmatch(line)) is not None:
            parameters.append(Parameter(**{key: value or "" for key, value in declared.groupdict().items()}))  # type: ignore[arg-type]
    return QueryFile(text, told["title"], told["description"], tuple(parameters))


def bind(text: str, values: Mapping[str, Term]) -> str:
    """*text* with each variable of *values* bound to its term.

    Raises BadRequest for a variable that the query does not have: the clause would bind nothing.
    """
    if not values:
        return text
    for name in values:
        if not re.search(rf"[?$]{re.escape(name)}\b", text):
            raise BadRequest(f"?{name}: absent de la requête / not in the query")
    names = " ".join(f"?{name}" for name in values)
    terms = " ".join(str(term) for term in values.values())
    return f"{text}\nVALUES ({names}) {{ ({terms}) }}\n"


def _iri(value: str, base: str) -> Term:
    return ox.NamedNode(value if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value) else base + value)


def _integer(value: str, _base: str) -> Term:
    return ox.Literal(str(int(value)), datatype=XSD.integer)


def _date(value: str, _base: str) -> Term:
    return ox.Literal(date.fromisoformat(value).isoformat(), datatype=XSD.date)


def _string(value: str, _base: str) -> Term:
    return ox.Literal(value)


_READERS: Final = {"iri": _iri, "integer": _integer, "date": _date, "string": _string}
_EXPECTED: Final = {
    "iri": "IRI, id/territory/epci/246300701",
    "integer": "5",
    "date": "2025-02-11",
    "string": "texte / text",
}
