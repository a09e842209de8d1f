"""What becomes of the journal when a release is made current: by a build, or by a rollback.

The state that followers have is compared with the release that is to be current, whatever the way
there: so a publication that was cut short is told by the next one, and releases that were deleted
are not needed, for their statements stand in the stream.

New files are written first, under names that nothing uses; then the journal is replaced by one
rename; then the release is switched. Files that only older journals name are deleted.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from esslod.addresses import CATALOGUE, CHANGES, DUMPS, STREAMS, dump_name
from esslod.config import Site
from esslod.rdf.canonical import document, graph_digest
from esslod.rdf.formats import ATOM, JSON, N_QUADS, N_TRIPLES, TRIG, TURTLE
from esslod.release import changes as comparing
from esslod.release import ldes
from esslod.release.atom import ENTRIES, feed, feed_address
from esslod.release.extracts import extract_digest, extracts, graphs_in
from esslod.release.journal import (
    HISTORY,
    JOURNAL,
    Event,
    Journal,
    Kind,
    Page,
    Stream,
    read_journal,
)
from esslod.release.library import Library
from esslod.release.lock import STAGING
from esslod.release.manifest import read_manifest
from esslod.release.staging import sync, writing
from esslod.release.stored import Files, content_of, sweep

#: The streams: versions of named graphs, and of what the catalogue says of each dataset.
DATA: Final = "data"
RECORDS: Final = "catalog"
_TITLES: Final = {
    DATA: {"fr": "Versions des graphes nommés", "en": "Versions of the named graphs"},
    RECORDS: {"fr": "Versions des fiches du catalogue", "en": "Versions of the catalogue records"},
}
_LICENCE: Final = "http://publications.europa.eu/resource/authority/licence/ETALAB_2_0"
_SHAPE: Final = f"{STREAMS}shape.ttl"

Lines = Mapping[str, Sequence[bytes]]


@dataclass(frozen=True)
class Prepared:
    """A journal whose files are written, and which nobody reads yet."""

    folder: Path
    before: Journal | None
    after: Journal

    def commit(self) -> Event:
        """Make it the journal: one rename. Raises UnwritableLibrary."""
        text, fresh = self.after.to_json(), self.folder / f"{STAGING}-{JOURNAL}"
        with writing(self.folder):
            fresh.write_text(text, encoding="utf-8")
            sync(fresh)
            fresh.replace(self.folder / JOURNAL)
            sync(self.folder)
            sweep(self.folder, self.before, self.after)
        return self.after.events[-1]


def midnight(day: date) -> datetime:
    """The first moment of *day*, in UTC."""
    return datetime.combine(day, time(), UTC)


def publish(library: Library, release: Path, site: Site, moment: datetime) -> Path:
    """A build made *release*: it becomes the newest, current, and is told at *moment*.

    Raises UnwritableLibrary, DamagedRelease; then nothing has changed.
    """
    _tell(library, release, site, moment)
    return library.publish(release.name)


def roll_back(library: Library, name: str | None, site: Site, moment: datetime) -> Path:
    """As `Library.rollback`, and followers are told. The library's lock must be held."""
    release = library.earlier() if name is None else library.release(name)
    _tell(library, release, site, moment)
    return library.switch(release.name)


def _tell(library: Library, release: Path, site: Site, moment: datetime) -> None:
    """Before the switch, not after: a server forgets what it keeps when the link moves."""
    prepared = prepare(library, release, site, moment)
    if prepared is not None:
        prepared.commit()


def prepare(library: Library, release: Path, site: Site, moment: datetime) -> Prepared | None:
    """Write what is to be told when *release* becomes current at *moment*; None when followers know it all.

    Moments never go back: an event is at least one second younger than the one before.
    Raises UnwritableLibrary, DamagedRelease.
    """
    manifest = read_manifest(release)
    folder = library.folder / HISTORY
    known = read_journal(folder)
    before = known if known is not None and known.base_iri == manifest.base_iri else None
    journal = before or Journal(manifest.base_iri)
    if journal.events:
        if journal.events[-1].release == manifest.name:
            return None
        moment = max(moment, _moment(journal.events[-1].moment) + timedelta(seconds=1))
    number = journal.events[-1].number + 1 if journal.events else 1
    occasion = ldes.Occasion(number, moment.replace(microsecond=0), manifest.base_iri)
    telling = _Telling(journal, Files(folder, journal.files), release, site, occasion)
    return Prepared(folder, known, telling.journal())


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


