"""Regular expressions of ours mean the same to every Python that we say we run on.

Until 3.11.5, `re` was wrong where a group that may be matched in more than one way is repeated
possessively: ``(?:a|b"(?!c))*+`` missed what it should have found (CPython, issue 106052). Debian 12 has
3.11.2. Repeating an atomic group, ``(?>…)*+``, is right in all of them.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from re import _constants as constants
from re import _parser as parser
from typing import Any

import pytest
from tests.test_architecture import MODULES

_CHOICES = {constants.BRANCH, constants.MAX_REPEAT, constants.MIN_REPEAT, constants.GROUPREF_EXISTS}


def within(pattern: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Every part of a parsed pattern, but those inside of atomic groups, each after what holds it."""
    for operator, argument in pattern:
        yield operator, argument
        if operator == constants.ATOMIC_GROUP:
            continue
        for part in argument if isinstance(argument, tuple) else (argument,):
            for one in part if isinstance(part, list) else (part,):
                if isinstance(one, parser.SubPattern):
                    yield from within(one)


def doubtful(pattern: re.Pattern[Any]) -> bool:
    """Whether it repeats something possessively that leaves a choice."""
    return any(
        inside in _CHOICES
        for operator, argument in every(parser.parse(pattern.pattern, pattern.flags))
        if operator == constants.POSSESSIVE_REPEAT
        for inside, _ in within(argument[2])
    )


def every(pattern: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Every part of a parsed pattern, in atomic groups too."""
    for operator, argument in within(pattern):
        yield operator, argument
        if operator == constants.ATOMIC_GROUP:
            yield from every(argument)


def ours() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Where each compiled pattern stands, of every module."""
    for name in MODULES:
        if name == "__main__":
            continue
        module = importlib.import_module(f"esslod.{name}" if name else "esslod")
        for variable, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{name}.{variable}", value


PATTERNS = dict(ours())


def test_there_is_something_to_check() -> None:
    """The Turtle reader's and the SPARQL scanner's among them."""
    assert {"sources.turtle._TOKENS", "engine.plain._PREFIXES", "web.negotiation._MEMBER"} <= set(PATTERNS)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?:[^a]++|b(?!c))*+", True),
        (r"(?>(?:a|bc)*+)", True),
        (r"(?:ab*)?+", True),
        (r"(?>[^a]++|b(?!c))*+", False),
        (r"(?>(?:a|bc)*)", False),
        (r"[a-z]++(?:ab)*+", False),
    ],
)
def test_what_is_doubtful(pattern: str, expected: bool) -> None:
    """A choice, or a repetition that may give back, inside a possessive one."""
    assert doubtful(re.compile(pattern)) is expected


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern(name: str) -> None:
    """Nothing is repeated possessively but what can be matched in one way."""
    assert not doubtful(PATTERNS[name]), PATTERNS[name].pattern
