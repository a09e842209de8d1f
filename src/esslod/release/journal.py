"""The journal: what was published when. The publishing half reads it, the authoring half writes it.

What changed between two releases depends on the order in which they were published, not on
what they hold: the same release may come back (a rollback, a correction undone), and whoever
follows must be told. So it is in no release, but in a folder beside them::

    releases/history/
      journal.json          every publication, member and page; replaced by one rename
      ldes/, changes/ …     files that the journal names; never changed, hence never half written

Readers open only what the journal lists.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Final, Literal, TypeVar, get_args

from esslod.errors import DamagedRelease

HISTORY: Final = "history"
JOURNAL: Final = "journal.json"
LAYOUT: Final = 1

#: What happened to a thing (ActivityStreams 2.0 names).
Kind = Literal["Create", "Update", "Delete"]


@dataclass(frozen=True)
class Event:
    """One publication: *release* took the place of *previous* (empty for the first one) at *moment* (UTC).

    Counts are of named graphs created, updated and deleted, and of statements added and removed.
    """

    number: int
    moment: str
    release: str
    previous: str
    created: int
    updated: int
    deleted: int
    added: int
    removed: int


@dataclass(frozen=True)
class Member:
    """One version of the thing *of* (an IRI), told by the event of that number.

    ``digest`` is that of its statements, empty when it was deleted. They stand on *page*, as
    N-Triples, from byte *start* to byte *end*.
    """

    number: int
    kind: Kind
    of: str
    digest: str
    event: int
    page: int
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """Members from the moment *since* on, before *until*; more may come as long as that is empty."""

    number: int
    since: str
    until: str
    members: int


@dataclass(frozen=True)
class Stream:
    """The versions of many things, in the order in which they were published."""

    name: str
    members: tuple[Member, ...] = ()
    pages: tuple[Page, ...] = ()

    @cached_property
    def latest(self) -> dict[str, Member]:
        """The newest version of each thing, deletions too, oldest first."""
        found: dict[str, Member] = {}
        for member in self.members:
            found.pop(member.of, None)
            found[member.of] = member
        return found

    @property
    def living(self) -> dict[str, Member]:
        """The version that holds of each thing that is there."""
        return {of: member for of, member in self.latest.items() if member.kind != "Delete"}


@dataclass(frozen=True)
class Stored:
    """A file served at *address* (a path below the base): where it is, plain and gzip; sizes in bytes."""

    address: str
    media_type: str
    path: str
    size: int
    sha256: str
    packed_size: int
    packed_sha256: str
    immutable: bool = False

    @property
    def packed_path(self) -> str:
        return f"{self.path}.gz"


@dataclass(frozen=True)
class Journal:
    """Everything that was published under *base_iri*, oldest first."""

    base_iri: str
    events: tuple[Event, ...] = ()
    streams: tuple[Stream, ...] = ()
    files: tuple[Stored, ...] = ()

    def stream(self, name: str) -> Stream:
        """The stream called *name*; empty when nothing was ever told in it."""
        return next((stream for stream in self.streams if stream.name == name), Stream(name))

    @cached_property
    def _by_address(self) -> dict[str, Stored]:
        return {stored.address: stored for stored in self.files}

    def file(self, address: str) -> Stored | None:
        return self._by_address.get(address)

    def event_of(self, release: str) -> Event | None:
        """The publication that first made *release* current."""
        return next((event for event in self.events if event.release == release), None)

    def to_json(self) -> str:
        """One line an entry, so that two journals can be compared."""
        lines: list[str] = [f'"layout": {LAYOUT}', f'"base_iri": {_compact(self.base_iri)}']
        lines.append(_list("events", [asdict(event) for event in self.events]))
        lines.append(_list("files", [asdict(stored) for stored in self.files]))
        streams = []
        for stream in self.streams:
            parts = [f'"name": {_compact(stream.name)}']
            parts.append(_list("pages", [asdict(page) for page in stream.pages]))
            parts.append(_list("members", [vars_of(member) for member in stream.members]))
            streams.append("{" + ",\n".join(parts) + "}")
        lines.append('"streams": [\n' + ",\n".join(streams) + "\n]")
        return "{\n" + ",\n".join(lines) + "\n}\n"


def vars_of(member: Member) -> dict[str, object]:
    """As `asdict`, ten times faster: a journal may hold many thousands of members."""
    return {name: getattr(member, name) for name in _MEMBER_FIELDS}


_MEMBER_FIELDS: Final = tuple(field.name for field in fields(Member))
Entry = TypeVar("Entry", Event, Member, Page, Stored)


def from_json(text: str) -> Journal:
    """Raises DamagedRelease when *text* is not a journal of this layout."""
    try:
        table = json.loads(text)
        if table["layout"] != LAYOUT:
            raise DamagedRelease(f"{JOURNAL}: layout {table['layout']}, this esslod reads layout {LAYOUT}")
        return Journal(
            str(table["base_iri"]),
            _entries(Event, table["events"]),
            tuple(_stream(entry) for entry in table["streams"]),
            tuple(map(_inside, _entries(Stored, table["files"]))),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedRelease(f"{JOURNAL}: {error!r}") from error


def read_journal(history: Path) -> Journal | None:
    """The journal in the folder *history*; None when there is none yet. Raises DamagedRelease."""
    try:
        return from_json((history / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedRelease(f"{history / JOURNAL}: {error}") from error


def _stream(table: dict[str, Any]) -> Stream:
    members = _entries(Member, table["members"])
    if not {member.kind for member in members} <= set(get_args(Kind)):
        raise ValueError("a member is created, updated or deleted")
    return Stream(str(table["name"]), members, _entries(Page, table["pages"]))


def _entries(kind: type[Entry], table: list[dict[str, Any]]) -> tuple[Entry, ...]:
    return tuple(kind(**entry) for entry in table)


def _inside(stored: Stored) -> Stored:
    """A path that leaves the folder is never followed."""
    path = PurePosixPath(stored.path)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"path {stored.path!r}")
    return stored


def _list(name: str, entries: list[dict[str, object]]) -> str:
    return f'"{name}": [\n' + ",\n".join(map(_compact, entries)) + "\n]"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
