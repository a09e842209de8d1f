"""``esslod releases``: what has been published, the newest last."""

from __future__ import annotations

from esslod.commands import Invocation
from esslod.commands.publishing import library
from esslod.errors import EXIT_DONE
from esslod.release.library import Release
from esslod.text_table import table


def run(invocation: Invocation) -> int:
    """Print one line a release; the current one has an asterisk."""
    console = invocation.console
    found = library(invocation.site).releases()
    if not found:
        console.say("Aucune version publiée pour l’instant.", "Nothing has been published yet.")
        console.say("→ lancez d’abord : esslod build", "→ first run: esslod build")
        return EXIT_DONE
    head = ("", *console.pick("version date énoncés état", "release date statements state").split())
    intact = console.pick("lisible", "readable")
    console.show(table(head, [_row(release, intact) for release in found], frozenset({3})))
    return EXIT_DONE


def _row(release: Release, intact: str) -> tuple[str, ...]:
    mark = "*" if release.current else ""
    if release.manifest is None:
        return (mark, release.name, "—", "—", release.problem)
    return (mark, release.name, release.manifest.date, str(release.manifest.quads), intact)
