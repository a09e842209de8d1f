"""The verbs of the command line: each module has ``run(invocation) -> exit code`` and does one thing."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from esslod.config import Site, load_site
from esslod.console import Console
from esslod.errors import OperatorError


@dataclass(frozen=True)
class Invocation:
    """One command line: what was asked, where, in which language, on which day."""

    arguments: Namespace
    folder: Path
    console: Console
    today: date

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
