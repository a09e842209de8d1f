"""The rows of ``tests/corpus/negotiation/table.txt``, and what an answer must be like to agree with one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parent.parent / "corpus" / "negotiation" / "table.txt"
PLACES = {
    "id": "/id/territory/epci/246300701",
    "doc": "/doc/territory/epci/246300701",
    "dump": "/dumps/latest/esslod.ttl",
}
NONE = "-"
#: Request headers that make an answer depend on what the caller has.
CONDITIONS = ("If-", "Range")


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in lower case) and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @staticmethod
    def of(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Answer:
        """Lines of one field are one list (RFC 9110 §5.3)."""
        found: dict[str, str] = {}
        for name, value in headers:
            before = found.get(name.lower())
            found[name.lower()] = value if before is None else f"{before}, {value}"
        return Answer(status, found, body)


#: ``ask(method, path, headers)``
Ask = Callable[[str, str, Mapping[str, str]], Answer]


@dataclass(frozen=True)
class Row:
    """One line of the table, its places filled in."""

    line: int
    path: str
    headers: tuple[tuple[str, str], ...]
    status: int
    type: str
    answer: tuple[tuple[str, str], ...]

    def check(self, ask: Ask) -> None:
        """Asked by GET, the answer is as the row says; asked by HEAD, the same without a body."""
        filled = self._filled(ask)
        got = ask("GET", filled.path, dict(filled.headers))
        assert got.status == filled.status, f"line {self.line}: {got.status}"
        for name, expected in (("content-type", filled.type), *filled.answer):
            _agree(f"line {self.line}: {name}", got.headers.get(name.lower()), expected)
        if not any(name == "Range" for name, _ in filled.headers):  # which is for GET alone
            headed = ask("HEAD", filled.path, dict(filled.headers))
            assert headed.body == b"", f"line {self.line}"
            assert headed.status == got.status, f"line {self.line}: HEAD {headed.status}"
            assert _lasting(headed) == _lasting(got), f"line {self.line}: HEAD"

    def _filled(self, ask: Ask) -> Row:
        """``{etag}`` and ``{date}`` as the same request is answered without conditions."""
        text = str((self.headers, self.answer))
        if "{etag}" not in text and "{date}" not in text:
            return self
        plain = {name: value for name, value in self.headers if not name.startswith(CONDITIONS)}
        before = ask("GET", self.path, plain).headers
        places = {"{etag}": before.get("etag", ""), "{date}": before.get("last-modified", "")}

        def fill(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
            return tuple((name, _put(value, places)) for name, value in pairs)

        return Row(self.line, self.path, fill(self.headers), self.status, self.type, fill(self.answer))


def rows() -> Iterator[Row]:
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            path, asked, status, kind, answer = (_placed(cell.strip()) for cell in line.split(" | "))
            yield Row(number, path, _headers(asked), int(status), kind, _headers(answer))


def _headers(cell: str) -> tuple[tuple[str, str], ...]:
    pairs = [] if cell == NONE else [header.partition(":") for header in cell.split(" && ")]
    return tuple((name.strip(), value.strip()) for name, _, value in pairs)


def _placed(cell: str) -> str:
    return _put(cell, {f"{{{name}}}": path for name, path in PLACES.items()})


def _put(text: str, places: Mapping[str, str]) -> str:
    for place, value in places.items():
        text = text.replace(place, value)
    return text


def _agree(what: str, found: str | None, expected: str) -> None:
    if expected == NONE:
        assert not found, f"{what} is {found!r}"
    elif expected.startswith("~"):
        assert found is not None and re.fullmatch(expected[1:], found), f"{what} is {found!r}"
    else:
        assert found == expected, f"{what} is {found!r}"


def _lasting(answer: Answer) -> dict[str, str]:
    """The headers that do not change from one answer to the next."""
    return {name: value for name, value in answer.headers.items() if name not in ("date", "server-timing")}
