"""Literals that would not survive: ill-formed for their datatype, or rewritten by the query engine."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from esslod.namespaces import RDF, XSD

_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_DATE = rf"{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_CLOCK = r"T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?"
_DECIMAL = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_FLOAT = rf"{_DECIMAL}(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_INTEGER = r"[+-]?\d+"

#: Lexical forms, W3C XML Schema 1.1 part 2 §3.3 and §3.4. Datatypes that are not here accept anything.
_FORMS: Final = {
    XSD.iri + name: re.compile(pattern)
    for name, pattern in {
        "boolean": r"true|false|1|0",
        "decimal": _DECIMAL,
        "integer": _INTEGER,
        "nonNegativeInteger": r"\+?\d+|-0+",
        "positiveInteger": r"\+?0*[1-9]\d*",
        "nonPositiveInteger": r"-\d+|\+?0+",
        "negativeInteger": r"-0*[1-9]\d*",
        "long": _INTEGER,
        "int": _INTEGER,
        "short": _INTEGER,
        "byte": _INTEGER,
        "unsignedLong": r"\+?\d+|-0+",
        "unsignedInt": r"\+?\d+|-0+",
        "unsignedShort": r"\+?\d+|-0+",
        "unsignedByte": r"\+?\d+|-0+",
        "double": _FLOAT,
        "float": _FLOAT,
        "date": _DATE + _ZONE,
        "time": _TIME + _ZONE,
        "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
        "dateTimeStamp": rf"{_DATE}T{_TIME}(?=[Z+-]){_ZONE}",
        "gYear": _YEAR + _ZONE,
        "gYearMonth": rf"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}",
        "gMonth": rf"--(?:0[1-9]|1[0-2]){_ZONE}",
        "gDay": rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}",
        "gMonthDay": rf"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]){_ZONE}",
        "duration": rf"-?P(?=\d|T)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:{_CLOCK})?",
        "yearMonthDuration": r"-?P(?=\d)(?:\d+Y)?(?:\d+M)?",
        "dayTimeDuration": rf"-?P(?=\d|T)(?:\d+D)?(?:{_CLOCK})?",
        "hexBinary": r"(?:[0-9a-fA-F]{2})*",
        "base64Binary": r"(?:(?:[A-Za-z0-9+/]\s?){4})*"
        r"(?:(?:[A-Za-z0-9+/]\s?){2}=\s?=|(?:[A-Za-z0-9+/]\s?){3}=)?",
        "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
        "normalizedString": r"[^\t\n\r]*",
        "token": r"(?:[^\s]+(?: [^\s]+)*)?",
        "anyURI": r"[^<>\"{}|\\^`\x00-\x20]*",
    }.items()
}
_SMALLEST_LARGEST: Final = {
    XSD.iri + name: bounds
    for name, bounds in {
        "long": (-(2**63), 2**63 - 1),
        "int": (-(2**31), 2**31 - 1),
        "short": (-(2**15), 2**15 - 1),
        "byte": (-128, 127),
        "unsignedLong": (0, 2**64 - 1),
        "unsignedInt": (0, 2**32 - 1),
        "unsignedShort": (0, 2**16 - 1),
        "unsignedByte": (0, 255),
    }.items()
}
_DATED: Final = frozenset(XSD.iri + name for name in ("date", "dateTime", "dateTimeStamp"))
_PLAIN: Final = frozenset({XSD.string, RDF.langString})
_DIGITS_MOST: Final = 4000
_ANYTHING: Final = NamedNode("urn:x")


def is_typed(literal: Literal) -> bool:
    """Whether the literal has a datatype other than text."""
    return literal.datatype not in _PLAIN


def well_formed(literal: Literal) -> bool:
    """Whether the text of the literal is in the lexical space of its datatype (RDF 1.1 Concepts §3.3).

    Stricter than XML Schema in one point: no white space around, because nothing downstream trims it.
    """
    datatype, text = literal.datatype.value, literal.value
    form = _FORMS.get(datatype)
    if form is None:
        return True
    if not form.fullmatch(text):
        return False
    if datatype in _DATED:
        return _day_exists(text)
    bounds = _SMALLEST_LARGEST.get(datatype)
    # int() refuses more than 4300 digits.
    return bounds is None or (len(text) < _DIGITS_MOST and bounds[0] <= int(text) <= bounds[1])


def _day_exists(text: str) -> bool:
    year, month, day = re.fullmatch(r"(-?\d+)-(\d\d)-(\d\d).*", text).groups()  # type: ignore[union-attr]
    # The calendar repeats every 400 years; year 0 is a leap year (XML Schema 1.1 §D.2.1).
    return int(day) <= monthrange(2000 + int(year[-4:]) % 400, int(month))[1]


def rewritten(literals: Iterable[Literal]) -> dict[Literal, Literal]:
    """Those of *literals* that the store would give back otherwise, each with what it would give.

    The store keeps numbers, dates and durations as values: ``1.50`` comes back as ``1.5``,
    ``"3"^^xsd:short`` as an ``xsd:integer``. Asking a store is the only way to be sure.
    """
    asked = list(literals)
    store = Store()
    store.extend(Quad(NamedNode(f"urn:n:{index}"), _ANYTHING, literal) for index, literal in enumerate(asked))
    given = {quad.subject.value: quad.object for quad in store}
    pairs = ((literal, given[f"urn:n:{index}"]) for index, literal in enumerate(asked))
    return {literal: back for literal, back in pairs if back != literal}
