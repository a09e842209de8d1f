"""The vocabulary, its code lists, cubes and rules: what a good vocabulary document must show."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import namespace as rdflib_namespace
from rdflib.namespace import DefinedNamespace

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://w3id.org/esslod/"
DEF = f"{BASE}def"
ESS = f"{DEF}#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
QB = "http://purl.org/linked-data/cube#"
VANN = "http://purl.org/vocab/vann/"
SDMX_ATTRIBUTE = "http://purl.org/linked-data/sdmx/2009/attribute#"

VOCABULARY = ROOT / "ontology/esslod.ttl"
CODE_FILES = sorted((ROOT / "ontology/codes").glob("*.ttl"))
RULES = sorted((ROOT / "ontology/rules").glob("*.rq"))
DATA_FILES = sorted(
    [
        ROOT / "data/organisations.ttl",
        ROOT / "data/cubes.ttl",
        *(ROOT / "data/territories").rglob("*.ttl"),
    ]
)
ALL_FILES = [VOCABULARY, *CODE_FILES, *DATA_FILES]

CLASSES = {
    "Profile", "ProfileEdition", "Plan", "PlanElement", "Priority", "Measure", "SupportedAction",
    "IndicatorObservation", "BudgetLine", "Initiative", "ReportedClaim", "InformationGap",
}  # fmt: skip
# name: (domain, range), the agreed model
PROPERTIES = {
    "territory": ("rdfs:Resource", "dct:Location"),
    "authority": ("ess:ProfileEdition", "cv:PublicOrganisation"),
    "level": ("dct:Location", "skos:Concept"),
    "plan": ("ess:ProfileEdition", "ess:Plan"),
    "declaredCount": ("ess:Plan", "xsd:integer"),
    "elementKind": ("ess:PlanElement", "skos:Concept"),
    "contributesTo": ("ess:SupportedAction", "ess:PlanElement"),
    "indicator": ("ess:IndicatorObservation", "skos:Concept"),
    "denominator": ("skos:Concept", "rdf:langString"),
    "benchmark": ("ess:IndicatorObservation", "ess:IndicatorObservation"),
    "precision": ("rdfs:Resource", "skos:Concept"),
    "lowerBound": ("rdfs:Resource", "xsd:decimal"),
    "upperBound": ("rdfs:Resource", "xsd:decimal"),
    "budgetSection": ("ess:BudgetLine", "skos:Concept"),
    "budgetItem": ("ess:BudgetLine", "skos:Concept"),
    "amountBasis": ("ess:BudgetLine", "skos:Concept"),
    "basisStatus": ("ess:BudgetLine", "skos:Concept"),
    "inferredFrom": ("rdfs:Resource", "rdfs:Resource"),
    "supportMode": ("ess:SupportedAction", "skos:Concept"),
    "beneficiaryType": ("ess:SupportedAction", "skos:Concept"),
    "partner": ("ess:SupportedAction", "foaf:Agent"),
    "initiative": ("ess:SupportedAction", "ess:Initiative"),
    "initiativeKind": ("ess:Initiative", "skos:Concept"),
    "claimType": ("ess:ReportedClaim", "skos:Concept"),
    "claimSubject": ("ess:ReportedClaim", "rdfs:Resource"),
    "claimObject": ("ess:ReportedClaim", "rdfs:Resource"),
    "section": ("rdfs:Resource", "skos:Concept"),
    "gapReason": ("ess:InformationGap", "skos:Concept"),
    "about": ("ess:InformationGap", "rdfs:Resource"),
    "missing": ("ess:InformationGap", "rdf:Property"),
    "edition": ("qb:Observation", "ess:ProfileEdition"),
    "population": ("dct:Location", "xsd:integer"),
}
PREFIXES = {
    "ess": ESS, "rdf": RDF, "rdfs": RDFS, "xsd": XSD, "skos": SKOS, "dct": DCT, "qb": QB,
    "cv": "http://data.europa.eu/m8g/", "foaf": "http://xmlns.com/foaf/0.1/",
}  # fmt: skip
ALIGNMENTS = {
    ("Plan", "subClassOf", "http://www.w3.org/ns/prov#Plan"),
    ("Priority", "subClassOf", f"{ESS}PlanElement"),
    ("Measure", "subClassOf", f"{ESS}PlanElement"),
    ("IndicatorObservation", "subClassOf", f"{QB}Observation"),
    ("BudgetLine", "subClassOf", f"{QB}Observation"),
    ("inferredFrom", "subPropertyOf", "http://www.w3.org/ns/prov#wasDerivedFrom"),
    ("territory", "subPropertyOf", f"{DCT}spatial"),
    ("edition", "subPropertyOf", f"{DCT}isPartOf"),
    ("partner", "subPropertyOf", f"{DCT}contributor"),
}
LISTS = {
    "level": "pays region departement epci metropole communaute-urbaine communaute-d-agglomeration "
    "communaute-de-communes ept petr commune",
    "indicator": "share-of-economic-activity share-of-private-employment share-of-employment "
    "share-of-employees share-of-establishments share-of-enterprises staff-persons staff-fte population",
    "precision": "exact about at-least at-most",
    "budget-section": "total investment operating",
    "budget-item": "all cooperatives third-places",
    "amount-basis": "per-year whole-period not-stated",
    "basis-status": "stated inferred",
    "element-kind": "priority challenge axis orientation lever sector measure",
    "support-mode": "financial-support investment-grant technical-support partnership-agreement coaching "
    "events patron-matching action-research",
    "structure-type": "ess-organisation cooperative scop scic association foundation mutual ptce third-place",
    "initiative-kind": "project event network patronage movement",
    "claim-type": "origin",
    "section": "identity panorama budget staff programme actions membership",
    "gap-reason": "not-stated being-drafted external-document not-applicable",
    "theme": "ess-policy social-innovation ess-sectors awareness participation cooperation "
    "collective-intelligence citizen-initiatives social-justice ecological-transition "
    "economic-resilience climate",
}
LEGAL_CATEGORIES = {
    "level/region": {"7230"}, "level/departement": {"7220"}, "level/commune": {"7210"},
    "level/metropole": {"7344"}, "level/communaute-urbaine": {"7343"},
    "level/communaute-d-agglomeration": {"7348"},
    "level/communaute-de-communes": {"7346"}, "level/petr": {"7357"},
    "structure-type/scop": {"5458", "5558", "5658"}, "structure-type/association": {"9220"},
    "structure-type/foundation": {"9300"}, "structure-type/mutual": {"8210"},
}  # fmt: skip
ESSGLOBAL = "http://purl.org/essglobal/standard/"
CLOSE_MATCHES = {
    ("structure-type/cooperative", f"{ESSGLOBAL}legal-form/L2"),
    ("structure-type/scop", f"{ESSGLOBAL}organisational-structure/OS60"),
    ("structure-type/scic", f"{ESSGLOBAL}organisational-structure/OS100"),
    ("theme/social-justice", f"{ESSGLOBAL}themes/T12"),
}
# Vocabularies that rdflib ships as closed lists of terms…
SHIPPED: dict[str, type[DefinedNamespace]] = {
    str(getattr(rdflib_namespace, name)): getattr(rdflib_namespace, name)
    for name in ("RDF", "RDFS", "OWL", "SKOS", "DCTERMS", "FOAF", "ORG", "PROV", "QB", "VANN", "SDO", "DCAT")
}
# …and the terms we checked by hand, because rdflib lacks the vocabulary or the term.
CHECKED = {
    "http://www.w3.org/ns/sparql-service-description#": {"Graph"},
    "http://www.w3.org/ns/dcat#": {"version", "isVersionOf", "hasVersion", "startDate", "endDate"},
    "http://www.w3.org/ns/adms#": {"Identifier", "identifier", "schemaAgency"},
    "http://www.w3.org/ns/oa#": {
        "SpecificResource",
        "TextPositionSelector",
        "hasSource",
        "hasSelector",
        "start",
        "end",
    },
    "http://spdx.org/rdf/terms#": {
        "Checksum",
        "checksum",
        "algorithm",
        "checksumAlgorithm_sha256",
        "checksumValue",
    },
    "http://data.europa.eu/m8g/": {"PublicOrganisation"},
    "http://purl.org/linked-data/sdmx/2009/attribute#": {"unitMeasure"},
    "http://purl.org/linked-data/sdmx/2009/dimension#": {"refArea", "refPeriod"},
    "http://purl.org/linked-data/sdmx/2009/measure#": {"obsValue"},
    "http://data.openbudgets.eu/ontology/dsd/attribute/": {"currency"},
    "http://data.openbudgets.eu/ontology/dsd/dimension/": {"organization", "fiscalPeriod", "budgetPhase"},
    "http://data.openbudgets.eu/ontology/dsd/measure/": {"amount"},
    "http://qudt.org/vocab/unit/": {"PERCENT", "NUM"},
    "http://www.w3.org/2001/XMLSchema#": {
        "date",
        "gYear",
        "hexBinary",
        "integer",
        "decimal",
        "string",
        "boolean",
    },
    "http://publications.europa.eu/resource/authority/": {"currency/EUR", "language/FRA"},
    ESSGLOBAL: {iri.removeprefix(ESSGLOBAL) for _, iri in CLOSE_MATCHES},
}
PAGES = {
    "https://spdx.org/licenses/etalab-2.0",
    "https://www.rtes.fr/",
    "https://www.rtes.fr/clermont-auvergne-metropole",
}


def iri(name: str) -> ox.NamedNode:
    """`ess:Plan` or a whole IRI, as a term."""
    prefix, colon, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local if colon and prefix in PREFIXES else name)


def read(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=BASE)]


def index(triples: Iterable[ox.Triple]) -> dict[tuple[str, str], list]:
    found: dict[tuple[str, str], list] = defaultdict(list)
    for triple in triples:
        found[triple.subject.value, triple.predicate.value].append(triple.object)
    return found


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


TRIPLES = {path: read(path) for path in ALL_FILES}
ONTOLOGY = TRIPLES[VOCABULARY]
ABOUT = index(ONTOLOGY)
EVERYTHING = [triple for triples in TRIPLES.values() for triple in triples]
EVERY = index(EVERYTHING)
TERMS = sorted({t.subject.value for t in ONTOLOGY} - {DEF})
DECLARED_PROPERTIES = [
    t
    for t in TERMS
    if {f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty"} & {o.value for o in ABOUT[t, f"{RDF}type"]}
]
DECLARED_CLASSES = [t for t in TERMS if f"{OWL}Class" in {o.value for o in ABOUT[t, f"{RDF}type"]}]


def languages(values: Iterable) -> list[str]:
    return sorted(v.language or "" for v in values)


def reachable(start: str, predicate: str, table: dict[tuple[str, str], list]) -> set[str]:
    seen: set[str] = set()
    waiting = [o.value for o in table.get((start, predicate), [])]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += [o.value for o in table.get((node, predicate), [])]
    return seen


# ─── The files ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ALL_FILES, ids=relative)
def test_a_file_declares_the_base_first_and_holds_no_blank_node(path: Path) -> None:
    """Every resource has an IRI, written relative to one base."""
    assert path.read_text("utf-8").startswith(f"@base <{BASE}> .\n")
    assert TRIPLES[path]
    assert not [t for t in TRIPLES[path] if ox.BlankNode in (type(t.subject), type(t.object))]


@pytest.mark.parametrize("path", ALL_FILES, ids=relative)
def test_the_store_rewrites_no_literal(path: Path) -> None:
    """What the engine gives back is what the author wrote, term for term."""
    store = ox.Store()
    store.extend(ox.Quad(*t) for t in TRIPLES[path])
    assert {q.triple for q in store} == set(TRIPLES[path])


@pytest.mark.parametrize("path", ALL_FILES, ids=relative)
def test_a_prefix_is_declared_only_when_used(path: Path) -> None:
    """A publisher reads these files: no noise."""
    text = path.read_text("utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith(("@prefix", "#")))
    for prefix in re.findall(r"^@prefix ([\w-]+):", text, re.M):
        assert re.search(rf"(?<![\w-]){prefix}:", body), prefix


@pytest.mark.parametrize("path", ALL_FILES, ids=relative)
def test_a_literal_is_trimmed_and_never_empty(path: Path) -> None:
    """Spaces at the ends of a label are faults nobody sees."""
    for t in TRIPLES[path]:
        if isinstance(t.object, ox.Literal):
            assert t.object.value and t.object.value == t.object.value.strip(), t


def test_every_external_term_exists() -> None:
    """A term outside our namespace is in its vocabulary's closed list, or in the list checked by hand."""
    unknown = set()
    for t in EVERYTHING:
        for node in (t.subject, t.predicate, t.object):
            value = node.value if isinstance(node, ox.NamedNode) else node.datatype.value
            if value.startswith(BASE) or value in PAGES:
                continue
            checked = any(value.startswith(ns) and value[len(ns) :] in names for ns, names in CHECKED.items())
            shipped = any(value.startswith(ns) and value[len(ns) :] in known for ns, known in SHIPPED.items())
            if not (checked or shipped or value == f"{RDF}langString"):
                unknown.add(value)
    assert unknown == set()


