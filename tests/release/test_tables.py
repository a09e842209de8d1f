"""The tables of a release: that they hold what the statements say, and read back to it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse
from tests import csv_on_the_web

from esslod.addresses import CANONICAL_BASE
from esslod.config import Site
from esslod.namespaces import RDF
from esslod.rdf.canonical import canonical
from esslod.release.freeze import Frozen
from esslod.release.manifest import Manifest, read_manifest
from esslod.release.staging import Staging
from esslod.release.tables import Tables, write_tables

SMALL = """
@base <https://w3id.org/esslod/> .
@prefix ex: <https://example.org/terms#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:ThingKind rdfs:label "genre de chose"@fr ; rdfs:comment "Pour essayer."@fr ; rdfs:subClassOf ex:Above .
<shapes#T> sh:targetClass ex:ThingKind ;
    sh:property <shapes#label> , <shapes#knows> , <shapes#size> , <shapes#part> .
<shapes#A> sh:targetClass ex:Above ; sh:property <shapes#note> .
<shapes#label> sh:path rdfs:label ; sh:order 1 ; sh:name "nom"@fr , "name"@en ; sh:uniqueLang true .
<shapes#knows> sh:path ex:knows ; sh:order 2 ; sh:name "connaît"@fr ; sh:class ex:ThingKind .
<shapes#size> sh:path ex:size ; sh:order 3 ; sh:name "taille"@fr ; sh:maxCount 1 ; sh:datatype xsd:integer ;
    sh:description "Combien."@fr .
<shapes#part> sh:path [ sh:inversePath ex:hasPart ] ; sh:order 4 ; sh:name "partie de"@fr ; sh:maxCount 1 .
<shapes#note> sh:path ex:note ; sh:order 5 ; sh:name "note"@fr .
<id/a> a ex:ThingKind ; rdfs:label "=1+1"@fr , "A"@en ; ex:knows <id/a> , <id/b> ; ex:size 12 ;
    ex:note "un | deux" , "trois" , "4.50"^^xsd:decimal , "quatre"@fr .
<id/b> a ex:ThingKind ; rdfs:label "l’« autre », \\"b\\"\\nici"@fr ; ex:size 1.5 ; ex:note "x"^^ex:odd .
<shapes#T> sh:property <shapes#some> , <shapes#known> , <shapes#later> , <shapes#never> .
<shapes#later> sh:path ex:later ; sh:order 9 . ex:later rdfs:range xsd:decimal .
<shapes#never> sh:path ex:never ; sh:order 9 .
<shapes#some> sh:path [ sh:inversePath ex:hasPart ] ; sh:order 0 ; sh:qualifiedValueShape <shapes#A> .
<shapes#known> sh:path [ sh:inversePath ex:knows ] ; sh:order 0 ; sh:qualifiedValueShape <shapes#A> .
<id/c> ex:hasPart <id/b> ; rdfs:label "tout"@fr .
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tables, list[Quad]]:
    """A tiny release with all that is difficult: inverse, several types, several values, a subclass."""
    graph = NamedNode(CANONICAL_BASE + "shapes/small")
    quads = [Quad(*quad.triple, graph) for quad in parse(SMALL, format=RdfFormat.TURTLE)]
    folder = tmp_path_factory.mktemp("small")
    frozen = Frozen("", "", len(quads), (), (), canonical(quads))
    return folder / "tables", write_tables(frozen, Staging(folder), Site()), quads


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode(), newline="")))


def test_columns_come_from_the_shapes(small) -> None:
    """Of the class and its superclasses, in order: names beside IRIs, a column a language and a type."""
    folder, tables, _ = small
    assert [table.name for table in tables.tables] == ["thing-kind"]
    first, second = rows(folder / "thing-kind.csv")
    assert list(first) == [
        "iri", "label_fr", "label_en", "knows", "knows_label_fr", "knows_label_en",
        "size", "size_integer", "size_decimal", "hasPart_of", "hasPart_of_label_fr", "hasPart_of_label_en",
        "note_fr", "note_en", "note_decimal", "note_string", "note_odd", "later",
    ]  # fmt: skip
    assert first["knows"] == f"{CANONICAL_BASE}id/a | {CANONICAL_BASE}id/b"
    assert first["label_fr"] == "=1+1", "exact: what a release says is not altered"
    assert first["knows_label_en"] == "A | "
    assert second["hasPart_of_label_fr"] == "tout"
    assert (first["size"], first["size_integer"], first["size_decimal"]) == ("12", "12", "")
    assert (second["size"], second["size_integer"], second["size_decimal"]) == ("1.5", "", "1.5")


def test_what_pages_pick_is_no_column(small) -> None:
    """A shape about some of what leads back is for pages; one about all of it is the column."""
    folder, _, _ = small
    fields = json.loads((folder / "thing-kind.schema.json").read_text(encoding="utf-8"))["fields"]
    titles = {field["name"]: field["title"] for field in fields}
    assert titles["hasPart_of"] == "partie de (IRI)"
    assert "knows_of" not in titles


def test_a_separator_is_in_no_value(small) -> None:
    """Where a value holds the usual separator, another stands between them, and the metadata say which."""
    folder, _, _ = small
    assert rows(folder / "thing-kind.csv")[0]["note_string"] == "trois ¦ un | deux"


