"""Another base for our IRIs: on terms and on the IRIs of SPARQL texts, never inside a literal's text.

Sources are written under the canonical base; a publisher with its own domain sets
``base_iri`` and every IRI under the canonical base moves there.
"""

from __future__ import annotations

import re
from typing import Final, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from esslod.addresses import CANONICAL_BASE

AnyTerm = TypeVar("AnyTerm", bound=NamedNode | BlankNode | Literal | Triple)

# Comments and texts are matched first so that an IRI within them is left alone
# (SPARQL 1.1 §19.8: COMMENT, STRING_LITERAL…, IRIREF).
_TOKENS: Final = re.compile(
    r"""(?xs)
      \#[^\n]*+
    | \"\"\" (?>[^"\\]++ | \\. | "(?!""))*+ \"\"\" | ''' (?>[^'\\]++ | \\. | '(?!''))*+ '''
    | " (?>[^"\\\n]++ | \\.)*+ " | ' (?>[^'\\\n]++ | \\.)*+ '
    | <(?P<iri>[^<>"{}|^`\\\x00-\x20]*+)>
    """
)


def rebase_iri(iri: str, base: str) -> str:
    """*iri* under *base* when it is under the canonical base, else as it is."""
    return base + iri[len(CANONICAL_BASE) :] if iri.startswith(CANONICAL_BASE) else iri


def rebase_term(term: AnyTerm, base: str) -> AnyTerm:
    """The term under *base*. Of a literal only the datatype can move; its text and language never do."""
    if isinstance(term, NamedNode):
        moved = rebase_iri(term.value, base)
        return term if moved == term.value else type(term)(moved)
    if isinstance(term, Literal) and term.datatype.value.startswith(CANONICAL_BASE):
        return type(term)(term.value, datatype=NamedNode(rebase_iri(term.datatype.value, base)))
    return term


def rebase_query(text: str, base: str) -> str:
    """A SPARQL text whose IRIs between angle brackets, prefixes included, are under *base*."""
    if base == CANONICAL_BASE:
        return text
    return _TOKENS.sub(lambda token: _moved(token, base), text)


def _moved(token: re.Match[str], base: str) -> str:
    iri = token.group("iri")
    return token.group() if iri is None else f"<{rebase_iri(iri, base)}>"
