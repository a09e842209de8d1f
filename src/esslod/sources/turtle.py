"""Turtle with line numbers: every statement with the line it stands on, every syntax fault at once.

The parser is Oxigraph's (RDF 1.1 Turtle, https://www.w3.org/TR/turtle/). It does not say where
a triple comes from, so we hand it the text in pieces, never more than one line at a time, and
look which piece was last asked for when a triple comes out. After a fault the statement is given
up and reading starts again at the next one, with the prefixes known so far. No I/O here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Final, NamedTuple, cast

from pyoxigraph import QuadParser, RdfFormat, Triple, parse

#: Longest line and longest triple-quoted text, in bytes. The parser reads a token again from its
#: start for each piece it is handed, so a token without bounds costs the square of its size.
LONGEST_LINE: Final = 1_000_000
LONGEST_TEXT: Final = 200_000
#: Faults told per file; what follows is most often an echo.
MOST_PROBLEMS: Final = 50

# Whole tokens only, so that a quote in a comment or an IRI opens nothing. `unclosed` is last:
# it matches where a triple-quoted text that never ends begins.
_TOKENS: Final = re.compile(
    rb"""(?xs)
      \#[^\n]*+
    | <[^<>"{}|^`\\\x00-\x20]*+>
    | (?P<text> \"\"\" (?>[^"\\]++ | \\. | "(?!""))*+ \"\"\" | ''' (?>[^'\\]++ | \\. | '(?!''))*+ ''' )
    | (?P<unclosed> \"\"\" | ''')
    | " (?>[^"\\\n]++ | \\[^\n])*+ "
    | ' (?>[^'\\\n]++ | \\[^\n])*+ '
    | (?P<rdf12> << | \{\|)
    """
)
# What may stand first in a line and still belongs to the statement part of the line before:
# the parser only knows that a text has no language tag once it sees this.
_LEAD: Final = re.compile(rb"[ \t]*+(?>[;,.\])]++[ \t]*+)*+(?:\#[^\n]*+)?(?:\r?\n)?")
_LEADING: Final = frozenset(b";,.])#\r\n")
_REFUSED: Final = {
    "text": "esslod:long-text",
    "unclosed": "esslod:unclosed-text",
    "rdf12": "esslod:rdf-1.2",
}
_END_OF_STATEMENT: Final = re.compile(rb"\.[ \t]*(?:#.*)?\r?\n?\Z")


class Statement(NamedTuple):
    triple: Triple
    line: int


class Problem(NamedTuple):
    """A syntax fault: 1-based line and column, the parser's sentence (English), the text there."""

    line: int
    column: int
    message: str
    excerpt: str = ""


class Parsed(NamedTuple):
    """``incomplete``: at least one statement of the file was given up."""

    statements: list[Statement]
    problems: list[Problem]

    @property
    def incomplete(self) -> bool:
        return bool(self.problems)


def parse_turtle(content: bytes, base: str) -> Parsed:
    """Every statement of *content* (UTF-8) and every fault; relative IRIs resolve against *base*.

    Never raises on content. Problems of our own have messages that begin with ``esslod:``.
    """
    text = _guarded(content)
    statements: list[Statement] = []
    problems = text.problems
    first, prologue = 0, b""
    while first < len(text.lines):
        attempt = _Attempt(text.lines, first, prologue, base)
        statements.extend(attempt.statements())
        if attempt.problem is None:
            break
        problems.append(attempt.problem)
        if len(problems) >= MOST_PROBLEMS:
            break
        first, prologue = text.next_statement(attempt.problem.line), attempt.prologue()
    problems.sort()
    if len(problems) >= MOST_PROBLEMS:
        last = problems[MOST_PROBLEMS - 1]
        problems[MOST_PROBLEMS:] = [Problem(last.line, last.column + 1, "esslod:more")]
    return Parsed(statements, problems)


@dataclass
class _Text:
    """The lines of a file. ``inside`` are the indices of lines that begin within a triple-quoted text."""

    lines: list[bytes]
    inside: set[int]
    problems: list[Problem]

    def next_statement(self, index: int) -> int:
        """Index of the first line, from *index* on, where a new statement most likely begins."""
        while index < len(self.lines) and not self._begins(index):
            index += 1
        return index

    def give_up(self, index: int) -> int:
        """Blank the whole statement that line *index* belongs to; the index of the line after it."""
        start, end = index, self.next_statement(index + 1)
        while not self._begins(start):
            start -= 1
        self.lines[start:end] = [b"\n"] * (end - start)
        return end

    def _begins(self, index: int) -> bool:
        if index == 0:
            return True
        before = self.lines[index - 1]
        return index not in self.inside and (not before.strip() or bool(_END_OF_STATEMENT.search(before)))


def _guarded(content: bytes) -> _Text:
    """The lines of *content* without the statements that must not reach the parser.

    RDF 1.2 triple terms nested deeply overflow the parser's stack and kill the process;
    endless texts take it hours.
    """
    text = _Text(_split(content), set(), [])
    if any(mark in content for mark in (b'"""', b"'''", b"<<", b"{|")):
        _give_up_tokens(content, text)
    for index, line in enumerate(text.lines):
        if len(line) > LONGEST_LINE:
            text.problems.append(Problem(index + 1, 1, "esslod:long-line", _excerpt(line)))
            text.give_up(index)
    return text


def _give_up_tokens(content: bytes, text: _Text) -> None:
    starts = [0, *(line_feed.end() for line_feed in re.finditer(b"\n", content))]
    refused: list[tuple[int, Problem]] = []
    for token in _TOKENS.finditer(content):
        kind = token.lastgroup
        if kind is None:
            continue
        index = bisect_right(starts, token.start()) - 1
        if kind == "text":
            text.inside.update(range(index + 1, bisect_right(starts, token.end() - 1)))
            if token.end() - token.start() <= LONGEST_TEXT:
                continue
        column = token.start() - starts[index] + 1
        refused.append((index, Problem(index + 1, column, _REFUSED[kind], _excerpt(text.lines[index]))))
    given_up = 0
    for index, problem in refused:
        if index >= given_up:
            text.problems.append(problem)
            given_up = text.give_up(index)


def _split(content: bytes) -> list[bytes]:
    """Lines as Turtle counts them: ended by a line feed."""
    *ended, last = content.split(b"\n")
    lines = [part + b"\n" for part in ended]
    return [*lines, last] if last else lines


def _excerpt(line: bytes) -> str:
    """The line as written, cut to what fits on a screen."""
    text = line[:400].decode("utf-8", "replace").strip()
    return text if len(text) <= 100 else text[:99] + "…"


class _Pieces:
    """A binary file that gives one piece a call; ``line`` is where the last piece stands, 1-based."""

    def __init__(self, lines: Sequence[bytes], first: int, prologue: bytes) -> None:
        self.line = first
        self._rest = prologue
        self._pieces = _pieces(lines, first)

    def read(self, size: int = -1) -> bytes:
        # The parser's buffer is 4 kB and it panics when given more than it asked for.
        if not self._rest:
            self.line, self._rest = next(self._pieces, (self.line, b""))
        if size < 0:
            size = len(self._rest)
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def _pieces(lines: Sequence[bytes], first: int) -> Iterator[tuple[int, bytes]]:
    label = first
    for number in range(first, len(lines)):
        line = lines[number]
        stripped = line.lstrip(b" \t")
        if stripped and stripped[0] in _LEADING and (lead := _LEAD.match(line)):
            yield label, line[: lead.end()]
            line = line[lead.end() :]
        if line:
            label = number + 1
            yield label, line


@dataclass
class _Attempt:
    """One run of the parser, from line index ``first`` to the first fault or the end."""

    lines: Sequence[bytes]
    first: int
    before: bytes
    base: str
    problem: Problem | None = None

    def __post_init__(self) -> None:
        # One line of prologue, so that the parser's line numbers are ours minus `first` plus one.
        self._pieces = _Pieces(self.lines, self.first, self.before + b"\n")
        self._parser: QuadParser = parse(cast(IO[bytes], self._pieces), RdfFormat.TURTLE, base_iri=self.base)

    def statements(self) -> Iterator[Statement]:
        pieces = self._pieces
        try:
            for quad in self._parser:
                yield Statement(quad.triple, pieces.line)
        except SyntaxError as error:
            self.problem = self._told(error)

    def _told(self, error: SyntaxError) -> Problem:
        line = max(self.first + 1, min((error.lineno or 2) - 1 + self.first, len(self.lines)))
        message = error.msg.partition(": ")[2] or error.msg
        return Problem(line, error.offset or 0, message, _excerpt(self.lines[line - 1]))

    def prologue(self) -> bytes:
        """The base and prefixes known where the fault was, on one line."""
        known = [f"@base <{self._parser.base_iri}> ."] if self._parser.base_iri else []
        known += [f"@prefix {name}: <{iri}> ." for name, iri in self._parser.prefixes.items()]
        return " ".join(known).encode()
