"""``esslod build``: make a release from the files, or say why not."""

from __future__ import annotations

from esslod.build import Outcome, build
from esslod.commands import Invocation
from esslod.commands.publishing import announcer
from esslod.console import Console
from esslod.errors import EXIT_DONE, InvalidSources
from esslod.validation import render


def run(invocation: Invocation) -> int:
    """Print the release's name; a refusal prints the report and changes nothing."""
    console = invocation.console
    try:
        day = invocation.arguments.date
        moment = None if day else invocation.moment
        outcome = build(invocation.site, day or invocation.today, announcer(console), moment=moment)
    except InvalidSources as refusal:
        tell_refusal(refusal, invocation)
        return refusal.exit_code
    tell_outcome(outcome, console)
    console.show(outcome.manifest.name)
    return EXIT_DONE


def tell_refusal(refusal: InvalidSources, invocation: Invocation) -> None:
    """The report of the gate that refused, and what became of the release."""
    console = invocation.console
    told = render.text(refusal.report, console.language, base=invocation.site.base_iri)
    console.tell(told.rstrip())
    console.say(
        "Rien n’a été publié : la version en cours, s’il y en a une, reste en place.",
        "Nothing was published: the current release, if any, stays.",
    )


def tell_outcome(outcome: Outcome, console: Console) -> None:
    """What a build did, in a sentence or two."""
    name, quads, date = outcome.manifest.name, outcome.manifest.quads, outcome.manifest.date
    if outcome.made:
        console.say(
            f"Version {name} : {quads} énoncés, publiée le {date}.",
            f"Release {name}: {quads} statements, published on {date}.",
        )
    else:
        console.say(
            f"Rien de nouveau : la version {name}, du {date}, dit déjà tout cela. C’est la version en cours.",
            f"Nothing new: release {name}, of {date}, already says all this. It is the current release.",
        )
    warnings = outcome.report.count("warning")
    if warnings:
        console.say(
            f"{warnings} avertissement(s) : esslod validate les montre.",
            f"{warnings} warning(s): esslod validate shows them.",
        )
    for pruned in outcome.pruned:
        console.say(
            f"Version {pruned} supprimée (réglage keep).", f"Release {pruned} deleted (setting keep)."
        )
