"""The verbs of the command line: each module has ``run(invocation) -> exit code`` and does one thing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final

from esslod.config import Site, load_site
from esslod.console import Console
from esslod.errors import OperatorError

#: The longest that writing the history may take between the moment that it names and the switch.
_MARGIN: Final = timedelta(seconds=10)


@dataclass(frozen=True)
class Invocation:
    """One command line: what was asked, where, in which language, on which day.

    ``clock`` tells the moment; without one it is the first of the day.
    """

    arguments: Namespace
    folder: Path
    console: Console
    today: date
    clock: Callable[[], datetime] | None = None

    def moment(self) -> datetime:
        """When what is done now is seen (UTC); rather too late: who asks what is new must miss nothing."""
        if self.clock is None:
            return datetime.combine(self.today, time(), UTC)
        return self.clock() + _MARGIN

    @cached_property
    def site(self) -> Site:
        """The settings. Raises OperatorError when there is no such folder, InvalidSettings."""
        if not self.folder.is_dir():
            raise OperatorError(
                self.console.pick(f"{self.folder} : dossier introuvable", f"{self.folder}: no such folder"),
                remedy=self.console.pick(
                    "indiquez le dossier du site : esslod --site DOSSIER …",
                    "say where the site is: esslod --site DIR …",
                ),
            )
        return load_site(self.folder)
