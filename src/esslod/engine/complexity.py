"""How big a query is, counted on its tokens: nesting, triple patterns, list items, path steps.

The engine's parser and planner recurse: a query of modest length can overflow their
stack or keep them planning for minutes. Counting first is cheap and lets the refusal
say which limit was met. What slips through costs one query process, nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from esslod.engine.said import said
from esslod.engine.tokens import IRI, LANGUAGE, MARK, NAME, NUMBER, STRING, VARIABLE, WORD
from esslod.errors import QueryTooComplex

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Bounds:
    """The site's limits on the text of a query, and the endpoints its SERVICE clauses may name."""

    text_bytes: int
    nesting: int
    patterns: int
    list_items: int
    path_steps: int
    hosts: tuple[str, ...] = ()


# What a bracket encloses.
_PATTERN: Final = "pattern"
_TEMPLATE: Final = "template"
_EXPRESSION: Final = "expression"
_LIST: Final = "list"
_VALUES: Final = "values"
_ROW: Final = "row"

# What came just before a token.
_START: Final = "start"
_TERM: Final = "term"
_OPERATOR: Final = "operator"
_KEYWORD: Final = "keyword"

_TERMS: Final = frozenset({VARIABLE, NAME, IRI, STRING, NUMBER})
_TERM_WORDS: Final = frozenset({"A", "TRUE", "FALSE"})
_PREFIX_MARKS: Final = frozenset("!-+")
_OPENING: Final = frozenset({"(", "{", "[", "<<"})
_CLOSING: Final = frozenset({")", "}", "]", ">>"})
_SEPARATORS: Final = frozenset(".;,")
_PATH_MARKS: Final = frozenset("/|^")

#: What the next bracket encloses, when one of these words announces it.
_ANNOUNCED: Final = {
    "CONSTRUCT": _TEMPLATE,
    "WHERE": "",
    "FROM": "",
    "VALUES": _VALUES,
    "FILTER": _EXPRESSION,
    "BIND": _EXPRESSION,
}


def check(tokens: Sequence[tuple[str, str]], bounds: Bounds) -> None:
    """Raise QueryTooComplex, naming the limit and its setting, when *tokens* go beyond *bounds*."""
    _Count(bounds).read(tokens)


class _Count:
    """One walk along the tokens, with the stack of open brackets."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.levels: list[str] = [_EXPRESSION]
        self.before = _KEYWORD
        self.announced = ""
        self.patterns = self.items = self.steps = self.signs = 0

    def read(self, tokens: Sequence[tuple[str, str]]) -> None:
        for kind, text in tokens:
            if kind == MARK:
                self.mark(text)
                continue
            self.signs = 0
            if kind in _TERMS:
                self.term()
            elif kind == WORD:
                self.word(text.upper())
            elif kind != LANGUAGE:
                self.before = _OPERATOR

    def mark(self, text: str) -> None:
        if text in _PREFIX_MARKS:
            self.signs += 1
            self.deep()
        else:
            self.signs = 0
        if text in _OPENING:
            self.open(text)
        elif text in _CLOSING:
            self.close(text)
        elif self.levels[-1] == _EXPRESSION:
            return
        elif text in _SEPARATORS:
            self.before, self.steps = _START, 0
        elif text in _PATH_MARKS:
            self.step()
        elif text not in "*+?-":
            self.before = _OPERATOR

    def open(self, text: str) -> None:
        level = self.enclosed(text)
        if level in {_LIST, _PATTERN} and text != "{":
            self.term()
        self.levels.append(level)
        self.deep()
        self.before = _START if text in "{[" else _OPERATOR
        if text != "(" or level == _EXPRESSION:
            self.announced = ""

    def enclosed(self, text: str) -> str:
        """What the bracket *text*, here, encloses."""
        around = self.levels[-1]
        if text == "{":
            return self.announced if self.announced in {_TEMPLATE, _VALUES} else _PATTERN
        if text == "(":
            if _EXPRESSION in (around, self.announced):
                return _EXPRESSION
            return _ROW if _VALUES in (around, self.announced) else _LIST
        return _PATTERN if around == _LIST else around

    def close(self, text: str) -> None:
        level = self.levels.pop() if len(self.levels) > 1 else _EXPRESSION
        ends_clause = text == "}" or level == _EXPRESSION
        self.before = _START if ends_clause else _TERM
        if ends_clause:
            self.steps = 0

    def word(self, text: str) -> None:
        if text in _TERM_WORDS:
            self.term()
            return
        if text == "SELECT":  # the rest of this level is its clause, then its modifiers
            self.levels[-1] = _EXPRESSION
        self.announced = _ANNOUNCED.get(text, self.announced)
        self.before = _KEYWORD

    def term(self) -> None:
        level = self.levels[-1]
        if level == _PATTERN and self.before == _START:
            self.patterns += 1
            self.within(self.patterns, self.bounds.patterns, "patterns")
        elif level == _LIST and self.before == _TERM:
            self.items += 1
            self.within(self.items + 1, self.bounds.list_items, "list_items")
        if self.before != _OPERATOR:
            self.steps = 0
        self.before = _TERM

    def step(self) -> None:
        self.before = _OPERATOR
        self.steps += 1
        self.within(self.steps, self.bounds.path_steps, "path_steps")

    def deep(self) -> None:
        depth = len(self.levels) - 1 + self.signs
        self.within(depth, self.bounds.nesting, "nesting")

    @staticmethod
    def within(found: int, limit: int, what: str) -> None:
        if found > limit:
            raise said(what, QueryTooComplex, limit=limit)
