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
from typing import Final, Literal, get_args

import pyoxigraph as ox

from esslod.errors import BadRequest
from esslod.namespaces import XSD
from esslod.rdf.rebasing import rebase_term

ParameterType = Literal["iri", "integer", "date", "string"]
#: The form of a query (SPARQL 1.1 §16).
Variant = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
Term = ox.NamedNode | ox.Literal

_LINE: Final = re.compile(r"#\s*(?P<key>title|description)@(?P<language>fr|en):\s*(?P<text>.+)")
_PARAM: Final = re.compile(
    r"#\s*param\s+(?P<name>[A-Za-z_]\w*):\s*(?P<type>iri|integer|date|string)"
    r"(?:\s+default\s+(?P<default><[^>]*>|\"(?:[^\"\\]|\\.)*\"|[^\s@]+))?"
    r"(?:\s+@fr\s+(?P<fr>.*?))?(?:\s+@en\s+(?P<en>.*?))?\s*"
)

# Comments, texts and IRIs are matched first: a form's name inside them means nothing; nor does
# one that is a variable's or a prefix's.
_FORM: Final = re.compile(
    r"""(?xsi)
      \#[^\n]*+ | <[^<>"{}|^`\\\x00-\x20]*+> | [?$]\w+ | \w*:
    | "(?:[^"\\]|\\.)*+" | '(?:[^'\\]|\\.)*+' | \b(?P<form>SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?!\s*:)
    """
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

    def default_term(self, base: str) -> Term | None:
        """The default, moved under *base* when it is an IRI of ours; None when there is none."""
        if not self.default:
            return None
        bare = self.default[1:-1] if self.default[0] in '<"' else self.default
        return rebase_term(self.term(re.sub(r"\\(.)", r"\1", bare), base), base)


@dataclass(frozen=True)
class QueryFile:
    """A query, its title and description in both languages, and its parameters in order."""

    text: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]

    @property
    def form(self) -> Variant | None:
        """What kind of answer the query asks for; None when the text holds no query."""
        found = (match["form"] for match in _FORM.finditer(self.text) if match["form"])
        form = next(found, "").upper()
        return form if form in get_args(Variant) else None  # type: ignore[return-value]

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


def with_defaults(query: QueryFile, base: str) -> str:
    """The query alone, without its header, each parameter that has a default bound to it.

    Raises BadRequest for a default that is no term of the declared type.
    """
    lines = query.text.splitlines()
    body = "\n".join(line for line in lines if not (_LINE.fullmatch(line) or _PARAM.fullmatch(line))).strip()
    terms = {parameter.name: parameter.default_term(base) for parameter in query.parameters}
    return bind(body, {name: term for name, term in terms.items() if term is not None}).rstrip("\n")


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