class _Telling:
    """One event: from the journal as it is to the journal as it will be."""

    def __init__(
        self, journal: Journal, files: Files, release: Path, site: Site, occasion: ldes.Occasion
    ) -> None:
        self._before, self._files, self._release = journal, files, release
        self._site, self._occasion = site, occasion
        self._manifest = read_manifest(release)

    def journal(self) -> Journal:
        news, changed = self._graphs()
        streams = (self._tell(DATA, news), self._tell(RECORDS, self._records()))
        event = self._event(changed)
        self._write_changes(event, changed)
        self._files.write(_SHAPE, ldes.shape(), TURTLE)
        for stream in streams:
            self._write_root(stream)
        self._write_feeds()
        events = (*self._before.events, event)
        return Journal(self._occasion.base, events, streams, self._files.listed())

    def _graphs(self) -> tuple[list[ldes.News], comparing.Changes]:
        """What is new of the graphs, and how they differ from what followers have."""
        living = self._before.stream(DATA).living
        told = {graph.iri: graph.digest for graph in self._manifest.graphs}
        changed = {iri for iri, digest in told.items() if iri not in living or living[iri].digest != digest}
        gone = sorted(set(living) - set(told))
        after = graphs_in(_lines(self._release / DUMPS / dump_name(N_QUADS.suffix)), changed)
        # A graph whose statements are all gone is no graph: the manifest lists none without statements.
        news = [
            ldes.News(iri, "Update" if iri in living else "Create", told[iri], told[iri], after.get(iri, ()))
            for iri in sorted(changed)
        ]
        news += [ldes.News(iri, "Delete") for iri in gone]
        before = self._statements(DATA, [iri for iri in (*sorted(changed), *gone) if iri in living])
        return news, comparing.compare(before, after, self._occasion.base)

    def _records(self) -> list[ldes.News]:
        """What is new of the catalogue's records."""
        living = self._before.stream(RECORDS).living
        found = extracts(_lines(self._release / f"{CATALOGUE}.{N_TRIPLES.suffix}"))
        news = []
        for iri, lines in found.items():
            digest = extract_digest(lines)
            if iri not in living or living[iri].digest != digest:
                kind: Kind = "Update" if iri in living else "Create"
                news.append(ldes.News(iri, kind, digest, graph_digest(lines), lines))
        return news + [ldes.News(iri, "Delete") for iri in sorted(set(living) - set(found))]

    def _statements(self, name: str, things: Iterable[str]) -> Lines:
        """What followers have of *things*, read from the pages where it was told."""
        living = self._before.stream(name).living
        by_page: defaultdict[int, list[str]] = defaultdict(list)
        for thing in things:
            by_page[living[thing].page].append(thing)
        found = {}
        for page, told in by_page.items():
            text = self._page(name, page)
            for thing in told:
                lines = ldes.canonical_labels(text[living[thing].start : living[thing].end])
                found[thing] = tuple(sorted(lines))
        return found

    def _tell(self, name: str, news: Iterable[ldes.News]) -> Stream:
        """The stream after *news*, its pages written."""
        stream = self._before.stream(name)

        def written(page: Page) -> bytes:
            return self._page(name, page.number)

        told = ldes.tell(stream, news, self._occasion, written)
        for page in told.stream.pages:
            if page.number in told.pages:
                address = ldes.page_address(name, page.number)
                self._files.write(address, told.pages[page.number], TRIG, immutable=bool(page.until))
        return told.stream

    def _event(self, changed: comparing.Changes) -> Event:
        previous = self._before.events[-1].release if self._before.events else ""
        return Event(
            self._occasion.event, ldes.moment_text(self._occasion.moment), self._manifest.name, previous,
            changed.count("Create"), changed.count("Update"), changed.count("Delete"),
            len(changed.added), len(changed.removed),
        )  # fmt: skip

    def _write_changes(self, event: Event, changed: comparing.Changes) -> None:
        """The summary, and the statements."""
        address = f"{CHANGES}/{event.number}"
        self._files.write(f"{address}.json", comparing.summary_json(event, changed), JSON, immutable=True)
        for name, lines in (("added", changed.added), ("removed", changed.removed)):
            self._files.write(f"{address}-{name}.nq", document(lines), N_QUADS, immutable=True)

    def _write_root(self, stream: Stream) -> None:
        about = ldes.About(_TITLES[stream.name], _LICENCE, self._site.publisher_iri)
        text = ldes.root(stream, self._occasion.base, about)
        self._files.write(f"{STREAMS}{stream.name}.trig", text, TRIG)

    def _write_feeds(self) -> None:
        """The newest publications, from their summaries."""
        numbers = [event.number for event in self._before.events] + [self._occasion.event]
        summaries = [self._summary(number) for number in numbers[::-1][:ENTRIES]]
        for language in comparing.LANGUAGES:
            self._files.write(feed_address(language), feed(summaries, self._site, language), ATOM)

    def _summary(self, number: int) -> Mapping[str, Any]:
        table: Mapping[str, Any] = json.loads(self._files.read(f"{CHANGES}/{number}.json"))
        return table

    def _page(self, stream: str, number: int) -> bytes:
        return self._files.read(ldes.page_address(stream, number))


def _lines(file: Path) -> list[bytes]:
    return content_of(file).split(b"\n")[:-1]