# ─── The vocabulary document ─────────────────────────────────────────────────────────────────────


def test_one_ontology_whose_iri_is_the_document() -> None:
    """Exactly one owl:Ontology, at def, and a version IRI that differs and ends with the version."""
    assert [t.subject.value for t in ONTOLOGY if t.object == ox.NamedNode(f"{OWL}Ontology")] == [DEF]
    (version,), (info,) = ABOUT[DEF, f"{OWL}versionIRI"], ABOUT[DEF, f"{OWL}versionInfo"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", info.value)
    assert version == ox.NamedNode(f"{DEF}/{info.value}")


@pytest.mark.parametrize("name", ["title", "description", "bibliographicCitation"])
def test_the_document_speaks_french_and_english(name: str) -> None:
    """Title, description and citation exist once in each language."""
    assert languages(ABOUT[DEF, DCT + name]) == ["en", "fr"]


def test_the_citation_names_the_version() -> None:
    """A citation leads to the version that was read."""
    (version,) = ABOUT[DEF, f"{OWL}versionIRI"]
    assert all(version.value in c.value for c in ABOUT[DEF, f"{DCT}bibliographicCitation"])


@pytest.mark.parametrize("name", ["creator", "publisher"])
def test_the_document_has_an_author_and_a_publisher_we_describe(name: str) -> None:
    """Both are resources with a label in our data."""
    (agent,) = ABOUT[DEF, DCT + name]
    assert languages(EVERY[agent.value, f"{RDFS}label"]) == ["en", "fr"]


def test_the_dates_are_dates_in_order() -> None:
    """created ≤ issued ≤ modified, each an xsd:date."""
    dates = [ABOUT[DEF, DCT + name] for name in ("created", "issued", "modified")]
    assert all(len(d) == 1 and d[0].datatype.value == f"{XSD}date" for d in dates)
    values = [d[0].value for d in dates]
    assert values == sorted(values)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", v) for v in values)


def test_the_licence_is_the_licence_ouverte() -> None:
    """One licence, as an IRI."""
    assert ABOUT[DEF, f"{DCT}license"] == [ox.NamedNode("https://spdx.org/licenses/etalab-2.0")]


def test_the_preferred_prefix_and_namespace() -> None:
    """ess: stands for the namespace of the terms."""
    assert [o.value for o in ABOUT[DEF, f"{VANN}preferredNamespacePrefix"]] == ["ess"]
    assert [o.value for o in ABOUT[DEF, f"{VANN}preferredNamespaceUri"]] == [ESS]


def test_no_statement_about_a_foreign_term() -> None:
    """The vocabulary speaks of its own terms only."""
    assert {t.subject.value for t in ONTOLOGY if not t.subject.value.startswith(ESS)} == {DEF}


# ─── The terms ───────────────────────────────────────────────────────────────────────────────────


def test_the_terms_are_those_of_the_agreed_model() -> None:
    """Shapes, pages and tests are written against these names."""
    assert {t.removeprefix(ESS) for t in DECLARED_CLASSES} == CLASSES
    assert {t.removeprefix(ESS) for t in DECLARED_PROPERTIES} == set(PROPERTIES)
    assert set(TERMS) - set(DECLARED_CLASSES) - set(DECLARED_PROPERTIES) == {f"{ESS}LegalCategory"}


@pytest.mark.parametrize("term", TERMS, ids=lambda t: t.removeprefix(ESS))
def test_a_term_is_labelled_commented_and_defined_here(term: str) -> None:
    """One label and one comment per language, the comment says more than the label, and isDefinedBy."""
    assert languages(ABOUT[term, f"{RDFS}label"]) == ["en", "fr"]
    assert languages(ABOUT[term, f"{RDFS}comment"]) == ["en", "fr"]
    labels = {o.language: o.value for o in ABOUT[term, f"{RDFS}label"]}
    assert all(
        c.value.endswith(".") and len(c.value) > len(labels[c.language])
        for c in ABOUT[term, f"{RDFS}comment"]
    )
    assert ABOUT[term, f"{RDFS}isDefinedBy"] == [ox.NamedNode(DEF)]


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_a_property_has_the_agreed_domain_and_range(name: str) -> None:
    """Exactly one of each."""
    domain, range_ = PROPERTIES[name]
    assert ABOUT[ESS + name, f"{RDFS}domain"] == [iri(domain)]
    assert ABOUT[ESS + name, f"{RDFS}range"] == [iri(range_)]


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_a_property_is_of_the_kind_of_its_range(name: str) -> None:
    """Data types make datatype properties, classes make object properties."""
    literal = PROPERTIES[name][1].startswith("xsd:") or PROPERTIES[name][1] == "rdf:langString"
    kinds = {o.value for o in ABOUT[ESS + name, f"{RDF}type"]} & {
        f"{OWL}ObjectProperty",
        f"{OWL}DatatypeProperty",
    }
    assert kinds == {f"{OWL}DatatypeProperty" if literal else f"{OWL}ObjectProperty"}


def test_no_two_terms_share_a_label() -> None:
    """In each language a label leads to one term, whatever the case."""
    labels = Counter((o.language, o.value.casefold()) for t in TERMS for o in ABOUT[t, f"{RDFS}label"])
    assert [label for label, times in labels.items() if times > 1] == []


def test_names_tell_classes_from_properties() -> None:
    """UpperCamel classes, lowerCamel properties."""
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", t.removeprefix(ESS)) for t in DECLARED_CLASSES)
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", t.removeprefix(ESS)) for t in DECLARED_PROPERTIES)


@pytest.mark.parametrize("relation", ["subClassOf", "subPropertyOf"])
def test_no_cycle(relation: str) -> None:
    """No term is below itself."""
    assert [t for t in TERMS if t in reachable(t, RDFS + relation, ABOUT)] == []


def test_the_alignments() -> None:
    """Our terms sit under those of PROV, Data Cube and Dublin Core, and nowhere else."""
    found = {
        (t.removeprefix(ESS), relation, o.value)
        for t in TERMS
        for relation in ("subClassOf", "subPropertyOf")
        for o in ABOUT[t, RDFS + relation]
    }
    assert found == ALIGNMENTS


def test_every_term_used_is_declared() -> None:
    """A misspelt ess: name in data, lists, rules or queries is caught."""
    used = {
        node.value
        for t in EVERYTHING
        for node in (*t, t.object.datatype if isinstance(t.object, ox.Literal) else t.predicate)
        if isinstance(node, ox.NamedNode) and node.value.startswith(ESS)
    }
    for path in [*RULES, *sorted((ROOT / "queries").glob("*.rq"))]:
        used |= {ESS + name for name in re.findall(r"\bess:(\w+)", path.read_text("utf-8"))}
    assert used - set(TERMS) == set()


@pytest.mark.parametrize("term", TERMS, ids=lambda t: t.removeprefix(ESS))
def test_a_declared_term_is_used_or_explained(term: str) -> None:
    """A term that no file uses says why it exists, in both languages."""
    used = any(
        t.predicate.value == term
        or (t.predicate.value == f"{RDF}type" and t.object.value == term)
        or (isinstance(t.object, ox.Literal) and t.object.datatype.value == term)
        for path in (*CODE_FILES, *DATA_FILES)
        for t in TRIPLES[path]
    )
    assert used or languages(ABOUT[term, f"{SKOS}note"]) == ["en", "fr"]


# ─── The code lists ──────────────────────────────────────────────────────────────────────────────


def concepts(name: str) -> list[str]:
    scheme = ox.NamedNode(f"{BASE}code/{name}")
    return [
        t.subject.value for t in EVERYTHING if t.predicate.value == f"{SKOS}inScheme" and t.object == scheme
    ]


def test_the_code_lists_are_those_of_the_agreed_model() -> None:
    """One file a list, with exactly these codes."""
    assert [p.stem for p in CODE_FILES] == sorted(LISTS)
    for name, codes in LISTS.items():
        assert sorted(c.removeprefix(f"{BASE}code/{name}/") for c in concepts(name)) == sorted(
            codes.split()
        ), name


@pytest.mark.parametrize("path", CODE_FILES, ids=lambda p: p.stem)
def test_a_list_is_a_labelled_scheme_that_owns_its_file(path: Path) -> None:
    """The scheme has label, definition, notation; the file speaks of nothing else."""
    scheme = f"{BASE}code/{path.stem}"
    assert {t.subject.value for t in TRIPLES[path]} == {scheme, *concepts(path.stem)}
    assert EVERY[scheme, f"{RDF}type"] == [ox.NamedNode(f"{SKOS}ConceptScheme")]
    assert (
        languages(EVERY[scheme, f"{SKOS}prefLabel"])
        == languages(EVERY[scheme, f"{SKOS}definition"])
        == ["en", "fr"]
    )
    assert [o.value for o in EVERY[scheme, f"{SKOS}notation"]] == [path.stem]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_code_is_labelled_defined_and_noted(name: str) -> None:
    """fr + en label and definition; one plain notation, equal to the end of the IRI."""
    for code in concepts(name):
        assert EVERY[code, f"{RDF}type"] == [ox.NamedNode(f"{SKOS}Concept")]
        assert languages(EVERY[code, f"{SKOS}prefLabel"]) == ["en", "fr"], code
        assert languages(EVERY[code, f"{SKOS}definition"]) == ["en", "fr"], code
        plain = [o.value for o in EVERY[code, f"{SKOS}notation"] if o.datatype.value == f"{XSD}string"]
        assert plain == [code.removeprefix(f"{BASE}code/{name}/")]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_labels_are_unique_within_a_list(name: str) -> None:
    """A form that shows labels never shows the same one twice."""
    labels = Counter(
        (o.language, o.value.casefold()) for c in concepts(name) for o in EVERY[c, f"{SKOS}prefLabel"]
    )
    assert [label for label, times in labels.items() if times > 1] == []


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_code_is_at_the_top_or_below_another_and_both_sides_say_so(name: str) -> None:
    """hasTopConcept ⇔ topConceptOf, broader ⇔ narrower, no cycle."""
    scheme = f"{BASE}code/{name}"
    tops = {c for c in concepts(name) if EVERY.get((c, f"{SKOS}topConceptOf")) == [ox.NamedNode(scheme)]}
    assert tops and tops == {o.value for o in EVERY[scheme, f"{SKOS}hasTopConcept"]}
    for code in concepts(name):
        above = [o.value for o in EVERY.get((code, f"{SKOS}broader"), [])]
        assert (code in tops) == (above == [])
        assert set(above) <= set(concepts(name))
        assert all(code in {o.value for o in EVERY[up, f"{SKOS}narrower"]} for up in above)
        for down in EVERY.get((code, f"{SKOS}narrower"), []):
            assert code in {o.value for o in EVERY[down.value, f"{SKOS}broader"]}
        assert code not in reachable(code, f"{SKOS}broader", EVERY)


def test_the_statuses_of_intermunicipal_bodies_are_below_epci() -> None:
    """A query on epci finds every kind."""
    below = {
        c for c in concepts("level") if f"{BASE}code/level/epci" in reachable(c, f"{SKOS}broader", EVERY)
    }
    kinds = {"metropole", "communaute-urbaine", "communaute-d-agglomeration", "communaute-de-communes"}
    assert below == {f"{BASE}code/level/{kind}" for kind in kinds}


def test_legal_categories_are_the_verified_ones() -> None:
    """Second notations, typed, and only where INSEE has a category (a SCIC has none)."""
    found = defaultdict(set)
    for t in EVERYTHING:
        if isinstance(t.object, ox.Literal) and t.object.datatype.value == f"{ESS}LegalCategory":
            assert t.predicate.value == f"{SKOS}notation"
            found[t.subject.value.removeprefix(f"{BASE}code/")].add(t.object.value)
    assert found == LEGAL_CATEGORIES


def test_only_verified_matches_to_other_lists() -> None:
    """closeMatch to the checked ESSGlobal codes; nothing claims identity."""
    found = {
        (t.subject.value.removeprefix(f"{BASE}code/"), t.object.value)
        for t in EVERYTHING
        if t.predicate.value == f"{SKOS}closeMatch"
    }
    assert found == CLOSE_MATCHES
    strong = {
        f"{OWL}sameAs",
        f"{SKOS}exactMatch",
        f"{SKOS}broadMatch",
        f"{SKOS}narrowMatch",
        f"{SKOS}relatedMatch",
    }
    assert [t for t in EVERYTHING if t.predicate.value in strong] == []


def test_an_indicator_says_its_denominator_and_unit() -> None:
    """Shares are percentages of something named, each of its own; counts are numbers."""
    french = Counter()
    for code in concepts("indicator"):
        assert languages(EVERY[code, f"{ESS}denominator"]) == ["en", "fr"], code
        (unit,) = EVERY[code, f"{SDMX_ATTRIBUTE}unitMeasure"]
        share = "/share-of-" in code
        assert unit.value == "http://qudt.org/vocab/unit/" + ("PERCENT" if share else "NUM"), code
        french.update(o.value for o in EVERY[code, f"{ESS}denominator"] if share and o.language == "fr")
    assert set(french.values()) == {1}


CODED = {
    t: o.value
    for t in DECLARED_PROPERTIES
    for p in (f"{QB}codeList", f"{RDFS}seeAlso")
    for o in ABOUT.get((t, p), [])
}


def test_every_property_to_a_code_names_its_list() -> None:
    """qb:codeList in the cubes, rdfs:seeAlso elsewhere, and the list exists."""
    expected = {ESS + name for name, (_, range_) in PROPERTIES.items() if range_ == "skos:Concept"}
    assert set(CODED) == expected
    assert set(CODED.values()) <= {f"{BASE}code/{name}" for name in LISTS}


def test_a_coded_value_is_in_the_list_of_its_property() -> None:
    """A code of another list, or one that does not exist, is caught."""
    for t in EVERYTHING:
        if t.predicate.value in CODED:
            assert t.object.value in concepts(CODED[t.predicate.value].removeprefix(f"{BASE}code/")), t
        elif t.predicate.value == f"{DCT}subject":
            assert t.object.value in concepts("theme"), t


# ─── The rules ───────────────────────────────────────────────────────────────────────────────────


def union() -> ox.Store:
    store = ox.Store()
    for path in ALL_FILES:
        graph = ox.NamedNode(f"urn:file:{relative(path)}")
        store.extend(ox.Quad(*t, graph) for t in TRIPLES[path])
    return store


def infer(store: ox.Store, rule: Path) -> list[ox.Triple]:
    return list(store.query(rule.read_text("utf-8"), use_default_graph_as_union=True))


def inferred_union() -> ox.Store:
    store = union()
    new = [t for rule in RULES for t in infer(union(), rule)]
    store.extend(ox.Quad(*t, ox.NamedNode(f"{BASE}dataset/inferred")) for t in new)
    return store


def test_the_rules() -> None:
    """These four and no others."""
    assert [r.stem for r in RULES] == ["edition", "has-part", "has-version", "superclass"]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.stem)
