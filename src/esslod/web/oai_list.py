"""Lists of OAI-PMH (§3.5): which records, in which format, from where on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECOND: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_BEGINNING: Final = "0000-01-01T00:00:00Z"


class Refused(Exception):
    """A request that the protocol refuses, with the *code* of its §3.6."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Listing:
    """Records in the format *prefix*, of the moments *since* to *until*, numbered above *after*.

    ``cursor`` is how many came before, ``size`` how many there are in all (0: not yet counted).
    """

    verb: str
    prefix: str
    since: str
    until: str
    after: int = 0
    cursor: int = 0
    size: int = 0

    def token(self) -> str:
        return "!".join(map(str, (
            self.verb, self.prefix, self.since, self.until, self.after, self.cursor, self.size
        )))  # fmt: skip

    @classmethod
    def of_token(cls, token: str, verb: str) -> Listing:
        """What `token` was made of. Raises Refused."""
        parts = token.split("!")
        well = (
            len(parts) == 7
            and parts[0] == verb
            and all(_SECOND.fullmatch(moment) for moment in parts[2:4])
            and all(re.fullmatch("[0-9]{1,9}", number) for number in parts[4:])
        )
        if not well or int(parts[5]) == 0:
            raise Refused("badResumptionToken", "not a token of this list")
        after, cursor, size = map(int, parts[4:])
        return cls(parts[0], parts[1], parts[2], parts[3], after, cursor, size)


def first(verb: str, arguments: Mapping[str, str], now: str) -> Listing:
    """The beginning of the list that *arguments* ask for; *now* is the newest moment. Raises Refused."""
    prefix = arguments.get("metadataPrefix")
    if not prefix:
        raise Refused("badArgument", f"{verb} needs metadataPrefix")
    if "set" in arguments:
        raise Refused("noSetHierarchy", "there are no sets")
    since, until = arguments.get("from"), arguments.get("until")
    if since and until and len(since) != len(until):
        raise Refused("badArgument", "from and until are days both, or moments both")
    lower = _moment(since, "T00:00:00Z") if since is not None else _BEGINNING
    upper = _moment(until, "T23:59:59Z") if until is not None else now
    if since is not None and until is not None and lower > upper:
        raise Refused("badArgument", "from is later than until")
    return Listing(verb, prefix, lower, min(upper, now))


def following(listing: Listing, last: int, given: int, size: int) -> str:
    """The token of what comes after the record numbered *last*, *given* more having been sent."""
    return replace(listing, after=last, cursor=listing.cursor + given, size=size).token()


def _moment(text: str, rest: str) -> str:
    """*text* as a moment: a day is completed by *rest*. Raises Refused."""
    try:
        if _DAY.fullmatch(text):
            date.fromisoformat(text)
            return text + rest
        if _SECOND.fullmatch(text):
            datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
            return text
    except ValueError:
        pass
    raise Refused("badArgument", "dates are YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ")
