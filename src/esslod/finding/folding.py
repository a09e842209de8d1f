"""Texts as they are compared: without case, accents, ligatures and elided articles.

Both sides use it, whoever writes the index and whoever reads a question, so that « d’eau »,
« D'EAU » and « eau » are one word, and « œuvre » is found by « oeuvre ».
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: What NFKD leaves whole, and readers type as two letters.
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "’": "'", "ʼ": "'"})
#: Accents and other marks above and below letters (Unicode's five blocks of combining diacritical marks).
_MARKS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
#: Articles and pronouns that French joins to the next word.
_ELIDED: Final = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)")
_WORD: Final = re.compile(r"[^\W_]+")
#: Words that say nothing of what is looked for, folded; they count only when nothing else is asked.
_ARTICLES: Final = """
    a an and at au aux by ce ces de des du en et for from in la le les of on ou par pour sur the to un une
"""
_EMPTY: Final = frozenset(_ARTICLES.split())
#: Words of a question that are looked at, and letters of each, at most.
MOST_WORDS: Final = 12
_LONGEST: Final = 40
_SHORTEST_PLURAL: Final = 4
#: Letters of a word whose spelling can be mended, at least.
SHORTEST_MENDED: Final = 4


def fold(text: str) -> str:
    """*text* for comparison: lower case, without marks, ligatures and elisions."""
    if text.isascii():
        small = text.lower()
    else:  # mathematical capitals become letters before case is folded, and case folding makes marks
        small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        small = _MARKS.sub("", small).translate(_LIGATURES)
    return _ELIDED.sub("", small) if "'" in small else small


def words(text: str) -> list[str]:
    """The words of *text*, folded, in order."""
    return _WORD.findall(fold(text))


def asked_words(text: str) -> list[str]:
    """The words that a question is about, each once: without articles, unless it has nothing else."""
    every = [word[:_LONGEST] for word in dict.fromkeys(words(text))]
    telling = [word for word in every if word not in _EMPTY and (len(word) > 1 or word.isdigit())]
    return (telling or every)[:MOST_WORDS]


def stem(word: str) -> str:
    """*word* without the mark of a plural, as the beginning that its forms share."""
    return word[:-1] if len(word) > _SHORTEST_PLURAL and word[-1] in "sx" and word[-2] != "s" else word


def sorting(text: str) -> str:
    """A key that puts names in the order of a dictionary; numbers by their value."""
    return re.sub(r"\d+", lambda found: found.group().zfill(9), " ".join(words(text)))


def grams(word: str) -> set[str]:
    """Its pieces of three letters, a blank before and after counted: words alike share most of them."""
    edged = f" {word} "
    return {edged[place : place + 3] for place in range(len(edged) - 2)}