def test_csv_reads_back_to_the_same_triples(small) -> None:
    """CSV on the Web, minimal mode: the statements of the columns and the class of each thing, no others."""
    folder, _, quads = small
    read = csv_on_the_web.read(
        (folder / "thing-kind.csv-metadata.json").read_bytes(), lambda name: (folder / name).read_bytes()
    )
    things = {
        quad.subject for quad in quads if quad.predicate == RDF.type and "ThingKind" in str(quad.object)
    }
    expected = {quad.triple for quad in quads if quad.subject in things}
    assert read == expected | {quad.triple for quad in quads if "hasPart" in quad.predicate.value}


def test_french_and_english_files_are_for_people(small) -> None:
    """French titles and a harmless text in the French variant; typed cells and explanations in XLSX."""
    folder, _, _ = small
    french = (folder / "thing-kind.fr.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert french[0].startswith("IRI;nom (français);nom (anglais);connaît (IRI);")
    assert ";'=1+1;" in french[1]
    book = openpyxl.load_workbook(folder / "esslod.xlsx")
    assert book.sheetnames == ["genre de chose", "Colonnes"]
    assert book["genre de chose"]["G2"].value == 12
    told = {row[2]: row for row in book["Colonnes"].iter_rows(min_row=2, values_only=True)}
    assert told["size"][:5] == ("genre de chose", "taille", "size", "Combien.", "nombre")
    assert told["label_en"][8] == "name (English)"


def test_a_table_without_things_is_no_table(tmp_path: Path) -> None:
    """A release without instances has no tables, and no file that lists them."""
    staging = Staging(tmp_path)
    made = write_tables(Frozen("", "", 0, (), (), {}), staging, Site())
    assert (made.tables, made.book, staging.files) == ((), None, [])


@pytest.fixture(scope="module")
def published(published_site: Path) -> tuple[Path, Manifest, list[Quad]]:
    """The project's own release, and all its statements."""
    folder = (published_site / "releases" / "current").resolve()
    return folder, read_manifest(folder), list(parse(path=str(folder / "dumps/esslod.nq")))


def test_every_table_of_the_release_reads_back(published) -> None:
    """For each table: nothing but statements of the release, and all of those of its properties."""
    folder, manifest, quads = published
    said = {quad.triple for quad in quads}
    kinds: dict[NamedNode, set[NamedNode]] = {}
    for triple in said:
        if triple.predicate == RDF.type:
            kinds.setdefault(triple.object, set()).add(triple.subject)
    described = [file.path for file in manifest.files if file.path.endswith(".csv-metadata.json")]
    assert len(described) > 20
    for path in described:
        text = (folder / path).read_bytes()
        read = csv_on_the_web.read(text, lambda name: (folder / "tables" / name).read_bytes())
        assert read <= said, path
        kind = NamedNode(json.loads(text)["tables"][0]["tableSchema"]["columns"][-1]["valueUrl"])
        properties = {triple.predicate for triple in read}
        members = kinds[kind]
        assert {t for t in said if t.subject in members and t.predicate in properties - {RDF.type}} <= read, (
            path
        )
        assert {t.subject for t in read if t == Triple(t.subject, RDF.type, kind)} == members


def test_table_schemas_describe_their_files(published) -> None:
    """Names, types and key of each Table Schema fit the CSV that the Data Package lists, digest included."""
    folder, manifest, _ = published
    package = json.loads((folder / "tables/datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        found = rows(folder / "tables" / resource["path"])
        entry = manifest.file(f"tables/{resource['path']}")
        assert (resource["bytes"], resource["hash"]) == (entry.size, f"sha256:{entry.sha256}")
        assert resource["rowCount"] == len(found)
        assert resource["schema"] == json.loads(
            (folder / f"tables/{resource['name']}.schema.json").read_text()
        )
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(found[0])
        assert len({row["iri"] for row in found}) == len(found)
        for field in fields:
            values = [row[field["name"]] for row in found if row[field["name"]]]
            assert all(map(re.compile(PATTERNS[field["type"]]).fullmatch, values)), field["name"]


#: The lexical forms of the types of Table Schema that we use.
PATTERNS = {
    "string": r"(?s).*", "integer": r"[+-]?\d+", "number": r"[+-]?\d+(\.\d+)?(E[+-]?\d+)?",
    "date": r"\d{4}-\d\d-\d\d", "year": r"\d{4}", "boolean": "true|false|1|0",
}  # fmt: skip


def test_the_catalogue_lists_tables_with_their_dataset(published) -> None:
    """A table is a distribution of the dataset that describes all its things, with size and file type."""
    folder, _, _ = published
    text = (folder / "catalog.nt").read_text(encoding="utf-8")
    for dataset, table in (("actions", "supported-action"), ("budgets", "budget-line"), ("codes", "concept")):
        for suffix, kind in (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON")):
            file = f"<{CANONICAL_BASE}catalog#tables/{table}.{suffix}>"
            assert (
                f"<{CANONICAL_BASE}dataset/{dataset}> <http://www.w3.org/ns/dcat#distribution> {file}" in text
            )
            assert (
                f"{file} <http://purl.org/dc/terms/format> <http://publications.europa.eu/resource/authority/file-type/{kind}>"
                in text
            )
            size = (folder / f"tables/{table}.{suffix}").stat().st_size
            assert f'{file} <http://www.w3.org/ns/dcat#byteSize> "{size}"' in text
