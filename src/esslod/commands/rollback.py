"""``esslod rollback``: make an earlier release the current one."""

from __future__ import annotations

from esslod.commands import Invocation
from esslod.commands.publishing import announcer, library
from esslod.errors import EXIT_DONE
from esslod.release.publication import roll_back
from esslod.release.store import ensure_store


def run(invocation: Invocation) -> int:
    """Switch to the release named, or to the one before; print its name."""
    console, releases = invocation.console, library(invocation.site)
    with releases.lock(announcer(console)):
        folder = roll_back(releases, invocation.arguments.release, invocation.site, invocation.moment())
        ensure_store(releases, folder)
    console.say(f"Version en cours : {folder.name}", f"Current release: {folder.name}")
    console.say("Un serveur déjà lancé la sert aussitôt.", "A running server serves it at once.")
    console.show(folder.name)
    return EXIT_DONE
