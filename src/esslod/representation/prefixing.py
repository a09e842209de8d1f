"""Prefixes that a query uses and does not declare, written before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

#: What may hold something like a prefixed name and is none: comments, strings, IRIs (SPARQL 1.1 §19.8).
_NOT_NAMES: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\\\x00-\x20]*>"
    r"|#[^\n]*",
    re.DOTALL,
)
_DECLARED: Final = re.compile(r"(?i)\bPREFIX\s+([\w.-]*):")
_USED: Final = re.compile(r"(?<![\w.?$@:-])([A-Za-z][\w.-]*):")


def with_prefixes(query: str, prefixes: Mapping[str, str]) -> str:
    """*query*, after the declaration of those of *prefixes* that it uses and does not declare."""
    bare = _NOT_NAMES.sub(" ", query)
    declared = set(_DECLARED.findall(bare))
    used = dict.fromkeys(_USED.findall(bare))
    missing = sorted(name for name in used if name not in declared and name in prefixes)
    return "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in missing) + query
