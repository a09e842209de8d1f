"""Numbers and days as intervals that can be compared, as data write them and as people ask for them."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from typing import Final

Interval = tuple[float, float]

_DAY: Final = re.compile(r"(-?\d{4,})(?:-(\d{2})(?:-(\d{2}))?)?(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")


def number(text: str) -> float | None:
    """The number that *text* writes, with a decimal point; None when it writes none."""
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else None


def days(text: str) -> Interval | None:
    """First and last day, each as the number ``YYYYMMDD``, of a day, month or year; None for another text."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not 1 <= year <= 9999 or month > 12 or (found[2] and not month):
        return None
    if found[3] and not 1 <= day <= monthrange(year, month)[1]:
        return None
    first = year * 10000 + (month or 1) * 100 + (day or 1)
    last = year * 10000 + (month or 12) * 100 + (day or monthrange(year, month or 12)[1])
    return float(first), float(last)


def typed(text: str) -> str:
    """A number as people type it (« 1 000,5 »), with a decimal point and nothing between digits."""
    return re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".").replace("−", "-")
