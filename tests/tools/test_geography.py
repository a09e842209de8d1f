"""`tools/geography.py` on a tiny package of our own, and the facts of the committed file."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools" / "geography.py"
COMMITTED = ROOT / "data" / "reference" / "geography.ttl"

BASE = "https://w3id.org/esslod/"
GEO = "http://rdf.insee.fr/def/geo#"
SPATIAL = NamedNode("http://purl.org/dc/terms/spatial")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
LEVEL = NamedNode(f"{BASE}def#level")
POPULATION = NamedNode(f"{BASE}def#population")
CODE = NamedNode(f"{GEO}codeINSEE")
NAME = NamedNode(f"{GEO}nom")
ABOVE = NamedNode(f"{GEO}subdivisionDirecteDe")
SEE_ALSO = NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso")

CLERMONT = "246300701"


def place(path: str) -> NamedNode:
    return NamedNode(f"{BASE}id/territory/{path}")


def read(path: Path) -> list[Quad]:
    return list(parse(path=path, format=RdfFormat.TURTLE))


def values(quads: list[Quad], subject: NamedNode, predicate: NamedNode) -> list[Any]:
    return [quad.object for quad in quads if quad.subject == subject and quad.predicate == predicate]


# --- a tiny package --------------------------------------------------------------------------


def member(code: str, population: int) -> dict[str, object]:
    return {"code": code, "nom": f"liste {code}", "populationMunicipale": population, "populationTotale": 999}


def tiny() -> dict[str, Any]:
    """Two régions, three départements, an overseas collectivity, two EPCI."""
    communes = [("90002", "98"), ("90001", "98"), ("91001", "99")]
    return {
        "package.json": {"name": "@etalab/decoupage-administratif", "version": "6.0.0"},
        "data/regions.json": [
            {"code": "90", "nom": 'Une "région"', "zone": "metro"},
            {"code": "05", "nom": "Outre-mer", "zone": "drom"},
            {"code": "987", "nom": "Collectivité", "zone": "com"},
        ],
        "data/departements.json": [
            {"code": "99", "region": "90", "nom": "Aval", "zone": "metro"},
            {"code": "98", "region": "90", "nom": "Amont", "zone": "metro"},
            {"code": "987", "region": "987", "nom": "Collectivité", "zone": "com"},
        ],
        "data/communes.json": [
            {"code": code, "nom": f"commune {code}", "departement": above, "type": "commune-actuelle"}
            for code, above in communes
        ]
        + [{"code": "90001", "nom": "ancienne", "departement": "98", "type": "commune-deleguee"}],
        "data/epci.json": [
            {
                "code": CLERMONT,
                "nom": "CC  des Deux Rives",
                "type": "CC",
                "populationMunicipale": 30,
                "membres": [member("91001", 10), member("90001", 20)],
            },
            {
                "code": "200000172",
                "nom": "Métropole d'Amont",
                "type": "METRO",
                "populationMunicipale": 5,
                "membres": [member("90002", 5)],
            },
        ],
    }


def folder(where: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        path = where / "package" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return where / "package"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def written(tmp_path: Path, files: dict[str, Any], *options: str) -> list[Quad]:
    output = tmp_path / "out.ttl"
    done = run(folder(tmp_path, files), "--output", output, *options)
    assert done.returncode == 0, done.stderr
    return read(output)


def test_places_of_the_package_are_written(tmp_path: Path) -> None:
    """Régions, départements and EPCI in zone metro or drom; no commune unless asked for."""
    quads = written(tmp_path, tiny())
    assert {quad.subject for quad in quads if quad.predicate == LEVEL} == {
        place(path)
        for path in (
            "country/FR",
            "region/90",
            "region/05",
            "departement/98",
            "departement/99",
            f"epci/{CLERMONT}",
            "epci/200000172",
        )
    }
    assert values(quads, place("region/90"), LABEL) == [Literal('Une "région"', language="fr")]
    assert values(quads, place("region/90"), ABOVE) == [place("country/FR")]
    assert values(quads, place("departement/98"), ABOVE) == [place("region/90")]


def test_an_epci_lies_in_every_departement_of_its_members(tmp_path: Path) -> None:
    """…and is a subdivision of none of them."""
    quads = written(tmp_path, tiny())
    epci = place(f"epci/{CLERMONT}")
    assert values(quads, epci, SPATIAL) == [place("departement/98"), place("departement/99")]
    assert values(quads, epci, ABOVE) == []


def test_the_label_spells_out_the_kind_and_the_name_stays_official(tmp_path: Path) -> None:
    quads = written(tmp_path, tiny())
    epci = place(f"epci/{CLERMONT}")
    assert values(quads, epci, LABEL) == [Literal("Communauté de communes des Deux Rives", language="fr")]
    assert values(quads, epci, NAME) == [Literal("CC  des Deux Rives", language="fr")]
    assert values(quads, epci, LEVEL) == [NamedNode(f"{BASE}code/level/communaute-de-communes")]
    assert values(quads, place("epci/200000172"), LABEL) == [Literal("Métropole d'Amont", language="fr")]


def test_members_are_written_when_asked_for(tmp_path: Path) -> None:
    """The name is INSEE's, the population that of the list of EPCI, so members add up."""
    quads = written(tmp_path, tiny(), "--members", CLERMONT)
    commune = place("commune/90001")
    assert values(quads, commune, LABEL) == [Literal("commune 90001", language="fr")]
    assert values(quads, commune, ABOVE) == [place(f"epci/{CLERMONT}")]
    assert values(quads, commune, SPATIAL) == [place("departement/98")]
    assert [value.value for value in values(quads, commune, POPULATION)] == ["20"]
    assert not values(quads, place("commune/90002"), LABEL)


