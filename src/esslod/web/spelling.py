"""What an address that leads nowhere may have meant: the one spelling of it, or its neighbours.

Addresses are walked level by level, ``id`` → ``territory`` → ``epci`` → ``246300701``: what is right is
kept, what is not is compared with the names there are at that level.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from esslod.addresses import in_iri
from esslod.web.subjects import Subjects

#: How alike two names are, from 0 to 1, to be taken for one another.
_ALIKE: Final = 0.7
#: Names of one level that are compared letter by letter, at most.
_COMPARED: Final = 25
#: Names that may stand between two others, where a level was left out.
_BETWEEN: Final = 50
#: Levels of an address of ours, and letters of one of its names, at most: more is no slip of the pen.
_DEEPEST: Final = 8
_LONGEST: Final = 100


def folded(text: str) -> str:
    """*text* without what makes no difference to a reader: case, and how accents are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def one_spelling(subjects: Subjects, base: str, path: str) -> str | None:
    """The path of a thing under *base* that *path* is but for case, Unicode form and needless slashes.

    None when there is none, or more than one.
    """
    levels = [in_iri(level) for level in path.split("/") if level]
    if not levels or len(levels) > _DEEPEST:
        return None
    folder = base
    for level in levels[:-1]:
        right = level if subjects.begins(f"{folder}{level}/") else _same(subjects.names(folder), level)
        if right is None:
            return None
        folder += right + "/"
    last = levels[-1] if subjects.has(folder + levels[-1]) else _same(subjects.names(folder), levels[-1])
    return (folder + last).removeprefix(base) if last and subjects.has(folder + last) else None


def near(subjects: Subjects, base: str, path: str, most: int = 5) -> tuple[str, ...]:
    """IRIs under *base* whose paths look like *path*, the closest first."""
    levels = [in_iri(level) for level in path.split("/") if level]
    if not levels or len(levels) > _DEEPEST or max(map(len, levels)) > _LONGEST:
        return ()
    folders = [base]
    for level in levels[:-1]:
        deeper = (f"{folder}{name}/" for folder in folders for name in _names(subjects, folder, level))
        folders = list(islice(deeper, most))
    found = dict.fromkeys(iri for folder in folders for iri in _ends(subjects, folder, levels[-1]))
    return tuple(iri for iri in found if subjects.has(iri))[:most]


def closest(names: Iterable[str], wanted: str, most: int) -> list[str]:
    """At most *most* of *names*, the most like *wanted* first.

    One slip leaves the first or the last half as it was: the others are not compared.
    """
    half = max(1, len(wanted) // 2)
    start, end = wanted[:half], wanted[-half:]
    alike = [name for name in names if name.startswith(start) or name.endswith(end)]
    alike.sort(key=lambda name: -_shared(name, wanted))
    return difflib.get_close_matches(wanted, alike[:_COMPARED], most, _ALIKE)


def _shared(one: str, other: str) -> int:
    """How many letters both begin and end with."""
    return _shared_start(one, other) + _shared_start(one[::-1], other[::-1])


def _shared_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))


def _names(subjects: Subjects, folder: str, level: str) -> Sequence[str]:
    if subjects.begins(f"{folder}{level}/"):
        return (level,)
    return closest(subjects.names(folder), level, 3)


def _ends(subjects: Subjects, folder: str, name: str) -> Iterator[str]:
    """Addresses in *folder* that end like *name*; where none does, *name* one level further down."""
    names = subjects.names(folder)
    found = [name] if subjects.has(folder + name) else closest(names, name, 5)
    yield from (folder + end for end in found)
    if not found:
        yield from (f"{folder}{between}/{name}" for between in names[:_BETWEEN])


def _same(names: Iterable[str], wanted: str) -> str | None:
    """The only one of *names* that is *wanted* but for case and Unicode form."""
    wanted = folded(wanted)
    found = [name for name in names if folded(name) == wanted]
    return found[0] if len(found) == 1 else None
