"""SPARQL text cut into tokens, in linear time and without ever failing.

A token is what SPARQL 1.1 §19.8 calls a terminal, roughly: what matters is that
strings, IRIs and comments begin and end exactly where the engine's own grammar
says, since what hides inside them is not looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Kinds of tokens, as the groups of the expression below are called.
STRING: Final = "string"
IRI: Final = "iri"
VARIABLE: Final = "variable"
NAME: Final = "name"  # prefixed, or the label of a blank node
WORD: Final = "word"
NUMBER: Final = "number"
LANGUAGE: Final = "language"
MARK: Final = "mark"

_CODEPOINT: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE: Final = rf"""\\[tbnrf"'\\]|{_CODEPOINT}"""
_LOCAL_FIRST: Final = r"[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

_LOCAL: Final = rf":(?>(?>{_LOCAL_FIRST})(?>{_LOCAL_FIRST}|-|\.++(?=[\w:\-%\\]))*+)?+"
#: What may be the prefix of a name; when no colon follows it is words with full stops and hyphens between.
_RUN: Final = r"[^\W\d](?>[\w\-]|\.++(?=[\w\-]))*+"
_PIECES: Final = re.compile(r"\w+|\W")

#: Every loop is possessive, so that no text makes the expression go back over what it has read.
_TOKEN: Final = re.compile(
    rf"""
    (?>[\x20\t\r\n]++|\#[^\r\n]*+)*+
    (?:
        (?P<variable>[?$]\w++)
      | (?P<name>{_RUN}{_LOCAL}|{_LOCAL})
      | (?P<word>{_RUN})
      | (?P<iri><(?>[^<>"{{}}|^`\\\x00-\x20]++|{_CODEPOINT})*+>)
      | (?P<string>\"\"\"(?>[^"\\]++|{_ESCAPE}|"{{1,2}}+(?!"))*+\"\"\"
                 |'''(?>[^'\\]++|{_ESCAPE}|'{{1,2}}+(?!'))*+'''
                 |"(?>[^"\\\r\n]++|{_ESCAPE})*+"
                 |'(?>[^'\\\r\n]++|{_ESCAPE})*+')
      | (?P<number>(?>[0-9]++(?>\.[0-9]*+)?+|\.[0-9]++)(?>[eE][+\-]?[0-9]++)?+)
      | (?P<language>@[A-Za-z]++(?>-[A-Za-z0-9]++)*+)
      | (?P<mark>\|\||&&|\^\^|<<|>>|[<>!]=|(?s:.))
      | \Z
    )
    """,
    re.VERBOSE,
)

_CODEPOINTS: Final = re.compile(_CODEPOINT)
_LOCAL_ESCAPES: Final = re.compile(r"\\(.)")


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """(kind, text) of every token; white space and comments are left out."""
    return ((kind, token) for kind, token, _ in placed(text))


def placed(text: str) -> Iterator[tuple[str, str, int]]:
    """As `tokens`, each with its place in *text*, in characters from 0."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == WORD and not match[WORD].isalnum():
            for piece in _PIECES.finditer(match[WORD]):
                yield (WORD if piece[0].isidentifier() else MARK), piece[0], match.start(WORD) + piece.start()
        elif kind is not None:
            yield kind, match[kind], match.start(kind)


def iri_value(token: str) -> str:
    """``<http://\\u0061>`` → ``http://a``. Impossible code points stay as they are."""
    return _CODEPOINTS.sub(_codepoint, token[1:-1])


def local_value(local: str) -> str:
    """The local part of a prefixed name, its ``\\``-escapes undone."""
    return _LOCAL_ESCAPES.sub(r"\1", local)


def unescaped(text: str) -> str:
    """*text* with every code point escape undone, wherever it stands."""
    return _CODEPOINTS.sub(_codepoint, text) if "\\" in text else text


def _codepoint(match: re.Match[str]) -> str:
    number = int(match[0][2:], 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else match[0]
