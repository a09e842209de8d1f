"""schema.org's words: types, dataset details, safety in markup, the same statements in every format."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from tests.readers import Reader

from esslod.addresses import CANONICAL_BASE, Addresses
from esslod.namespaces import SCHEMA
from esslod.rdf.description import Description, describe
from esslod.representation.datasets import LONGEST, SHORTEST
from esslod.representation.schema_org import SchemaOrg, script

PREFIXES = """@base <https://w3id.org/esslod/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix qb: <http://purl.org/linked-data/cube#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geo: <http://rdf.insee.fr/def/geo#> . @prefix cv: <http://data.europa.eu/m8g/> .
@prefix m: <http://purl.org/linked-data/sdmx/2009/measure#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
"""
SITE = (
    PREFIXES
    + """
<catalog> a dcat:Catalog ; dct:title "Catalogue"@fr , "Catalogue"@en ; dct:publisher <us> ;
  dct:license <https://licence.example/> ; dcat:dataset <dataset/x> ;
  dct:description "Tout ce que nous publions sur les sujets du monde."@fr ,
    "All that we publish about the subjects of the world."@en .
<us> foaf:name "Nous" ; foaf:homepage <https://we.example/> .
<dataset/x> a dcat:Dataset ; dct:title "Court"@fr , "Short"@en ; dct:license <https://licence.example/> ;
  dct:spatial <place> ; <def#about> <other-place> ; dct:temporal <period> ; dcat:version "1.0" ;
  dcat:keyword "mot"@fr , "word"@en ; dct:modified "2025-02-11"^^xsd:date ; dcat:distribution <file> .
<def#about> rdfs:subPropertyOf dct:spatial .
<place> a dct:Location ; rdfs:label "Ici"@fr  ;
  dcat:bbox "POLYGON((2.5 45.5,3.5 45.5,3.5 46,2.5 46,2.5 45.5))" .
<other-place> rdfs:label "Là"@fr .
<period> dcat:startDate "2022-01-01"^^xsd:date .
<file> dcat:downloadURL <x.ttl> ; dcat:byteSize 42 ; dct:title "Turtle"@en ;
  dcat:mediaType <https://www.iana.org/assignments/media-types/text/turtle> ; spdx:checksum <sum> .
<sum> spdx:checksumValue "abc" .
<def#what> a qb:CodedProperty , qb:DimensionProperty ; qb:codeList <code/list> .
<obs> dct:isPartOf <dataset/x> ; m:obsValue 14 ; <def#what> <code/list/share> .
<code/list/share> skos:inScheme <code/list> ; skos:prefLabel "part"@fr , "share"@en .
<town> a geo:Commune ; rdfs:label "Ville"@fr ; geo:codeINSEE "63113" .
<town-hall> a cv:PublicOrganisation ; rdfs:label "Mairie"@fr , "Town hall"@en .
<thing> rdfs:label "</script><script>alert(1)</script>\u2028&"@fr .
"""
)


def reader_of(turtle: str) -> Reader:
    store = Store()
    store.extend(Quad(*q.triple) for q in parse(turtle, RdfFormat.TURTLE))
    return Reader(store)


READER = reader_of(SITE)
SCHEMA_ORG = SchemaOrg(READER, Addresses())


def described(path: str) -> Description:
    focus = NamedNode(CANONICAL_BASE + path)
    return describe(READER, focus, NamedNode(CANONICAL_BASE + "doc/" + path))


def tree(path: str, language: str = "fr") -> dict:
    return SCHEMA_ORG.tree(described(path), language)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("catalog", "DataCatalog"), ("dataset/x", "Dataset"), ("town", "AdministrativeArea"),
     ("town-hall", "GovernmentOrganization"), ("thing", "Thing")],
)  # fmt: skip
def test_types(path: str, kind: str) -> None:
    """Classes of general vocabularies give the type; what has none is a Thing."""
    assert tree(path)["@type"] == kind


def test_a_dataset_has_what_search_engines_want() -> None:
    """Every property that dataset search reads, from the catalogue's own statements."""
    said = tree("dataset/x")
    assert said["name"] == "Court"
    assert said["license"] == "https://licence.example/"
    assert said["creator"] == said["publisher"]
    assert said["publisher"] == {
        "@id": CANONICAL_BASE + "us", "@type": "Organization", "name": "Nous", "url": "https://we.example/"
    }  # fmt: skip
    assert said["identifier"] == CANONICAL_BASE + "dataset/x"
    assert (said["keywords"], said["version"], said["dateModified"]) == ("mot", "1.0", "2025-02-11")
    assert said["temporalCoverage"] == "2022-01-01/.."
    assert said["isAccessibleForFree"] is True
    assert said["includedInDataCatalog"]["@id"] == CANONICAL_BASE + "catalog"
    assert [measured["name"] for measured in said["variableMeasured"]] == ["part"]
    assert said["distribution"] == [
        {
            "@id": CANONICAL_BASE + "file", "@type": "DataDownload", "name": "Turtle", "sha256": "abc",
            "contentUrl": CANONICAL_BASE + "x.ttl", "encodingFormat": "text/turtle", "contentSize": "42 B",
        }
    ]  # fmt: skip


def test_places_have_their_box() -> None:
    """A bounding box becomes south, west, north, east; a sub-property of a mapped one counts as it."""
    places = {place["name"]: place for place in tree("dataset/x")["spatialCoverage"]}
    assert places["Ici"]["geo"] == {"@type": "GeoShape", "box": "45.5 2.5 46 3.5"}
    assert set(places) == {"Ici", "Là"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_descriptions_have_the_right_length(language: str) -> None:
    """A dataset that says too little borrows from its catalogue; one that says too much is cut."""
    assert SHORTEST <= len(tree("dataset/x", language)["description"]) <= LONGEST
    long = reader_of(PREFIXES + f'<dataset/x> a dcat:Dataset ; dct:description "{"x " * 6000}"@fr .')
    focus = NamedNode(CANONICAL_BASE + "dataset/x")
    said = SchemaOrg(long, Addresses()).tree(describe(long, focus, focus), "fr")
    assert len(said["description"]) <= LONGEST


def test_one_language_is_plain_and_all_are_marked() -> None:
    """A page says one language as plain text; the profile says each with its tag."""
    assert tree("town-hall", "en")["name"] == "Town hall"
    assert {"@value": "Mairie", "@language": "fr"} in SCHEMA_ORG.tree(described("town-hall"))["name"]


def test_the_statements_are_those_of_the_tree() -> None:
    """Read as RDF without fetching anything, addresses are IRIs, types are schema.org's."""
    triples = {quad.triple for quad in SCHEMA_ORG.quads(described("dataset/x"))}
    focus = NamedNode(CANONICAL_BASE + "dataset/x")
    assert (focus, SCHEMA.license, NamedNode("https://licence.example/")) in {tuple(t) for t in triples}
    assert all(t.predicate.value.startswith((SCHEMA.iri, "http://www.w3.org/1999/02")) for t in triples)


def test_the_home_page_is_a_site_about_the_catalogue() -> None:
    """The catalogue, who publishes it, and its datasets."""
    said = SCHEMA_ORG.home(CANONICAL_BASE, "en")
    assert (said["@type"], said["mainEntity"]["@type"]) == ("WebSite", "DataCatalog")
    assert said["mainEntity"]["dataset"] == [{"@id": CANONICAL_BASE + "dataset/x"}]


def test_it_cannot_leave_its_element() -> None:
    """No text of the data ends the script element or is markup; read back, it is what it was."""
    said = tree("thing")
    text = script(said)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == said
