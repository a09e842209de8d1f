"""Texts are compared as readers compare them: what makes no difference to them makes none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.finding.folding import MOST_WORDS, asked_words, sorting, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("d’eau", "eau"),
        ("D'EAU", "d’eau"),
        ("Œuvre", "oeuvre"),
        ("tiers-lieux", "Tiers lieux"),
        ("COOPÉRATIVE", "coope\u0301rative"),
        ("Qu’il", "il"),
        ("n° 5", "N\u00b0\u202f5"),
    ],
)
def test_fold_alike(one: str, other: str) -> None:
    """Apostrophes and elisions, case, accents however they are composed, ligatures and hyphens fold."""
    assert words(one) == words(other)


def test_what_is_asked() -> None:
    """Articles and single letters say nothing of what is looked for, unless nothing else is said."""
    assert asked_words("le budget de l’ESS et la ville") == ["budget", "ess", "ville"]
    assert asked_words("de la") == ["de", "la"]
    assert len(asked_words(" ".join(map(str, range(50))))) == MOST_WORDS


@pytest.mark.parametrize(
    ("word", "start"), [("coopératives", "coopérative"), ("lieux", "lieu"), ("ess", "ess")]
)
def test_plurals_begin_like_the_singular(word: str, start: str) -> None:
    """A word is looked for without the mark of its plural; ``ss`` is none."""
    assert stem(word) == start


def test_order_of_names() -> None:
    """Names stand as in a dictionary, numbers by their value."""
    names = ["Plan 10", "Épinal", "Plan 9", "Zut", "Ecully"]
    assert sorted(names, key=sorting) == ["Ecully", "Épinal", "Plan 9", "Plan 10", "Zut"]


@given(st.text(max_size=60))
def test_folded_words_stay(text: str) -> None:
    """Folding what is folded changes nothing: index and question meet."""
    folded = words(text)
    assert words(" ".join(folded)) == folded
