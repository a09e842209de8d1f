"""``esslod verify``: does a release still say what it said, and can it be made again?"""

from __future__ import annotations

from pathlib import Path

from esslod.build import check
from esslod.commands import Invocation
from esslod.commands.publishing import announcer
from esslod.console import Console
from esslod.errors import EXIT_DONE, EXIT_INPUT
from esslod.release.manifest import MANIFEST
from esslod.release.verify import Verdict, verify


def run(invocation: Invocation) -> int:
    """Print what was checked and what is wrong; exit 1 when something is."""
    console, asked = invocation.console, invocation.arguments.release
    if asked is not None and (Path(asked) / MANIFEST).is_file():
        verdict = verify(Path(asked))
    else:
        verdict = check(invocation.site, asked, progress=announcer(console))
    _tell(verdict, console)
    return EXIT_DONE if verdict.sound else EXIT_INPUT


def _tell(verdict: Verdict, console: Console) -> None:
    for problem in verdict.problems:
        console.show(f"{problem.kind}: {problem.subject}: {problem.message}")
    checked = ", ".join(verdict.checked)
    if verdict.sound:
        console.show(
            console.pick(
                f"Version {verdict.name} intacte : {verdict.files} fichiers. Vérifié : {checked}.",
                f"Release {verdict.name} is intact: {verdict.files} files. Checked: {checked}.",
            )
        )
    else:
        console.say(
            f"La version {verdict.name} n’est plus celle qui a été publiée.",
            f"Release {verdict.name} is no longer what was published.",
        )
        console.say(
            "→ refaites-la avec esslod build, ou revenez en arrière avec esslod rollback",
            "→ make it again with esslod build, or go back with esslod rollback",
        )
    for reason in verdict.unchecked:
        console.say(f"Non vérifié : {reason}", f"Not checked: {reason}")
