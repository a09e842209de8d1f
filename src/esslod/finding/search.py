"""Full-text search: what has all the words, names first; words that are misspelt, mended.

1. every word that begins no word of the index is replaced by the one most like it;
2. what has all words is found: first what has them in its name, as they are before as beginnings of others,
   then what has facets, then by BM25;
3. when nothing has them all, what has any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from esslod.finding.folding import SHORTEST_MENDED, asked_words, grams, stem
from esslod.finding.index import Index, Kind, Name, Question
from esslod.finding.matching import exact, expression, whole_words

PER_PAGE: Final = 20
SUGGESTED: Final = 10
#: How much a word in a name, in a text of its own, and in the name of a thing led to, weighs (BM25).
_WEIGHTS: Final = "10.0, 3.0, 1.0"
#: Words compared letter by letter for each that is unknown, and how alike they must be.
_COMPARED: Final = 80
_ALIKE: Final = 0.7
_BEYOND: Final = "\U0010ffff"


@dataclass(frozen=True)
class Hit:
    """A thing that was found."""

    iri: str
    names: Name
    about: Name
    kind: Kind | None


@dataclass(frozen=True)
class Found:
    """``mended``: the words that were looked for instead of unknown ones; ``unknown``: those given up.

    ``every``: whether all words were required. ``kinds``: class → how many of it there are.
    """

    hits: tuple[Hit, ...]
    total: int
    kinds: tuple[tuple[Kind, int], ...]
    mended: str = ""
    unknown: tuple[str, ...] = ()
    every: bool = True


def search(index: Index, question: Question, text: str, kind: Kind | None, page: int) -> Found:
    """Page *page* of what *text* finds, of the class *kind* only when given. Raises SearchTimeout."""
    asked = asked_words(text)
    spelled = {word: _known(question, word) for word in asked}
    words = [known for known in spelled.values() if known]
    unknown = tuple(word for word, known in spelled.items() if not known)
    mended = " ".join(known or word for word, known in spelled.items()) if words != asked else ""
    if not words:
        return Found((), 0, (), "", unknown)
    whole = whole_words(question, words)
    match, every = expression(words, whole=whole), True
    counts = _by_kind(question, match)
    if not counts and len(words) > 1:
        match, every = expression(words, whole=whole, join="OR"), False
        counts = _by_kind(question, match)
    kinds = [(index.by_number[number], many) for number, many in counts if number is not None]
    total = sum(many for number, many in counts if kind is None or number == kind.number)
    hits = _hits(index, question, words, match, kind, page) if total else ()
    return Found(
        hits, total, tuple(kinds), mended if any(k not in asked for k in words) else "", unknown, every
    )


def suggest(question: Question, text: str, language: str) -> list[tuple[str, str]]:
    """(name in *language*, IRI) of things whose names have words that begin like those of *text*, mended."""
    words = [_known(question, word) or word for word in asked_words(text)]
    rows = question.rows(
        f"SELECT t.fr, t.en, t.plain, t.iri FROM text JOIN thing t ON t.id = text.rowid WHERE text MATCH ?"
        f" ORDER BY bm25(text, {_WEIGHTS}), t.id LIMIT ?",
        [expression(words, column="title"), 4 * SUGGESTED],
    )
    found: dict[str, str] = {}
    for fr, en, plain, iri in rows:
        found.setdefault(Name(fr, en, plain).said(language)[0], iri)
    return list(found.items())[:SUGGESTED]


def _by_kind(question: Question, match: str) -> list[tuple[int | None, int]]:
    rows = question.rows(
        "SELECT t.class, count(*) AS n FROM text JOIN thing t ON t.id = text.rowid WHERE text MATCH ?"
        " GROUP BY t.class ORDER BY n DESC, t.class",
        [match],
    )
    return [(row[0], row[1]) for row in rows]


def _hits(  # noqa: PLR0913, PLR0917 : what is asked, and of whom
    index: Index, question: Question, words: Sequence[str], match: str, kind: Kind | None, page: int
) -> tuple[Hit, ...]:
    of_kind = "AND t.class = ?" if kind else ""
    first = ", ".join(str(each.number) for each in index.kinds.values() if each.facets) or "NULL"
    named = expression(words, column="title")
    by_another_word = "text.rowid NOT IN (SELECT rowid FROM text WHERE text MATCH ?)"
    rows = question.rows(
        "SELECT t.iri, t.fr, t.en, t.plain, t.about_fr, t.about_en, t.class FROM text"
        f" JOIN thing t ON t.id = text.rowid WHERE text MATCH ? {of_kind} ORDER BY"
        f" {by_another_word}, {by_another_word},"
        f" t.class IN ({first}) DESC, bm25(text, {_WEIGHTS}), t.id LIMIT ? OFFSET ?",
        [
            match,
            *([kind.number] if kind else []),
            exact(words, "title"),
            named,
            PER_PAGE,
            (page - 1) * PER_PAGE,
        ],
    )
    return tuple(
        Hit(iri, Name(fr, en, plain), Name(about_fr, about_en, ""), index.by_number.get(number))
        for iri, fr, en, plain, about_fr, about_en, number in rows
    )


def _known(question: Question, word: str) -> str:
    """*word* when some word of the index begins like it, else the one most like it, else nothing."""
    start = stem(word)
    if question.rows("SELECT 1 FROM word WHERE word >= ? AND word < ? LIMIT 1", [start, start + _BEYOND]):
        return word
    if len(word) < SHORTEST_MENDED:
        return ""
    pieces = sorted(grams(word))
    alike = question.rows(
        f"SELECT w.word, w.things FROM (SELECT word, count(*) AS n FROM gram WHERE gram IN"
        f" ({', '.join('?' * len(pieces))}) GROUP BY word ORDER BY n DESC LIMIT {_COMPARED}) g"
        " JOIN word w ON w.id = g.word",
        pieces,
    )
    ranked = [(SequenceMatcher(None, word, other).ratio(), many, other) for other, many in alike]
    return max((each for each in ranked if each[0] >= _ALIKE), default=(0.0, 0, ""))[2]
