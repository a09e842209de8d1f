"""How long each step of a build takes with many profiles, and what the next build leaves as it was.

    python benchmarks/building.py --folder FOLDER --profiles 2000

Made-up profiles (`profiles.py`) are put beside this repository's own; the site is built, one profile is added,
and it is built again the next day. Processor time of each step, its share of the whole, and what of it the catalogue
and the feeds take; the largest page of the catalogue; how many files of the first release stand in the second
with the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from esslod.addresses import CATALOGUE, DUMPS
from esslod.build import build
from esslod.config import Site, load_site
from esslod.rdf.formats import N_QUADS, N_TRIPLES
from esslod.release.manifest import Manifest, read_manifest
from profiles import write_site

ROOT = Path(__file__).parents[1]
_SOURCES = ("ontology", "shapes", "data", "queries", "esslod.toml")
#: What makes the catalogue and the feeds, with gate 2, which judges the catalogue: module → functions.
_OF_CATALOGUE = {
    "release.describe": ("catalogue", "quality_of", "write_catalogue", "sampled"),
    "build": ("second_gate",),
}
_OF_FEEDS = {"build": ("publish",)}
_DAYS = (date(2026, 1, 1), date(2026, 1, 2))


@dataclass(frozen=True)
class Built:
    """A release and the processor seconds of each step that made it, in order."""

    release: Path
    manifest: Manifest
    steps: dict[str, float]
    parts: dict[str, float]


def site_with(folder: Path, profiles: int) -> Site:
    """This repository's sources and *profiles* made-up editions, in *folder*."""
    place = folder / "site"
    for name in _SOURCES:
        source = ROOT / name
        copied = shutil.copytree if source.is_dir() else shutil.copy
        if not (place / name).exists():
            place.mkdir(parents=True, exist_ok=True)
            copied(source, place / name)
    write_site(place, profiles, 1)
    return replace(load_site(place), releases=str(folder / "releases"), stores=str(folder / "stores"))


@contextmanager
def watched(functions: Mapping[str, Sequence[str]], spent: list[float]) -> Iterator[None]:
    """Meanwhile, the processor seconds of *functions*, where their callers look them up, are put in *spent*."""
    with ExitStack() as stack:
        for module, names in functions.items():
            for name in names:
                whole = f"esslod.{module}.{name}"
                made = getattr(import_module(f"esslod.{module}"), name)
                stack.enter_context(patch(whole, partial(_clocked, made, spent)))
        yield


def _clocked(made: Callable[..., Any], spent: list[float], *given: Any, **named: Any) -> Any:
    begun = time.process_time()
    try:
        return made(*given, **named)
    finally:
        spent.append(time.process_time() - begun)


def timed(site: Site, today: date) -> Built:
    """Build *site*, noting when each step begins."""
    marks: list[tuple[str, float]] = []
    spent: dict[str, list[float]] = {"the catalogue, with gate 2": [], "the feeds": []}
    with watched(_OF_CATALOGUE, spent["the catalogue, with gate 2"]), watched(_OF_FEEDS, spent["the feeds"]):
        outcome = build(site, today, lambda step: marks.append((step, time.process_time())))
    ends = [at for _, at in marks[1:]] + [time.process_time()]
    steps: Counter[str] = Counter()
    for (step, begun), ended in zip(marks, ends, strict=True):
        steps[step] += ended - begun  # type: ignore[assignment]
    parts = {name: sum(seconds) for name, seconds in spent.items()}
    return Built(outcome.release, read_manifest(outcome.release), dict(steps), parts)


def table(first: Built, second: Built) -> Iterator[str]:
    yield "| step | processor s | share | again, one profile more |"
    yield "|---|--:|--:|--:|"
    whole, again = sum(first.steps.values()), sum(second.steps.values())
    for step, seconds in first.steps.items():
        yield f"| {step} | {seconds:.1f} | {seconds / whole:.1%} | {second.steps.get(step, 0):.1f} |"
    yield f"| all | {whole:.1f} |  | {again:.1f} |"
    for part, seconds in first.parts.items():
        yield f"| of it {part} | {seconds:.1f} | {seconds / whole:.1%} | {second.parts[part]:.1f} |"


def largest_page(built: Built) -> str:
    """N-Triples and N-Quads are read line by line: they are in one piece, and no pages."""
    files = [entry for entry in built.manifest.files if entry.path.startswith(CATALOGUE)]
    pages = [entry for entry in files if entry.syntax not in (N_TRIPLES.name, N_QUADS.name)]
    largest = max(pages, key=lambda entry: entry.size)
    return f"{len(pages)} pages of the catalogue; the largest is {largest.path}, {largest.size / 1e6:.2f} MB"


def kept(first: Built, second: Built) -> Iterator[str]:
    """Of the files of the first release: how many are in the second with the same bytes, by folder."""
    digests = {entry.path: entry.sha256 for entry in second.manifest.files}
    for folder in (f"{DUMPS}id/", f"{DUMPS}dataset/", DUMPS, ""):
        told = [entry for entry in first.manifest.files if entry.path.startswith(folder)]
        same = [entry for entry in told if digests.get(entry.path) == entry.sha256]
        gone = sum(entry.path not in digests for entry in told)
        yield f"{folder or 'all'}: {len(told)} files, {len(same)} the same, {gone} no longer there"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, required=True, help="keeps the site and its releases")
    parser.add_argument("--profiles", type=int, default=2000)
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    first = timed(site_with(folder, asked.profiles), _DAYS[0])
    second = timed(site_with(folder, asked.profiles + 1), _DAYS[1])
    print(*table(first, second), "", largest_page(first), *kept(first, second), sep="\n")


if __name__ == "__main__":
    main()
