"""Facts about the pages of a long catalogue, its flavours and its forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, NamedNode, Triple, parse

from esslod.config import Site
from esslod.namespaces import DCAT, DCT, HYDRA, PROV, SPDX
from esslod.rdf.canonical import parsed_triples
from esslod.release import pages
from esslod.release.dcat import catalogue
from esslod.release.flavours import AP2, DATAGOUV, MAIN
from esslod.release.pages import Catalogue, Said, paged, sampled, write_catalogue
from esslod.release.quality import Quality
from esslod.release.staging import Staging
from esslod.release.telling import tell

_BASE = "https://w3id.org/esslod/"
_CATALOGUE = NamedNode(_BASE + "catalog")


@pytest.fixture
def listed(release: Any, tmp_path: Path) -> Catalogue:
    told = tell(release.frozen, Staging(tmp_path / "again"), release.site, date(2026, 1, 2))
    return catalogue(told, Quality())


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pages, "LARGEST", 60_000)
    yield


def _triples(file: Path) -> set[Triple]:
    return {quad.triple for quad in parse(path=file)}


def _objects(triples: set[Triple], predicate: NamedNode) -> list[Any]:
    return [triple.object for triple in triples if triple.predicate == predicate]


def test_a_short_catalogue_is_one_page(listed: Catalogue, tmp_path: Path) -> None:
    """No paging where there is one page: a harvester has nothing to follow."""
    write_catalogue(listed, Staging(tmp_path / "files"), Site())
    assert not list((tmp_path / "files").glob("*page*"))
    assert not _objects(_triples(tmp_path / "files/catalog.ttl"), HYDRA.view)


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("name", ["catalog.ttl", "catalog.rdf", "catalog-datagouv.ttl", "catalog-ap2.rdf"])
def test_pages_are_chained_and_hold_everything_once(listed: Catalogue, tmp_path: Path, name: str) -> None:
    """From the first page, by absolute addresses in its format, each dataset is met once."""
    folder = tmp_path / "files"
    write_catalogue(listed, Staging(folder), Site())
    address, met, number = name, [], 0
    while address:
        triples = _triples(folder / address)
        met += _objects(triples, DCAT.dataset)
        (total,) = set(_objects(triples, HYDRA.totalItems))
        following = _objects(triples, HYDRA.next)
        address = following[0].value.removeprefix(_BASE) if following else ""
        number += 1
    assert number > 2
    assert len(met) == len(set(met)) == int(total.value)
    assert set(met) == {NamedNode(name) for entry in listed.entries for name in entry.datasets}


@pytest.mark.usefixtures("small_pages")
def test_pages_are_as_small_as_they_can_be(listed: Catalogue, tmp_path: Path) -> None:
    """No page with several entries is longer than allowed, in any syntax; nor one entry of two split."""
    said = Said(listed, MAIN, Site())
    for page in paged(said):
        lines = said.page((said.entries[place] for place in page), first=page.start == 0)
        assert len(page) == 1 or sum(map(len, lines)) < pages.LARGEST


@pytest.mark.usefixtures("small_pages")
def test_lines_are_never_paged(listed: Catalogue, tmp_path: Path) -> None:
    """N-Triples and N-Quads are read line by line: one file each, the same as the index is made of."""
    _, lines = write_catalogue(listed, Staging(tmp_path / "files"), Site())
    assert (tmp_path / "files/catalog.nt").read_bytes() == b"".join(line + b"\n" for line in lines)
    assert not list((tmp_path / "files").glob("*page*.n?"))
    assert list(lines) == sorted(set(lines))


def test_a_flavour_describes_nothing_that_nothing_names(listed: Catalogue) -> None:
    """What is left out takes what only it led to along: measurements, checksums, builds."""
    for flavour in (DATAGOUV, AP2):
        said = Said(listed, flavour, Site())
        triples = {quad.triple for quad in parsed_triples(said.page(said.entries))}
        named = {triple.object for triple in triples} | {_CATALOGUE}
        assert {str(t.subject) for t in triples if t.subject not in named} == set()
        assert not _objects(triples, PROV.wasGeneratedBy)


def test_the_flavour_of_udata_has_the_blank_nodes_it_needs(listed: Catalogue) -> None:
    """Periods only; the catalogue itself has none."""
    for flavour, expected in ((MAIN, False), (DATAGOUV, True), (AP2, False)):
        said = Said(listed, flavour, Site())
        triples = {quad.triple for quad in parsed_triples(said.page(said.entries))}
        blank = {t.object for t in triples if isinstance(t.object, BlankNode)}
        assert bool(blank) is expected
        assert blank == ({*_objects(triples, DCT.temporal)} if expected else set())


def test_digests_of_statements_are_for_those_who_know_them(listed: Catalogue) -> None:
    """A dataset has the RDFC-1.0 digest of its graph in the catalogue; udata gets those of files only."""
    for flavour, expected in ((MAIN, True), (DATAGOUV, False)):
        said = Said(listed, flavour, Site())
        triples = {quad.triple for quad in parsed_triples(said.page(said.entries))}
        datasets = set(_objects(triples, DCAT.dataset))
        assert any(t.predicate == SPDX.checksum and t.subject in datasets for t in triples) is expected


def test_gate_2_gets_one_entry_of_each_form(listed: Catalogue) -> None:
    """Entries made alike are judged once; one that lacks something is another form, and is judged."""
    entry = listed.entries[1]
    other = NamedNode(_BASE + "dataset/other")
    copied = tuple(
        Triple(other if t.subject.value == entry.datasets[0] else t.subject, t.predicate, t.object)
        for t in entry.triples
    )
    titled = tuple(t for t in copied if t.predicate != DCT.title)
    alike = replace(entry, datasets=(other.value,), triples=copied)
    faulty = replace(entry, datasets=(other.value,), triples=titled)
    for added, judged in ((alike, False), (faulty, True)):
        whole = replace(listed, entries=(*listed.entries, added))
        lines = sampled(whole, MAIN, Site())
        assert any(other.value.encode() in line for line in lines) is judged