def test_a_rule_says_its_title_and_why(rule: Path) -> None:
    """In both languages, before the query."""
    head = re.findall(r"^# (title|why)@(fr|en): (\S.+)$", rule.read_text("utf-8"), re.M)
    assert sorted(h[:2] for h in head) == [("title", "en"), ("title", "fr"), ("why", "en"), ("why", "fr")]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.stem)
def test_a_rule_is_deterministic_and_adds_only_new_named_statements(rule: Path) -> None:
    """Twice the same answer, no blank node, nothing said already, and one pass is enough."""
    store = union()
    new = infer(store, rule)
    assert new and set(new) == set(infer(union(), rule))
    assert not [t for t in new if ox.BlankNode in (type(t.subject), type(t.object))]
    assert not set(new) & set(EVERYTHING)
    store.extend(ox.Quad(*t, ox.NamedNode(f"{BASE}dataset/inferred")) for t in new)
    assert infer(store, rule) == []


def test_the_rules_do_not_feed_each_other() -> None:
    """All rules read the sources at once: their order cannot matter."""
    store = inferred_union()
    assert [t for rule in RULES for t in infer(store, rule)] == []


def test_what_the_rules_infer() -> None:
    """Every part has its inverse, every edition its profile, every member of a class its parent classes."""
    inferred = {t for rule in RULES for t in infer(union(), rule)}
    inverse = {"isPartOf": ("dct", "hasPart"), "isVersionOf": ("dcat", "hasVersion")}
    dcat = "http://www.w3.org/ns/dcat#"
    expected = set()
    for t in EVERYTHING:
        for direct, (prefix, back) in inverse.items():
            ns = DCT if prefix == "dct" else dcat
            if t.predicate.value == ns + direct:
                expected.add(ox.Triple(t.object, ox.NamedNode(ns + back), t.subject))
        if t.predicate.value == f"{RDF}type" and t.object.value in DECLARED_CLASSES:
            for parent in reachable(t.object.value, f"{RDFS}subClassOf", ABOUT):
                expected.add(ox.Triple(t.subject, t.predicate, ox.NamedNode(parent)))
        if t.predicate.value == f"{QB}dataSet":
            (edition,) = EVERY[t.subject.value, f"{DCT}isPartOf"]
            expected.add(ox.Triple(t.subject, ox.NamedNode(f"{ESS}edition"), edition))
    assert inferred == expected