def test_same_bytes_from_folder_parent_and_tarball_in_any_order(tmp_path: Path) -> None:
    files = tiny()
    root = folder(tmp_path, files)
    tarball = tmp_path / "package.tgz"
    with tarfile.open(tarball, "w:gz") as archive:
        archive.add(root, "package")
    outputs = []
    for index, source in enumerate((root, root, root.parent, tarball)):
        output = tmp_path / f"{index}.ttl"
        assert run(source, "--output", output, "--members", CLERMONT).returncode == 0
        outputs.append(output.read_bytes())
    assert len(set(outputs)) == 1
    assert outputs[0].endswith(b" .\n")
    assert b"\r" not in outputs[0]
    for name in files:
        if name != "package.json":
            files[name] = files[name][::-1]
    shuffled = written(tmp_path / "shuffled", files, "--members", CLERMONT)
    digest = NamedNode("http://spdx.org/rdf/terms#checksumValue")
    first = read(tmp_path / "0.ttl")
    assert [q for q in shuffled if q.predicate != digest] == [q for q in first if q.predicate != digest]


# --- wrong input -----------------------------------------------------------------------------


def change(path: str, *steps: Any, to: Any) -> dict[str, Any]:
    """The tiny package with one value replaced."""
    files = tiny()
    if not steps:
        return {**files, path: to}
    target = files[path]
    for step in steps[:-1]:
        target = target[step]
    target[steps[-1]] = to
    return files


