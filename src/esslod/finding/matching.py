"""Questions in words, as FTS5 expressions: every word quoted, so that no syntax reaches who asks.

A word stands for those that begin like it, its plural taken off. FTS5 finds nothing for an
expression without words: so does a question without any.
"""

from __future__ import annotations

from collections.abc import Sequence

from esslod.finding.folding import stem


def expression(words: Sequence[str], *, column: str = "", join: str = "AND") -> str:
    """What finds the things that have all *words* (or, by *join*, any of them), in *column* only if given."""
    if not words:
        return '""'
    joined = f" {join} ".join(f'"{stem(word)}"*' for word in words)
    return f"{column} : ({joined})" if column else joined
