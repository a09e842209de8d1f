"""Facts about datasets that cut across graphs, and about series of versions."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.release.conftest import quads_of

from esslod.config import Site
from esslod.namespaces import SKOS
from esslod.rdf.canonical import graph_digest
from esslod.release.freeze import Frozen, freeze
from esslod.release.infer import Dataset
from esslod.release.parts import parts
from esslod.release.quality import Finding, quality_of
from esslod.release.series import series
from esslod.release.slices import slices
from esslod.release.staging import Staging

_BASE = "https://w3id.org/esslod/"
_QB = "http://purl.org/linked-data/cube#"
_VOID = "http://rdfs.org/ns/void#"
GRAPHS = {
    "dataset/cubes": f"""<dataset/rates> a <{_QB}DataSet> ; rdfs:label "Taux"@fr .
        <dataset/rates#structure> rdfs:label "Structure"@fr .
        <dataset/towns> rdfs:label "Villes"@fr ; <{_VOID}classPartition> <dataset/towns#a> .
        <dataset/towns#a> <{_VOID}class> <def#Town> .""",
    "id/profile/x/1": f"""<id/profile/x/1> dcat:isVersionOf <id/profile/x> ; rdfs:label "Un"@fr ;
            dct:modified "2024-01-01"^^xsd:date .
        <id/profile/x> rdfs:label "X"@fr .
        <id/o/1> <{_QB}dataSet> <dataset/rates> ; rdfs:label "Observation"@fr .
        <id/o/1#unit> rdfs:label "Unité"@fr .
        <id/t/1> a <def#Town> .""",
    "id/profile/x/2": f"""<id/profile/x/2> dcat:isVersionOf <id/profile/x> ; rdfs:label "Deux"@fr ;
            dct:modified "2025-01-01"^^xsd:date .
        <id/profile/x> rdfs:label "X bis"@fr .
        <id/o/2> <{_QB}dataSet> <dataset/rates> .""",
    "code/one": "<code/one> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> .",
}


@pytest.fixture
def frozen(tmp_path: Path) -> Frozen:
    quads = tuple(quad for path, text in GRAPHS.items() for quad in quads_of(text, path))
    return freeze(Dataset(quads, {}), Staging(tmp_path / "x"), Site().addresses, "")


def _subjects(lines: tuple[bytes, ...]) -> set[str]:
    return {line.split()[0].decode().strip("<>").removeprefix(_BASE) for line in lines}


def test_a_cube_holds_its_observations_and_itself(frozen: Frozen) -> None:
    """From every graph, with the fragments of their documents; and nothing else."""
    found = {part.iri.removeprefix(_BASE): part for part in slices(frozen, Site())}
    rates = found["dataset/rates"]
    assert _subjects(rates.lines) == {
        "dataset/rates", "dataset/rates#structure", "id/o/1", "id/o/1#unit", "id/o/2"
    }  # fmt: skip
    assert set(rates.groups) == {_BASE + path for path in list(GRAPHS)[:3]}
    assert rates.digest == graph_digest(rates.lines)


def test_a_class_partition_holds_its_instances(frozen: Frozen) -> None:
    """What the data say belongs to a dataset by its class."""
    found = {part.iri.removeprefix(_BASE): part for part in slices(frozen, Site())}
    assert _subjects(found["dataset/towns"].lines) == {"dataset/towns", "dataset/towns#a", "id/t/1"}


def test_code_lists_are_together(frozen: Frozen) -> None:
    """Whole graphs, under their own names."""
    found = {part.iri.removeprefix(_BASE): part for part in slices(frozen, Site())}
    assert set(found) == {"dataset/codes", "dataset/rates", "dataset/towns"}
    assert set(found["dataset/codes"].groups) == {_BASE + "code/one"}


def test_versions_are_in_order(frozen: Frozen) -> None:
    """Oldest first by their own dates; the newest says what holds of the whole."""
    (found,) = series(reversed(parts(frozen, Site())), _BASE)
    assert [part.iri[-1] for part in found.versions] == ["1", "2"]
    assert [title.value for title in found.whole.titles] == ["X bis"]
    assert found.current.iri == f"{_BASE}id/profile/x/2"


def test_what_is_missing_is_measured(frozen: Frozen) -> None:
    """A warning whose value is a code of a list is an entry that is missing; others only count."""
    lines = {"g": tuple(f"<u:{name}> {SKOS.inScheme} <u:list> .".encode() for name in "abcd")}
    findings = (Finding("<u:x>", "<u:a>", "x.ttl"), Finding("<u:x>", '"no code"', "x.ttl"))
    found = quality_of(findings, lines, {"u:x": "x.ttl"})
    assert (found.found["x.ttl"], found.missing["<u:x>"], found.lists["<u:a>"]) == (2, {"<u:a>"}, 4)
