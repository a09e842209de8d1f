"""Every error esslod raises, as one tree, by culprit.

    EsslodError
    ├── AuthorError            who wrote the data: exit code 1
    │   ├── InvalidSources     a gate refused; carries the report
    │   └── UnreadableFiles    files given to look at are not RDF; all faults at once
    ├── OperatorError          who runs the site: exit code 2 for settings, 3 for a damaged machine state
    │   ├── InvalidSettings    esslod.toml or ESSLOD_… ; all faults at once
    │   ├── NoRelease          nothing has been built yet
    │   ├── UnknownRelease     a name that is not in the library
    │   ├── DamagedRelease     files do not match their manifest
    │   ├── UnreachableRelease a release to verify that its host does not give
    │   ├── BusyLibrary        another build holds the folder of releases
    │   └── UnwritableLibrary  a folder cannot be written: disk full, rights, not a folder
    ├── CallerError            who asks: an HTTP 4xx, exit code 1 on the command line
    │   ├── NotFound · Gone · NotAcceptable · UnsupportedMediaType · BadRequest · MethodNotAllowed
    │   ├── PreconditionFailed · RangeNotSatisfiable
    │   ├── QuerySyntaxError   carries line, column, what was expected
    │   ├── QueryTooComplex    refused before or because the engine cannot bear it
    │   ├── QueryTooLarge      answer over the limit the operator set
    │   │   └── QueryOutOfMemory   so is what the query needs to be evaluated
    │   ├── ServiceRefused     SERVICE to a place that is not allowed
    │   ├── QueryTimeout       over the time the operator allows
    │   └── CallerGone         whoever asked has hung up: nobody reads this answer
    └── InternalError          us: an HTTP 5xx, exit code 3
        ├── EngineBusy         every worker taken and the queue full (503 + Retry-After)
        │   └── SearchTimeout  a list or a search took longer than the operator allows (503)
        ├── EngineFailure      a worker died for a reason that is ours
        └── UpstreamFailure    an allowed SERVICE or remote engine failed (502)

The HTTP status of each is in one table, ``web/problems.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from esslod.validation.report import Report

EXIT_DONE = 0
EXIT_INPUT = 1
EXIT_USAGE = 2
EXIT_OURS = 3


class EsslodError(Exception):
    """The root. ``remedy`` says what the culprit can do about it, in plain words.

    ``french`` is message and remedy in French, where they are known.
    """

    exit_code = EXIT_OURS
    french: tuple[str, str] = ("", "")

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class AuthorError(EsslodError):
    exit_code = EXIT_INPUT


class InvalidSources(AuthorError):
    """A gate refused the data; ``report`` says why, file by file."""

    def __init__(self, message: str, report: Report, *, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.report = report


@dataclass(frozen=True)
class FileFault:
    """Where a file stops being what its suffix says; line and column count from 1, 0 when unknown."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{place}: {self.message}"


class UnreadableFiles(AuthorError):
    """Files that cannot be read as RDF; one fault for each."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class OperatorError(EsslodError):
    exit_code = EXIT_USAGE


@dataclass(frozen=True)
class SettingFault:
    """One wrong setting: where it was read, what was there, what was expected."""

    setting: str
    origin: str
    value: str
    expected: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.setting} = {self.value!r}: {self.expected}"


class InvalidSettings(OperatorError):
    """All faults of the settings at once."""

    def __init__(self, faults: Sequence[SettingFault]) -> None:
        super().__init__("\n".join(map(str, faults)), remedy="esslod settings")
        self.faults = tuple(faults)


class NoRelease(OperatorError):
    exit_code = EXIT_INPUT


class UnknownRelease(OperatorError):
    exit_code = EXIT_INPUT


class DamagedRelease(OperatorError):
    exit_code = EXIT_INPUT


class UnreachableRelease(OperatorError):
    exit_code = EXIT_INPUT


class BusyLibrary(OperatorError):
    exit_code = EXIT_OURS


class UnwritableLibrary(OperatorError):
    exit_code = EXIT_OURS


class CallerError(EsslodError):
    exit_code = EXIT_INPUT


class NotFound(CallerError):
    """No such resource; ``near`` are addresses that do exist and look alike."""

    def __init__(self, message: str, *, remedy: str = "", near: Sequence[str] = ()) -> None:
        super().__init__(message, remedy=remedy)
        self.near = tuple(near)


class Gone(CallerError):
    """There was such a resource; ``tombstone`` says when it was withdrawn, by whom, and what replaces it."""

    def __init__(
        self, message: str, *, remedy: str = "", tombstone: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.tombstone = dict(tombstone or {})


class NotAcceptable(CallerError):
    """Nothing the caller accepts is offered; ``offered`` are (media type, address) pairs."""

    def __init__(self, message: str, offered: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.offered = tuple(offered)


class UnsupportedMediaType(CallerError):
    pass


class BadRequest(CallerError):
    pass


class MethodNotAllowed(CallerError):
    def __init__(self, message: str, allowed: Sequence[str]) -> None:
        super().__init__(message)
        self.allowed = tuple(allowed)


class PreconditionFailed(CallerError):
    """What the caller made its request depend on does not hold."""


class RangeNotSatisfiable(CallerError):
    """None of the bytes asked for exist; ``size`` is how many there are."""

    def __init__(self, message: str, size: int) -> None:
        super().__init__(message)
        self.size = size


class QuerySyntaxError(CallerError):
    """Line and column are 1-based, in the text the caller sent; 0 when unknown."""

    def __init__(self, message: str, *, line: int = 0, column: int = 0, expected: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.expected = expected


class QueryTooComplex(CallerError):
    pass


class QueryTooLarge(CallerError):
    pass


class QueryOutOfMemory(QueryTooLarge):
    pass


class ServiceRefused(CallerError):
    pass


class QueryTimeout(CallerError):
    pass


class CallerGone(CallerError):
    pass


class InternalError(EsslodError):
    pass


class EngineBusy(InternalError):
    """``retry_after`` is in seconds."""

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SearchTimeout(EngineBusy):
    """A list or a search over its time: what was found so far is not shown as if it were all."""


class EngineFailure(InternalError):
    pass


class UpstreamFailure(InternalError):
    pass
