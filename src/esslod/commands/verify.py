"""``esslod verify``: does a release still say what it said, and can it be made again?"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from esslod.build import check
from esslod.commands import Invocation
from esslod.commands.publishing import announcer
from esslod.console import Console
from esslod.errors import EXIT_DONE, EXIT_INPUT
from esslod.release.download import download, is_address
from esslod.release.lock import Progress
from esslod.release.manifest import MANIFEST
from esslod.release.signature import read_public_key
from esslod.release.verify import Verdict, verify

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def run(invocation: Invocation) -> int:
    """Print what was checked and what is wrong; exit 1 when something is."""
    console, asked = invocation.console, invocation.arguments.release
    keys = [read_public_key(Path(file)) for file in invocation.arguments.key]
    announce = announcer(console)
    ours = asked is None or not (is_address(asked) or (Path(asked) / MANIFEST).is_file())
    if ours:
        verdict = check(invocation.site, asked, progress=announce, keys=keys)
    elif is_address(asked):
        verdict = _from_afar(asked, keys, announce)
    else:
        verdict = verify(Path(asked), keys=keys)
    _tell(verdict, console, ours=ours)
    return EXIT_DONE if verdict.sound else EXIT_INPUT


def _from_afar(address: str, keys: Sequence[Ed25519PublicKey], announce: Progress) -> Verdict:
    """Judge what the host of *address* gives to anyone; nothing is left of it afterwards."""
    with tempfile.TemporaryDirectory(prefix="esslod-verify-") as folder:
        announce("download")
        release = download(address, Path(folder))
        announce("verify")
        return verify(release, keys=keys)


def _tell(verdict: Verdict, console: Console, *, ours: bool) -> None:
    """*ours*: the release stands in the site's own library."""
    for problem in verdict.problems:
        console.show(_printable(f"{problem.kind}: {problem.subject}: {problem.message}"))
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
        if ours:
            console.say(
                "→ refaites-la avec esslod build, ou revenez en arrière avec esslod rollback",
                "→ make it again with esslod build, or go back with esslod rollback",
            )
        else:
            console.say(
                "→ ne vous fiez pas à ces fichiers ; prévenez qui les publie",
                "→ do not trust these files; tell who publishes them",
            )
    for reason in verdict.unchecked:
        console.say(f"Non vérifié : {reason}", f"Not checked: {reason}")


def _printable(line: str) -> str:
    """*line* without what could command a terminal: names may come from somebody else's manifest."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
