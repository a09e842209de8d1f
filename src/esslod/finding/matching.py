"""Questions in words, as FTS5 expressions: every word quoted, so that no syntax reaches who asks.

A word stands for those that begin like it, its plural taken off; a short one only for itself where it is
a word (« ess » is not « Essonne »). FTS5 finds nothing for an expression without words: so does a
question without any.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from esslod.finding.folding import stem
from esslod.finding.index import Question

#: Letters of a word that is short.
_SHORT: Final = 3


def expression(
    words: Sequence[str], *, whole: Collection[str] = (), column: str = "", join: str = "AND"
) -> str:
    """What finds the things that have all *words* (or, by *join*, any of them), in *column* only if given.

    Those of *whole* stand for themselves only.
    """
    return _joined([f'"{word}"' if word in whole else f'"{stem(word)}"*' for word in words], column, join)


def exact(words: Sequence[str], column: str) -> str:
    """What finds the things that have all *words*, in *column*, as they are or in the plural."""
    forms = [dict.fromkeys((word, stem(word), f"{stem(word)}s", f"{stem(word)}x")) for word in words]
    return _joined(["(" + " OR ".join(f'"{form}"' for form in each) + ")" for each in forms], column, "AND")


def whole_words(question: Question, words: Sequence[str]) -> frozenset[str]:
    """The short ones of *words* that are words of the index."""
    short = [word for word in words if len(word) <= _SHORT]
    if not short:
        return frozenset()
    marks = ", ".join("?" * len(short))
    return frozenset(row[0] for row in question.rows(f"SELECT word FROM word WHERE word IN ({marks})", short))


def _joined(terms: Sequence[str], column: str, join: str) -> str:
    if not terms:
        return '""'
    joined = f" {join} ".join(terms)
    return f"{column} : ({joined})" if column else joined