# ─── The cubes (integrity constraints of RDF Data Cube) ──────────────────────────────────────────

CUBES = ["indicators", "budgets"]


def components(cube: str, role: str) -> list[str]:
    (structure,) = EVERY[f"{BASE}dataset/{cube}", f"{QB}structure"]
    specifications = [o.value for o in EVERY[structure.value, f"{QB}component"]]
    return [o.value for s in specifications for o in EVERY.get((s, QB + role), [])]


@pytest.fixture(scope="module")
def observations() -> dict[str, dict[str, dict[str, list]]]:
    """cube → observation → property → values, inferred statements included."""
    found: dict = {cube: defaultdict(lambda: defaultdict(list)) for cube in CUBES}
    quads = list(inferred_union())
    cube_of = {
        q.subject: q.object.value.rpartition("/")[2] for q in quads if q.predicate.value == f"{QB}dataSet"
    }
    for q in quads:
        if q.subject in cube_of:
            found[cube_of[q.subject]][q.subject.value][q.predicate.value].append(q.object)
    return found


@pytest.mark.parametrize("cube", CUBES)
def test_a_cube_is_described(cube: str) -> None:
    """Label, comment, one structure with a measure, and ordered components without duplicates."""
    assert languages(EVERY[f"{BASE}dataset/{cube}", f"{RDFS}label"]) == ["en", "fr"]
    assert languages(EVERY[f"{BASE}dataset/{cube}", f"{RDFS}comment"]) == ["en", "fr"]
    (structure,) = EVERY[f"{BASE}dataset/{cube}", f"{QB}structure"]
    specifications = [o.value for o in EVERY[structure.value, f"{QB}component"]]
    orders = sorted(int(EVERY[s, f"{QB}order"][0].value) for s in specifications)
    assert orders == list(range(1, len(specifications) + 1))
    assert len(components(cube, "measure")) == 1


