"""Numbers, dates and sizes as French and English readers write them.

Two languages and four kinds of value: forty lines here cost less than Babel's 10 MB and
its tenth of a second at start, and keep no-break spaces where French wants them.
Digits are never rounded: what is written is what the data say.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from pyoxigraph import Literal, NamedNode

from esslod.namespaces import QUDT_UNIT, XSD
from esslod.representation.words import word

NARROW_SPACE: Final = "\u202f"
NO_BREAK_SPACE: Final = "\u00a0"

NUMBERS: Final = frozenset(
    {XSD.integer, XSD.decimal, XSD.int, XSD.long, XSD.nonNegativeInteger, XSD.positiveInteger}
)
_FRENCH_MONTHS: Final = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_ENGLISH_MONTHS: Final = (
    "January February March April May June July August September October November December"
)
_MONTHS: Final = {
    "fr": _FRENCH_MONTHS.split(),
    "en": _ENGLISH_MONTHS.split(),
}
_CURRENCIES: Final = "http://publications.europa.eu/resource/authority/currency/"
_CURRENCY_SIGNS: Final = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF", "XPF": "F CFP"}


def number(lexical: str, language: str) -> str:
    """``1312500`` → ``1 312 500`` or ``1,312,500``; ``-1.5`` → ``−1,5`` or ``−1.5``."""
    sign, digits = ("−", lexical[1:]) if lexical.startswith("-") else ("", lexical.removeprefix("+"))
    whole, point, fraction = digits.partition(".")
    if not (whole + fraction).isascii() or not (whole + fraction).isdigit():
        return lexical  # INF, NaN, 1e3: shown as they stand
    grouped = f"{int(whole or '0'):,}"
    if language == "fr":
        grouped, point = grouped.replace(",", NARROW_SPACE), point.replace(".", ",")
    return f"{sign}{grouped}{point}{fraction}"


def quantity(literal: Literal, unit: NamedNode | None, language: str, unit_label: str = "") -> str:
    """A number with its unit: ``14 %`` or ``14%``, ``95 000 €`` or ``€95,000``; *unit_label* for others."""
    written = number(literal.value, language)
    if unit is None or unit == QUDT_UNIT.NUM:
        return written
    if unit == QUDT_UNIT.PERCENT:
        return f"{written}{NO_BREAK_SPACE}%" if language == "fr" else f"{written}%"
    if unit.value.startswith(_CURRENCIES):
        code = unit.value.removeprefix(_CURRENCIES)
        sign = _CURRENCY_SIGNS.get(code, code)
        if language == "en" and len(sign) == 1:
            return f"{sign}{written}"
        return f"{written}{NO_BREAK_SPACE}{sign}"
    return f"{written}{NO_BREAK_SPACE}{unit_label or unit.value.rpartition('/')[2]}"


def date(lexical: str, language: str) -> str:
    """``2025-02-11`` → ``11 février 2025`` or ``11 February 2025``; anything else as it stands."""
    parts = lexical.split("-")
    if len(parts) != 3 or [len(part) for part in parts] != [4, 2, 2] or not "".join(parts).isdigit():
        return lexical
    year, month, day = map(int, parts)
    if not 1 <= month <= 12:
        return lexical
    first = "1er" if language == "fr" and day == 1 else str(day)
    return f"{first}{NO_BREAK_SPACE}{_MONTHS[language][month - 1]} {year}"


def size(octets: int, language: str) -> str:
    """A number of bytes with two or three digits: ``1,4 Mo``, ``1.4 MB``."""
    value, unit = float(octets), "bytes"
    for larger in ("kilobytes", "megabytes", "gigabytes"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    lexical = str(octets) if unit == "bytes" else f"{value:.1f}" if value < 10 else f"{value:.0f}"
    return f"{number(lexical, language)}{NO_BREAK_SPACE}{word(unit, language)}"


def literal_text(literal: Literal, language: str) -> str:
    """A literal as a reader of *language* would write it."""
    if literal.datatype in NUMBERS:
        return number(literal.value, language)
    if literal.datatype == XSD.date:
        return date(literal.value, language)
    if literal.datatype == XSD.boolean and literal.value in ("true", "false"):
        return word(literal.value, language)
    return literal.value


def sorting_key(text: str) -> str:
    """*text* as a dictionary sorts it: ``É`` with ``e``, capitals with small letters."""
    bare = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(bare).casefold()