WRONG = {
    "another package": (change("package.json", "name", to="left-pad"), "expected '@etalab/decoupage"),
    "another version": (change("package.json", "version", to="5.3.0"), "add them to VINTAGES"),
    "not JSON": (change("data/epci.json", to="[{"), "data/epci.json: not JSON"),
    "not a list": (change("data/epci.json", to={}), "data/epci.json: a list was expected"),
    "not an object": (change("data/epci.json", 0, to=1), "item 0: an object was expected"),
    "no name": (change("data/regions.json", 0, "nom", to=None), "item 0: 'nom' should be a text"),
    "no number": (
        change("data/epci.json", 0, "populationMunicipale", to="30"),
        "'populationMunicipale' should be a whole number",
    ),
    "Luhn key": (change("data/epci.json", 0, "code", to="246300702"), "246300702 is not a SIREN"),
    "unknown kind": (change("data/epci.json", 0, "type", to="SAN"), "kind 'SAN' of EPCI is not known"),
    "unknown member": (change("data/epci.json", 1, "membres", 0, "code", to="00000"), "no commune: 00000"),
    "no member": (change("data/epci.json", 1, "membres", to=[]), "200000172 has no member commune"),
    "sum": (change("data/epci.json", 1, "populationMunicipale", to=6), "is not the sum of its members'"),
    "twice": (change("data/epci.json", 1, "code", to=CLERMONT), f"epci/{CLERMONT} is given 2 times"),
    "no département": (
        change("data/communes.json", 0, "departement", to="987"),
        "lies in what is no département: 987",
    ),
    "no région": (
        change("data/departements.json", 0, "region", to="77"),
        "99 is in region/77, which is not in data/regions.json",
    ),
}


def refused(done: subprocess.CompletedProcess[str], message: str, output: Path) -> None:
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not output.exists()


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_package_is_refused_with_a_sentence(tmp_path: Path, fault: str) -> None:
    files, message = WRONG[fault]
    output = tmp_path / "out.ttl"
    refused(run(folder(tmp_path, files), "--output", output), message, output)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    files = change("data/epci.json", 0, "code", to="246300702")
    files["data/epci.json"][1]["type"] = "SAN"
    done = run(folder(tmp_path, files), "--output", tmp_path / "out.ttl", "--members", "111111111")
    for message in ("246300702 is not a SIREN", "'SAN'", "--members: 111111111 is not an EPCI"):
        assert message in done.stderr


