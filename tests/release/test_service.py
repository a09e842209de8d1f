"""The service description read as a federator reads it: endpoint, graphs, figures, against the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, QuerySolutions, RdfFormat, Store, parse

from esslod.namespaces import DCT, SD, SH, VOID
from esslod.rdf.formats import RDF_SYNTAXES

BASE = "https://w3id.org/esslod/"
PREFIXES = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
#: The union of graphs is a set of triples; the engine gives one solution for each graph that holds one.
TRIPLES = "{ SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def release(published_site: Path) -> Path:
    return (published_site / "releases" / "current").resolve()


@pytest.fixture(scope="module")
def store(published_site: Path, release: Path) -> Iterator[Store]:
    yield Store.read_only(str(published_site / "stores" / release.name))


@pytest.fixture(scope="module")
def description(release: Path) -> Store:
    """What a federator holds after one GET."""
    read = Store()
    read.bulk_load(path=release / "sparql.ttl", format=RdfFormat.TURTLE)
    return read


def rows(store: Store, query: str) -> set[tuple[str, ...]]:
    solutions = store.query(PREFIXES + query)
    assert isinstance(solutions, QuerySolutions)
    return {tuple("" if term is None else term.value for term in row) for row in solutions}  # type: ignore[union-attr]


def test_endpoint_dataset_and_union(description: Store) -> None:
    """One service leads to its endpoint, its language, its features and its default graph."""
    query = """SELECT ?endpoint ?language ?feature ?graph {
      ?s a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage ?language ; sd:feature ?feature ;
         sd:defaultDataset/sd:defaultGraph ?graph }"""
    assert rows(description, query) == {
        (BASE + "sparql", SD.SPARQL11Query.value, SD.UnionDefaultGraph.value, BASE + "sparql#union")
    }


def test_every_format_by_its_w3c_iri(description: Store) -> None:
    """Four formats of results, six of RDF."""
    found = {iri for (iri,) in rows(description, "SELECT ?f { ?s sd:resultFormat ?f }")}
    names = (
        "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV "
        "Turtle JSON-LD N-Triples RDF_XML N-Quads TriG"
    )
    assert found == {f"http://www.w3.org/ns/formats/{name}" for name in names.split()}


def test_the_named_graphs_are_those_of_the_store(description: Store, store: Store) -> None:
    """Every graph that can be named, and no other, with the triples the store counts in it."""
    told = "SELECT ?name ?n { ?d sd:namedGraph ?g . ?g sd:name ?name ; sd:graph/void:triples ?n }"
    counted = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    assert rows(description, told) == rows(store, counted)
    assert len(rows(store, counted)) > 20


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("triples", f"SELECT (COUNT(*) AS ?n) {TRIPLES}"),
        ("distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("distinctObjects", "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
    ],
)
def test_totals_are_what_the_store_counts(description: Store, store: Store, told: str, counted: str) -> None:
    """The figures of the default graph are those of the union."""
    query = f"SELECT ?n {{ ?d sd:defaultGraph/void:{told} ?n }}"
    assert rows(description, query) == rows(store, counted)


def test_classes_are_what_the_store_counts(description: Store, store: Store) -> None:
    """Class by class, the number of instances."""
    told = "SELECT ?c ?n { ?d sd:defaultGraph/void:classPartition ?p . ?p void:class ?c ; void:entities ?n }"
    counted = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c"
    assert rows(description, told) == rows(store, counted)


def test_properties_are_what_the_store_counts(description: Store, store: Store) -> None:
    """Property by property: statements, distinct subjects, distinct objects."""
    told = """SELECT ?property ?n ?s ?o { ?d sd:defaultGraph/void:propertyPartition ?p .
      ?p void:property ?property ; void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o }"""
    counted = f"""SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?os)
      {{ {TRIPLES} }} GROUP BY ?p"""
    assert rows(description, told) == rows(store, counted)


def test_properties_class_by_class_are_what_the_store_counts(description: Store, store: Store) -> None:
    """What an editor completes with: for instances of a class, each property and its statements."""
    told = """SELECT ?c ?property ?n ?s { ?d sd:defaultGraph/void:classPartition ?cp .
      ?cp void:class ?c ; void:propertyPartition ?pp .
      ?pp void:property ?property ; void:triples ?n ; void:distinctSubjects ?s }"""
    counted = """SELECT ?c ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?ss) {
      { SELECT DISTINCT ?c ?s ?p ?o { ?s a ?c ; ?p ?o } } } GROUP BY ?c ?p"""
    assert rows(description, told) == rows(store, counted)
    assert len(rows(description, told)) > 300


def test_object_classes_and_datatypes_are_what_the_store_counts(description: Store, store: Store) -> None:
    """The other end of each property of a class: classes of the objects, datatypes of the literals."""
    told = """SELECT ?c ?property ?end ?n { ?d sd:defaultGraph/void:classPartition ?cp .
      ?cp void:class ?c ; void:propertyPartition ?pp . ?pp void:property ?property .
      { ?pp void:classPartition ?x . ?x void:class ?end } UNION
      { ?pp void-ext:datatypePartition ?x . ?x void-ext:datatype ?end }
      ?x void:triples ?n }"""
    counted = """SELECT ?c ?p ?end (COUNT(*) AS ?n) { { SELECT DISTINCT ?c ?s ?p ?o ?end {
      ?s a ?c ; ?p ?o . { ?o a ?end } UNION { FILTER isLiteral(?o) BIND(DATATYPE(?o) AS ?end) } } } }
      GROUP BY ?c ?p ?end"""
    counted = counted.replace(
        "{ FILTER isLiteral(?o) BIND(DATATYPE(?o) AS ?end) }",
        "{ ?s ?p ?o FILTER isLiteral(?o) BIND(DATATYPE(?o) AS ?end) }",
    )
    assert rows(description, told) == rows(store, counted)


def test_void_counts_the_data_alone(release: Path) -> None:
    """VoID speaks of the dataset: its figures are those of the dump, not of the endpoint."""
    void, data = Store(), Store()
    void.bulk_load(path=release / "void.ttl", format=RdfFormat.TURTLE)
    data.bulk_load(path=release / "dumps/esslod.nt", format=RdfFormat.N_TRIPLES)
    told = f"""SELECT ?c ?property ?n {{ <{BASE}dataset/profiles> void:classPartition ?cp .
      ?cp void:class ?c ; void:propertyPartition ?pp . ?pp void:property ?property ; void:triples ?n }}"""
    assert rows(void, told) == rows(data, "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p")


#: Questions about several territories, several editions, or old profiles: one recent profile is none.
NOT_YET = {"edition-changes", "old-profiles", "shared-partners"}


def test_every_example_runs_as_it_stands(description: Store, store: Store, release: Path) -> None:
    """Each query file is there, in both languages, aimed at the endpoint, and answers if the data can."""
    query = """SELECT ?q ?text { ?q a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; sh:select ?text ;
      schema:target <https://w3id.org/esslod/sparql> ; rdfs:label ?fr , ?en ; rdfs:comment ?cfr , ?cen
      FILTER (LANG(?fr) = "fr" && LANG(?en) = "en" && LANG(?cfr) = "fr" && LANG(?cen) = "en") }"""
    found = dict(rows(description, query))  # type: ignore[arg-type]
    assert set(found) == {f"{BASE}queries/{file.stem}" for file in (release / "queries").glob("*.rq")}
    for name, text in found.items():
        solutions = store.query(text)
        assert isinstance(solutions, QuerySolutions)
        answered = next(iter(solutions), None) is not None
        assert answered == (name.rpartition("/")[2] not in NOT_YET), text


def test_prefixes_never_disagree(description: Store, store: Store) -> None:
    """An editor that reads them anywhere in the store finds one namespace for a prefix."""
    query = "SELECT DISTINCT ?prefix ?namespace { [] sh:prefix ?prefix ; sh:namespace ?namespace }"
    for read in (description, store):
        declared = rows(read, query)
        assert len({prefix for prefix, _ in declared}) == len(declared)
        assert ("ess", BASE + "def#") in declared


@pytest.mark.parametrize("name", ["sparql", "queries", "void"])
def test_the_same_statements_in_every_syntax(release: Path, name: str) -> None:
    """Every file parses, says the same, and has no blank node."""
    said = []
    for syntax in RDF_SYNTAXES:
        file = release / f"{name}.{syntax.suffix}"
        if not file.exists():
            assert name != "sparql"
            continue
        quads = list(parse(file.read_bytes(), format=syntax.rdf))
        assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
        said.append({quad.triple for quad in quads})
    assert len(said) >= 4
    assert all(one == said[0] for one in said)


def test_the_files_are_listed(release: Path) -> None:
    """They travel with the release, under checksum."""
    listed = {entry["path"] for entry in json.loads((release / "manifest.json").read_text())["files"]}
    assert {f"sparql.{syntax.suffix}" for syntax in RDF_SYNTAXES} <= listed
    assert {"queries.ttl", "queries.jsonld", "queries.nt", "queries.rdf"} <= listed


def test_the_description_says_of_which_release(description: Store, release: Path) -> None:
    """A federator that keeps figures can tell when they are old; SERVICE is for the server to say."""
    dataset = NamedNode(BASE + "sparql#dataset")
    assert len(list(description.quads_for_pattern(dataset, DCT.modified, None))) == 1
    assert (release.name,) in rows(
        description, "SELECT ?v { ?d a sd:Dataset ; <http://www.w3.org/ns/dcat#version> ?v }"
    )
    assert not list(description.quads_for_pattern(None, SD.feature, SD.BasicFederatedQuery))
    assert list(description.quads_for_pattern(None, VOID.sparqlEndpoint, NamedNode(BASE + "sparql")))
    assert list(description.quads_for_pattern(None, SH.declare, None))
