"""``esslod validate``: judge files, say every fault, write nothing."""

from __future__ import annotations

from pathlib import Path

from esslod.commands import Invocation
from esslod.errors import EXIT_DONE, EXIT_INPUT, OperatorError
from esslod.sources.load import load
from esslod.validation import render
from esslod.validation.gate import judge
from esslod.validation.report import Report


def run(invocation: Invocation) -> int:
    """Print the report; exit 1 on a violation, with ``--strict`` on a warning too."""
    asked, site = invocation.arguments, invocation.site
    paths = [_existing(invocation, path) for path in asked.paths]
    sources = load(site.folder, site.addresses, paths)
    report = judge(sources, invocation.today, site.addresses)
    invocation.console.show(_written(report, invocation))
    failing = report.count("violation") + (report.count("warning") if asked.strict else 0)
    return EXIT_INPUT if failing else EXIT_DONE


def _written(report: Report, invocation: Invocation) -> str:
    match invocation.arguments.format:
        case "json":
            return render.json_text(report)
        case "sarif":
            return render.sarif(report, invocation.console.language)
        case "turtle":
            return render.turtle(report)
    console = invocation.console
    return render.text(report, console.language, color=console.interactive, base=invocation.site.base_iri)


def _existing(invocation: Invocation, path: str) -> Path:
    """A file that is not there is a slip of the keyboard, not a fault of the data."""
    if Path(path).exists():
        return Path(path)
    console = invocation.console
    raise OperatorError(
        console.pick(f"{path} : fichier introuvable", f"{path}: no such file"),
        remedy=console.pick("vérifiez le chemin", "check the path"),
    )
