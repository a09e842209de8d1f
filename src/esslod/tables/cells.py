"""One term as it stands in a cell: in CSV, in CSV for French spreadsheet programs, in JSON.

Digits are never rounded. A text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end is a
formula to spreadsheet programs (CWE-1236): an apostrophe before it makes it a text. Numbers are
left alone, those written as texts too: they can do no harm.
"""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pyoxigraph import BlankNode, Literal

from esslod.namespaces import XSD
from esslod.tables.table import FRACTIONS, INTEGERS

_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
#: What French spreadsheet programs call them.
_VRAI_FAUX: Final = {True: "VRAI", False: "FAUX"}


def plain(term: Any) -> str:
    """The IRI, or the lexical form."""
    return str(term) if isinstance(term, BlankNode) else str(term.value)


def guarded(term: Any) -> str:
    """As `plain`, but no spreadsheet program takes it for a formula."""
    text = plain(term)
    if text.startswith(_FORMULA) and not _is_number(term) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def french(term: Any) -> str:
    """As `guarded`; a decimal comma in numbers, ``VRAI`` and ``FAUX``."""
    if isinstance(term, Literal):
        if term.datatype.value in FRACTIONS:
            return term.value.replace(".", ",")
        if (truth := boolean(term)) is not None:
            return _VRAI_FAUX[truth]
    return guarded(term)


def as_json(term: Any) -> str:
    """A JSON value: numbers as numbers with all their digits, booleans, else a string (RFC 8259)."""
    if isinstance(term, Literal):
        number = _json_number(term)
        if number:
            return number
        if (truth := boolean(term)) is not None:
            return "true" if truth else "false"
    return json.dumps(plain(term), ensure_ascii=False)


def boolean(term: Literal) -> bool | None:
    """What an ``xsd:boolean`` says, None for any other literal."""
    return _BOOLEANS.get(term.value) if term.datatype == XSD.boolean else None


def exact_number(term: Any) -> Decimal | None:
    """The finite value of a numeric literal, None for anything else, or when it is no number."""
    if not _is_number(term):
        return None
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _json_number(term: Literal) -> str:
    """An empty text when *term* is no number that JSON can hold."""
    value = exact_number(term)
    if value is None:
        return ""
    if term.datatype.value in INTEGERS:
        return str(int(value))
    if term.datatype == XSD.decimal:
        return format(value, "f")
    number = float(value)  # a double is what the nearest binary number is
    return repr(number) if math.isfinite(number) else ""


def _is_number(term: Any) -> bool:
    return isinstance(term, Literal) and (term.datatype.value in INTEGERS or term.datatype.value in FRACTIONS)