def test_a_source_that_is_not_the_package_is_refused(tmp_path: Path) -> None:
    output = tmp_path / "out.ttl"
    refused(run(tmp_path / "absent", "--output", output), "no such file or folder; run: npm pack", output)
    refused(run(tmp_path, "--output", output), "it lacks package.json, data/regions.json", output)
    text = tmp_path / "file.tgz"
    text.write_text("not a tarball", encoding="utf-8")
    refused(run(text, "--output", output), "cannot be read as a tarball", output)
    with tarfile.open(tmp_path / "other.tgz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("package/index.js"), io.BytesIO(b""))
    refused(run(tmp_path / "other.tgz", "--output", output), "not the package @etalab", output)


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    output = tmp_path / "no" / "such" / "folder.ttl"
    refused(run(folder(tmp_path, tiny()), "--output", output), "nothing was written", output)


def test_no_argument_is_a_usage_error() -> None:
    assert run().returncode == 2


# --- the committed file ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def committed() -> list[Quad]:
    return read(COMMITTED)


def codes(quads: list[Quad], family: str) -> list[str]:
    prefix = place(f"{family}/").value
    return [
        quad.object.value
        for quad in quads
        if quad.predicate == CODE
        and isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(prefix)
    ]


def test_counts_by_level(committed: list[Quad]) -> None:
    """22 métropoles: 21 and the Métropole de Lyon; 18 régions and 101 départements."""
    levels = Counter(quad.object.value.rpartition("/")[2] for quad in committed if quad.predicate == LEVEL)
    assert levels == {
        "pays": 1,
        "region": 18,
        "departement": 101,
        "metropole": 22,
        "communaute-urbaine": 14,
        "communaute-d-agglomeration": 230,
        "communaute-de-communes": 989,
        "commune": 21,
    }
    assert len(codes(committed, "epci")) == len(set(codes(committed, "epci"))) == 1255


def test_clermont(committed: list[Quad]) -> None:
    """Its population is the sum of its 21 communes'; Billom is not one of them."""
    epci = place(f"epci/{CLERMONT}")
    assert values(committed, epci, LABEL) == [Literal("Clermont Auvergne Métropole", language="fr")]
    assert [value.value for value in values(committed, epci, POPULATION)] == ["296677"]
    assert values(committed, epci, SPATIAL) == [place("departement/63")]
    members = [quad.subject for quad in committed if quad.predicate == ABOVE and quad.object == epci]
    assert len(members) == 21
    assert place("commune/63113") in members
    assert place("commune/63040") not in members
    total = sum(int(q.object.value) for q in committed if q.predicate == POPULATION and q.subject in members)
    assert total == 296677


def luhn(siren: str) -> bool:
    """The textbook form, written apart from the script's."""
    total = 0
    for position, digit in enumerate(siren, start=1):
        number = int(digit) * (2 if position % 2 == 0 else 1)
        total += number // 10 + number % 10
    return total % 10 == 0


def test_every_epci_has_a_valid_siren(committed: list[Quad]) -> None:
    assert [code for code in codes(committed, "epci") if len(code) != 9 or not luhn(code)] == []


def test_every_link_leads_to_a_place_of_the_file(committed: list[Quad]) -> None:
    known = {quad.subject for quad in committed}
    assert {q.object for q in committed if q.predicate in {ABOVE, SPATIAL}} <= known


def test_epci_over_several_departements(committed: list[Quad]) -> None:
    """The reason why no EPCI is said to be a subdivision of one département."""
    prefix = place("epci/").value
    spans = Counter(
        q.subject.value for q in committed if q.predicate == SPATIAL and prefix in q.subject.value
    )
    assert len(spans) == 1255
    assert sum(count > 1 for count in spans.values()) == 89


def test_only_verified_links(committed: list[Quad]) -> None:
    outside = {
        q.subject: q.object.value for q in committed if q.predicate == SEE_ALSO and "#" not in q.subject.value
    }
    assert set(outside) == {place("country/FR"), place("region/84"), place("departement/63")}
    assert not [q for q in committed if q.predicate.value.endswith(("sameAs", "exactMatch"))]


def test_no_blank_node(committed: list[Quad]) -> None:
    assert not [q for q in committed if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_the_store_changes_no_literal(committed: list[Quad]) -> None:
    store = Store()
    store.bulk_extend(committed)
    assert set(store) == set(committed)
    assert len(store) == len(committed)


def test_the_text_is_sorted_and_ends_its_lines_alike() -> None:
    content = COMMITTED.read_bytes()
    assert b"\r" not in content
    assert content.endswith(b" .\n")
    for family in ("region", "departement", "epci", "commune"):
        prefix = f"<id/territory/{family}/"
        lines = [line for line in content.decode().splitlines() if line.startswith(prefix)]
        assert lines == sorted(lines)


def test_the_graph_says_where_it_comes_from(committed: list[Quad]) -> None:
    """Title in two languages, source, licence, and the digest of each file it was derived from."""
    graph = NamedNode(f"{BASE}dataset/geography")
    dct = "http://purl.org/dc/terms/"
    derived = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    assert {title.language for title in values(committed, graph, NamedNode(f"{dct}title"))} == {"fr", "en"}
    assert values(committed, graph, NamedNode(f"{dct}license"))
    assert len(values(committed, graph, NamedNode(f"{dct}source"))) == 2
    for file in values(committed, graph, derived):
        (checksum,) = values(committed, file, NamedNode("http://spdx.org/rdf/terms#checksum"))
        (digest,) = values(committed, checksum, NamedNode("http://spdx.org/rdf/terms#checksumValue"))
        assert len(bytes.fromhex(digest.value)) == 32
    assert len(values(committed, graph, derived)) == 4


def test_each_source_has_its_own_date(committed: list[Quad]) -> None:
    """Régions and départements are those of 2026; the list of EPCI in the package is that of 2025."""
    valid = NamedNode("http://purl.org/dc/terms/valid")
    dates = {
        name: [
            value.value for value in values(committed, NamedNode(f"{BASE}dataset/geography#{name}"), valid)
        ]
        for name in ("cog", "epci-list")
    }
    assert dates == {"cog": ["2026-01-01"], "epci-list": ["2025-01-01"]}
