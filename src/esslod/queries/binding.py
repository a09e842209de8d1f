"""Values joined to a query as terms: nothing that a caller types becomes text of the query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product

from esslod.errors import BadRequest
from esslod.parameters import Parameter, Term
from esslod.queries.header import without_header
from esslod.queries.parts import QueryFile


def bind(text: str, values: Mapping[str, Term | Sequence[Term]]) -> str:
    """*text* with each variable of *values* bound to its term, or to any of its terms.

    The term takes the place of the default on a line ``VALUES ?name { … }  # param``, wherever
    the query has one: a bound must be known where it is compared. Otherwise it is joined at the end.
    Raises BadRequest for a variable that the query does not have: the clause would bind nothing.
    """
    if not values:
        return text
    given = {name: _written(term) for name, term in values.items()}
    for name in given:
        if not re.search(rf"[?$]{re.escape(name)}\b", text):
            raise BadRequest(f"?{name}: absent de la requête / not in the query")
    joined = {name: terms for name, terms in given.items() if not _in_place(name).search(text)}
    for name in given.keys() - joined.keys():
        clause = f"VALUES ?{name} {{ {' '.join(given[name])} }}"
        text = _in_place(name).sub(lambda line, clause=clause: line[1] + clause + line[3], text)  # type: ignore[misc]
    if not joined:
        return text
    names = " ".join(f"?{name}" for name in joined)
    rows = " ".join(f"({' '.join(terms)})" for terms in product(*joined.values()))
    return f"{text}\nVALUES ({names}) {{ {rows} }}\n"


def _written(given: Term | Sequence[Term]) -> list[str]:
    """In N-Triples' grammar, which leaves nothing to inject."""
    return [str(term) for term in given] if isinstance(given, Sequence) else [str(given)]


def _in_place(name: str) -> re.Pattern[str]:
    """The line that gives ?*name* its default within the query (group 2); the marker keeps others apart."""
    name = re.escape(name)
    return re.compile(rf"(?m)^([ \t]*)VALUES[ ]\?{name}[ ]\{{[ ](.+)[ ]\}}([ \t]+\#[ ]param)$")


def fixed_default(query: QueryFile, parameter: Parameter, base: str) -> Term | None:
    """The value that *parameter* has in *query* when none is given; None when the answer then is for all."""
    return parameter.default_term(base) if _is_fixed(parameter.name, query.text) else None


def with_defaults(query: QueryFile, base: str) -> str:
    """The query alone, without its header, each parameter that has a default bound to it.

    A default that stands in the query stays as it is written there.

    Raises BadRequest for a default that is no term of the declared type.
    """
    body = without_header(query.text)
    free = (parameter for parameter in query.parameters if not _is_fixed(parameter.name, body))
    terms = {parameter.name: parameter.default_term(base) for parameter in free}
    return bind(body, {name: term for name, term in terms.items() if term is not None}).rstrip("\n")


def _is_fixed(name: str, text: str) -> bool:
    """Whether the line of ?*name* in *text* holds a value: then there is no answer without one."""
    line = _in_place(name).search(text)
    return line is not None and line[2] != "UNDEF"