@pytest.mark.parametrize("cube", CUBES)
def test_our_components_play_the_role_they_declare(cube: str) -> None:
    """A dimension is a qb:DimensionProperty, an attribute a qb:AttributeProperty; coded ones name a list."""
    for role, kind in (("dimension", "DimensionProperty"), ("attribute", "AttributeProperty")):
        for component in components(cube, role):
            if component.startswith(ESS):
                kinds = {o.value for o in ABOUT[component, f"{RDF}type"]}
                assert QB + kind in kinds
                assert (f"{QB}CodedProperty" in kinds) == bool(ABOUT.get((component, f"{QB}codeList")))


@pytest.mark.parametrize("cube", CUBES)
def test_an_observation_is_complete(cube: str, observations: dict) -> None:
    """One data set, one value for each dimension, measure and required attribute."""
    assert observations[cube]
    for name, values in observations[cube].items():
        assert len(values[f"{QB}dataSet"]) == 1, name
        assert ox.NamedNode(f"{QB}Observation") in values[f"{RDF}type"], name
        for role in ("dimension", "measure", "attribute"):
            for component in components(cube, role):
                assert len(values[component]) == 1, (name, component)


@pytest.mark.parametrize("cube", CUBES)
def test_no_two_observations_have_the_same_dimensions(cube: str, observations: dict) -> None:
    """The dimensions identify an observation."""
    dimensions = components(cube, "dimension")
    keys = Counter(tuple(v[d][0].value for d in dimensions) for v in observations[cube].values())
    assert [k for k, times in keys.items() if times > 1] == []


def test_every_observation_class_is_in_its_cube(observations: dict) -> None:
    """Indicator observations and budget lines are never outside a cube."""
    for cube, kind in (("indicators", "IndicatorObservation"), ("budgets", "BudgetLine")):
        members = {
            t.subject.value
            for t in EVERYTHING
            if t.object == iri(f"ess:{kind}") and t.predicate.value == f"{RDF}type"
        }
        assert members == set(observations[cube])
