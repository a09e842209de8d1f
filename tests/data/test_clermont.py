"""Clermont Auvergne Métropole: every fact of the sheet is in the data, and nothing that it does not support.

`ROWS` walks the table of facts of DOMAIN.md §1, row by row; other tests may ask the same of a server.
The text of record stays outside the repository: the tests that slice it say so aloud when it is not there.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://w3id.org/esslod/"
SOURCE = ROOT.parent / "shared/source/clermont-auvergne-metropole.txt"
EDITION_FILE = ROOT / "data/territories/epci-246300701/2025-02-11.ttl"
EDITION = f"{BASE}id/profile/epci-246300701/2025-02-11"
TERRITORY = f"{BASE}id/territory/epci/246300701"
DOCUMENT = f"{BASE}id/document/rtes/clermont-auvergne-metropole/2025-02-11"
FILES = {
    EDITION: EDITION_FILE,
    f"{BASE}dataset/organisations": ROOT / "data/organisations.ttl",
    f"{BASE}dataset/cubes": ROOT / "data/cubes.ttl",
    f"{BASE}def": ROOT / "ontology/esslod.ttl",
    **{f"{BASE}code/{p.stem}": p for p in sorted((ROOT / "ontology/codes").glob("*.ttl"))},
}
PREFIXES = f"""
BASE <{BASE}>
PREFIX ess: <{BASE}def#>
PREFIX p: <{DOCUMENT}#>
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX obeu-attribute: <http://data.openbudgets.eu/ontology/dsd/attribute/>
PREFIX obeu-dimension: <http://data.openbudgets.eu/ontology/dsd/dimension/>
PREFIX obeu-measure: <http://data.openbudgets.eu/ontology/dsd/measure/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
E = "<id/profile/epci-246300701/2025-02-11>"
PLAN = "<id/plan/246300701/ess-2022-2026>"
PERIOD = """<id/period/2022-2026> a dct:PeriodOfTime ;
    dcat:startDate "2022"^^xsd:gYear ; dcat:endDate "2026"^^xsd:gYear ."""


def part(kind: str, key: str) -> str:
    return f"<id/{kind}/epci-246300701/2025-02-11/{key}>"


def line(key: str, section: str, item: str, amount: int, *, basis: str, status: str, passage: str) -> str:
    return f"""{part("budget", key)} a ess:BudgetLine ; dct:isPartOf {E} ; obeu-measure:amount {amount} ;
        obeu-attribute:currency <http://publications.europa.eu/resource/authority/currency/EUR> ;
        obeu-dimension:organization <id/organisation/siren/246300701> ;
        obeu-dimension:fiscalPeriod <id/period/2022-2026> ; ess:precision <code/precision/exact> ;
        ess:budgetSection <code/budget-section/{section}> ; ess:budgetItem <code/budget-item/{item}> ;
        ess:amountBasis <code/amount-basis/{basis}> ; ess:basisStatus <code/basis-status/{status}> ;
        prov:wasDerivedFrom p:{passage} . {PERIOD}"""


def yearly(key: str, section: str, item: str, amount: int) -> str:
    own = f"budget-{key.removeprefix('investment-')}"
    passage = f"{own} , p:budget-investment" if section == "investment" else own
    stated = line(key, section, item, amount, basis="per-year", status="inferred", passage=passage)
    return f"{stated} {part('budget', key)} ess:inferredFrom {part('budget', 'total')} , p:budget-heading ."


def observation(key: str, indicator: str, area: str, *, value: int, unit: str, passage: str) -> str:
    return f"""{part("observation", key)} a ess:IndicatorObservation ; dct:isPartOf {E} ;
        ess:indicator <code/indicator/{indicator}> ; sdmx-dimension:refArea <id/territory/{area}> ;
        sdmx-measure:obsValue {value} ; sdmx-attribute:unitMeasure unit:{unit} ;
        ess:precision <code/precision/exact> ; prov:wasDerivedFrom p:{passage} ."""


THEMES = ["ess-policy", "social-innovation", "ess-sectors", "awareness", "participation"]  # of the priorities


def priority(n: int, label: str) -> str:
    return f"""<id/plan/246300701/ess-2022-2026/priority/{n}> a ess:Priority ; dct:isPartOf {PLAN} ;
        schema:position {n} ; rdfs:label "{label}"@fr ; ess:elementKind <code/element-kind/priority> ;
        dct:subject <code/theme/{THEMES[n - 1]}> ; prov:wasDerivedFrom p:priority-{n} ."""


def measure(n: int, m: int, label: str) -> str:
    own = f"<id/plan/246300701/ess-2022-2026/priority/{n}>"
    return f"""<id/plan/246300701/ess-2022-2026/priority/{n}/measure/{m}> a ess:Measure ; dct:isPartOf {own} ;
        schema:position {m} ; rdfs:label "{label}"@fr ; ess:elementKind <code/element-kind/measure> ;
        prov:wasDerivedFrom p:priority-{n}-measure-{m} ."""


def action(n: int, key: str, label: str) -> str:
    passage = key if key.startswith("action-") else f"action-{key}"
    return f"""{part("action", key)} a ess:SupportedAction ; dct:isPartOf {E} ; schema:position {n} ;
        rdfs:label "{label}"@fr ; prov:wasDerivedFrom p:{passage} ."""


def codes(subject: str, predicate: str, name: str, *values: str) -> str:
    return f"{subject} {predicate} " + " , ".join(f"<code/{name}/{v}>" for v in values) + " . "


def initiative(key: str, label: str, kind: str, passage: str) -> str:
    return f"""<id/initiative/{key}> a ess:Initiative ; rdfs:label "{label}"@fr ;
        ess:initiativeKind <code/initiative-kind/{kind}> ; prov:wasDerivedFrom p:{passage} . """


A1, A2, A3 = part("action", "cooperatives"), part("action", "ptce"), part("action", "acc-ess")
A4, A5 = part("action", "third-places"), part("action", "action-research")
MEASURES = [
    [
        "Intégration dans les documents stratégiques",
        "Création d’un réseau d’élus dédiés",
        "Renforcement des moyens administratifs et financiers",
    ],
    [
        "Développement d’un réseau d’accompagnement pour les entreprises ESS",
        "Mise en place de projets structurants tels que la Maison de l’Innovation Économique et Sociale",
    ],
    ["Diagnostic des filières prioritaires", "Mise en place d’animateurs dédiés"],
    [
        "Organisation d’un rendez-vous annuel des acteurs ESS",
        "Actions de sensibilisation",
        "Mise en œuvre d’un plan de communication",
    ],
    ["Espaces de concertation", "Instance de suivi et d’évaluation"],
]
PRIORITIES = [
    "Affirmer l’ESS comme une priorité politique",
    "Soutenir l’innovation sociale",
    "Structurer les filières ESS",
    "Communiquer et sensibiliser sur l’ESS",
    "Associer élus, citoyens et usagers",
]
ACTIONS = {
    "cooperatives": "Développement de coopératives",
    "ptce": "Structuration de Pôles Territoriaux de Coopération Économique (PTCE)",
    "acc-ess": "Renforcement du réseau ACC’ESS",
    "third-places": "Développement d’un réseau de tiers-lieux",
    "action-research": "Recherche-action pour la résilience économique",
}

# Row of DOMAIN §1 → a basic graph pattern that holds exactly when the fact is in the data.
ROWS: dict[int, str] = {
    1: f"""{E} dct:source <{DOCUMENT}> . <{DOCUMENT}> a foaf:Document ;
        dct:publisher <id/organisation/name/rtes> .
        <id/organisation/name/rtes> a org:Organization ; skos:altLabel "RTES"@fr .
        {E} prov:wasDerivedFrom p:publisher .""",
    2: f"""{E} ess:territory <{TERRITORY}> ; ess:authority <id/organisation/siren/246300701> ;
        prov:wasDerivedFrom p:title .
        <id/organisation/siren/246300701> a cv:PublicOrganisation , org:Organization ;
        dct:spatial <{TERRITORY}> ;
        rdfs:label "Clermont Auvergne Métropole"@fr ; dct:identifier "246300701" ; adms:identifier ?siren .
        ?siren a adms:Identifier ; skos:notation "246300701" ; adms:schemaAgency "INSEE" .""",
    3: f'<{TERRITORY}> skos:altLabel "Clermont Métropole"@fr . {E} prov:wasDerivedFrom p:other-name .',
    4: f"""{E} dcat:version "2025-02-11" ; dct:modified "2025-02-11"^^xsd:date ;
        prov:wasDerivedFrom p:updated ;
        dcat:isVersionOf <id/profile/epci-246300701> . <{DOCUMENT}> dct:modified "2025-02-11"^^xsd:date .""",
    5: observation("share-of-economic-activity", "share-of-economic-activity", "epci/246300701",
        value=14, unit="PERCENT", passage="share"),
    6: observation(
        "share-of-economic-activity-france", "share-of-economic-activity", "country/FR",
        value=10, unit="PERCENT", passage="share-france",
    )
    + f"""{part("observation", "share-of-economic-activity")}
        ess:benchmark {part("observation", "share-of-economic-activity-france")} .""",
    7: f"""{part("claim", "cec-origin")} a ess:ReportedClaim ; dct:isPartOf {E} ;
        ess:claimType <code/claim-type/origin> ;
        ess:claimSubject <id/initiative/convention-des-entreprises-pour-le-climat> ;
        ess:claimObject <{TERRITORY}> ;
        prov:wasAttributedTo <id/organisation/name/rtes> ; prov:wasDerivedFrom p:cec-origin .
        <id/initiative/convention-des-entreprises-pour-le-climat> skos:altLabel "CEC"@fr ."""
    + initiative(
        "convention-des-entreprises-pour-le-climat",
        "Convention des Entreprises pour le Climat", "movement", "cec-origin",
    ),
    8: line("total", "total", "all", 1312500, basis="whole-period", status="stated", passage="budget-total"),
    9: f"""{part("budget", "operating")} ess:inferredFrom p:budget-heading .
        p:budget-heading a oa:SpecificResource ;
        ess:section <code/section/budget> .""",
    10: yearly("investment-cooperatives", "investment", "cooperatives", 95000),
    11: yearly("investment-third-places", "investment", "third-places", 47500),
    12: yearly("operating", "operating", "all", 120000),
    13: observation("staff-persons", "staff-persons", "epci/246300701", value=1, unit="NUM", passage="staff"),
    14: f"""{E} ess:plan {PLAN} . {PLAN} a ess:Plan ; rdfs:label "Plan ESS 2022-2026"@fr ;
        ess:declaredCount 5 ;
        dct:temporal <id/period/2022-2026> ; prov:wasDerivedFrom p:plan . {PERIOD}""",
    **{14 + n: priority(n, label) for n, label in enumerate(PRIORITIES, 1)},
    **dict(
        enumerate(
            (
                measure(n, m, label)
                for n, labels in enumerate(MEASURES, 1)
                for m, label in enumerate(labels, 1)
            ),
            start=20,
        )
    ),
    32: " ".join(action(n, key, label) for n, (key, label) in enumerate(ACTIONS.items(), 1)),
    33: codes(A1, "ess:beneficiaryType", "structure-type", "scop", "scic", "cooperative")
    + codes(
        A1, "ess:supportMode", "support-mode",
        "financial-support", "technical-support", "partnership-agreement", "investment-grant",
    )
    + f"""{A1} ess:partner <id/organisation/name/urscop> , <id/organisation/name/alter-incub> .
        <id/organisation/name/urscop> rdfs:label "URSCOP"@fr .
        <id/organisation/name/alter-incub> rdfs:label "Alter’Incub"@fr .""",
    34: codes(A2, "ess:beneficiaryType", "structure-type", "ptce")
    + codes(A2, "ess:supportMode", "support-mode", "coaching")
    + codes(A2, "dct:subject", "theme", "cooperation")
    + f"{A2} ess:initiative <id/initiative/la-pampa> . "
    + initiative("la-pampa", "La PAMPA", "project", "la-pampa"),
    35: codes(A3, "ess:supportMode", "support-mode", "events", "patron-matching")
    + f"""{A3} ess:partner <id/organisation/name/cress> ; ess:initiative <id/initiative/acc-ess> ,
        <id/initiative/start-up-de-territoires> , <id/initiative/ambition-ess> .
        <id/organisation/name/cress> rdfs:label "CRESS"@fr .
        <id/initiative/ambition-ess> schema:provider <id/organisation/name/cress> . """
    + initiative("acc-ess", "Réseau ACC’ESS", "network", "acc-ess")
    + initiative("start-up-de-territoires", "Start-up de territoires", "event", "start-up-de-territoires")
    + initiative("ambition-ess", "Ambition ESS", "patronage", "ambition-ess"),
    36: codes(A4, "ess:beneficiaryType", "structure-type", "third-place")
    + codes(A4, "ess:supportMode", "support-mode", "financial-support", "coaching")
    + codes(A4, "dct:subject", "theme", "collective-intelligence", "citizen-initiatives"),
    37: codes(A5, "dct:subject", "theme", "economic-resilience", "social-justice", "ecological-transition")
    + f'{A5} ess:partner <id/organisation/name/cisca> . <id/organisation/name/cisca> rdfs:label "CISCA"@fr .',
    38: f"""{part("membership", "rtes")} a org:Membership ; dct:isPartOf {E} ;
        org:member <id/organisation/siren/246300701> ;
        org:organization <id/organisation/name/rtes> ; org:memberDuring ?period ;
        prov:wasDerivedFrom p:membership .
        ?period a dct:PeriodOfTime ; dcat:startDate "2015"^^xsd:gYear .
        FILTER NOT EXISTS {{ ?period dcat:endDate ?end }}""",
}  # fmt: skip


def gap(key: str, missing: str, *about: str, read_in: str) -> str:
    return f"""{part("gap", key)} prov:wasDerivedFrom {read_in} ; a ess:InformationGap ; dct:isPartOf {E} ;
        ess:missing {missing} ;
        ess:gapReason <code/gap-reason/not-stated> ; ess:about {" , ".join(about)} ."""


LINES = [
    part("budget", k) for k in ("total", "investment-cooperatives", "investment-third-places", "operating")
]
# What the sheet does not say: the gap that records it, and the statement that must therefore be absent.
GAPS = {
    "the year of the 14 %": gap(
        "share-year",
        "sdmx-dimension:refPeriod",
        part("observation", "share-of-economic-activity"),
        read_in="p:share",
    ),
    "the year of the 10 %": gap(
        "share-france-year",
        "sdmx-dimension:refPeriod",
        part("observation", "share-of-economic-activity-france"),
        read_in="p:share-france",
    ),
    "voted or executed": gap(
        "budget-phase", "obeu-dimension:budgetPhase", *LINES, read_in="p:budget-heading , p:budget-total"
    ),
    "actions and priorities": gap(
        "actions-priorities", "ess:contributesTo", A1, A2, A3, A4, A5, read_in="p:plan , p:actions-heading"
    ),
}


def read(path: Path) -> list[ox.Triple]:
    return [q.triple for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=BASE)]


TRIPLES = read(EDITION_FILE)


def load(*, without: str = "") -> ox.Store:
    store = ox.Store()
    for graph, path in FILES.items():
        if graph != without:
            store.extend(ox.Quad(*t, ox.NamedNode(graph)) for t in read(path))
    for rule in sorted((ROOT / "ontology/rules").glob("*.rq")):
        new = store.query(rule.read_text("utf-8"), use_default_graph_as_union=True)
        store.extend([ox.Quad(*t, ox.NamedNode(f"{BASE}dataset/inferred")) for t in new])
    return store


def ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}", use_default_graph_as_union=True))


def select(store: ox.Store, text: str) -> list[dict[str, str | None]]:
    found = store.query(text, use_default_graph_as_union=True)
    names = [v.value for v in found.variables]
    return [{n: (row[n].value if row[n] is not None else None) for n in names} for row in found]


def rows(store: ox.Store, pattern: str) -> list[dict[str, str | None]]:
    return select(store, f"{PREFIXES} SELECT * WHERE {{ {pattern} }}")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return load()


@pytest.fixture(scope="module")
def source() -> str:
    """The text of record, or a loud skip."""
    if not SOURCE.is_file():
        pytest.skip(f"NOT CHECKED AGAINST THE SOURCE: the text of record is not at {SOURCE}")
    return SOURCE.read_bytes().decode("utf-8")


# ─── Every fact is there ─────────────────────────────────────────────────────────────────────────


def test_the_table_has_all_the_rows() -> None:
    """38 facts, none forgotten."""
    assert sorted(ROWS) == list(range(1, 39))


@pytest.mark.parametrize("row", sorted(ROWS))
def test_a_row_is_in_the_data(row: int, store: ox.Store) -> None:
    """The fact of this row of DOMAIN §1 is stated, with its provenance."""
    assert ask(store, ROWS[row])


@pytest.mark.parametrize("row", sorted(ROWS))
def test_a_row_comes_from_the_edition(row: int) -> None:
    """Without the edition's file the same question gets no: the row's pattern can fail."""
    assert not ask(load_without_edition(), ROWS[row])


def load_without_edition(_cache: list[ox.Store] = []) -> ox.Store:  # noqa: B006  (one store for all the rows)
    if not _cache:
        _cache.append(load(without=EDITION))
    return _cache[0]


@pytest.mark.parametrize("what", GAPS)
def test_what_the_sheet_leaves_unsaid_is_a_gap(what: str, store: ox.Store) -> None:
    """The gap names the property and who lacks it, and that property is indeed absent."""
    assert ask(store, GAPS[what])
    (missing,) = re.findall(r"ess:missing (\S+)", GAPS[what])
    for subject in re.findall(r"<[^>]+>", GAPS[what].split("ess:about")[1]):
        assert not ask(store, f"{subject} {missing} ?value"), subject


def test_nothing_more_than_the_facts(store: ox.Store) -> None:
    """The numbers of resources of each kind are those of the sheet."""
    expected = {
        "ess:Profile": 1, "ess:ProfileEdition": 1, "ess:Plan": 1, "ess:Priority": 5, "ess:Measure": 12,
        "ess:PlanElement": 17, "ess:SupportedAction": 5, "ess:IndicatorObservation": 3, "ess:BudgetLine": 4,
        "ess:Initiative": 5, "ess:ReportedClaim": 1, "ess:InformationGap": 4, "org:Membership": 1,
        "cv:PublicOrganisation": 1, "foaf:Document": 1, "dct:PeriodOfTime": 2,
    }  # fmt: skip
    for kind, number in expected.items():
        assert len(rows(store, f"?thing a {kind}")) == number, kind


def test_partners_beneficiaries_modes_and_themes_are_exactly_those_of_the_rows(store: ox.Store) -> None:
    """No support mode, beneficiary, partner or initiative beyond rows 33 to 37."""
    number = {"dct:subject": 6, "ess:partner": 4, "ess:beneficiaryType": 5, "ess:supportMode": 10}
    number["ess:initiative"] = 4
    for predicate, expected in number.items():
        assert len(rows(store, f"?action a ess:SupportedAction ; {predicate} ?value")) == expected, predicate


def test_the_claim_is_never_a_plain_truth(store: ox.Store) -> None:
    """Nothing but the claim, and the passage behind both, ties the CEC to the territory."""
    cec = "<id/initiative/convention-des-entreprises-pour-le-climat>"
    assert rows(store, f"{cec} ?p <{TERRITORY}>") == rows(store, f"<{TERRITORY}> ?p {cec}") == []
    assert {r["p"] for r in rows(store, f"?claim ?p {cec}")} == {f"{BASE}def#claimSubject"}


def test_the_total_is_stated_and_the_lines_are_inferred(store: ox.Store) -> None:
    """An inferred basis has evidence and a comment in both languages; a stated one claims no inference."""
    found = rows(store, "?line a ess:BudgetLine ; ess:basisStatus ?status")
    assert len(found) == 4
    for row in found:
        inferred = row["status"] == f"{BASE}code/basis-status/inferred"
        assert inferred == (not row["line"].endswith("/total"))
        assert inferred == ask(store, f"<{row['line']}> ess:inferredFrom ?evidence")
        comments = rows(store, f"<{row['line']}> rdfs:comment ?c . BIND (LANG(?c) AS ?l)")
        assert sorted(c["l"] for c in comments) == ["en", "fr"]
        if inferred:
            assert all("262" in c["c"] and "× 5" in c["c"] for c in comments)


def test_english_is_marked_as_ours(store: ox.Store) -> None:
    """The edition names its translator and says so in both languages."""
    assert ask(store, f"{E} schema:translator <id/organisation/name/esslod>")
    notes = rows(store, f"{E} skos:editorialNote ?n . BIND (LANG(?n) AS ?l)")
    assert sorted(n["l"] for n in notes) == ["en", "fr"]
    assert all("esslod" in n["n"] for n in notes)


def test_a_comment_is_in_both_languages() -> None:
    """Our explanations and notes come in French and English, once each."""
    found: dict[tuple[str, str], list[str]] = {}
    for t in TRIPLES + read(ROOT / "data/organisations.ttl"):
        if t.predicate.value.endswith(("#comment", "Note")):
            found.setdefault((t.subject.value, t.predicate.value), []).append(t.object.language)
    assert len(found) == 1 + 1 + 4 + 5 + 1 + 8
    assert [key for key, languages in found.items() if sorted(languages) != ["en", "fr"]] == []


TECHNICAL = {"oa:TextPositionSelector", "spdx:Checksum", "adms:Identifier"}


def test_everything_has_one_label_per_language(store: ox.Store) -> None:
    """French and English, once each; positions, checksums and identifiers excepted."""
    exempt = " ".join(f"FILTER NOT EXISTS {{ ?thing a {kind} }}" for kind in TECHNICAL)
    things = select(
        store, f"{PREFIXES} SELECT DISTINCT ?thing WHERE {{ GRAPH {E} {{ ?thing a ?kind }} {exempt} }}"
    )
    assert len(things) > 80
    for thing in things:
        labels = rows(store, f"<{thing['thing']}> rdfs:label ?label . BIND (LANG(?label) AS ?l)")
        assert sorted(label["l"] for label in labels) == ["en", "fr"], thing


# ─── Every fact rests on a passage ───────────────────────────────────────────────────────────────

PASSAGES = f"""?passage a oa:SpecificResource ; oa:hasSource <{DOCUMENT}> ; ess:section ?section ;
        oa:hasSelector ?selector .
    ?selector a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end ."""
# What the slice of a passage must hold. The other passages are held to the label of the fact they support.
SUPPORTS = {
    "publisher": "Réseau des collectivités Territoriales pour une Économie Sociale et Solidaire",
    "title": "Clermont Auvergne Métropole",
    "updated": "11/02/2025",
    "other-name": "Clermont Métropole",
    "share": "14%",
    "share-france": "10% en France",
    "cec-origin": "née la Convention des Entreprises pour le Climat (CEC)",
    "budget-heading": "Budget annuel",
    "budget-total": "2022/2026, un budget de 1 312 500€",
    "budget-investment": "investissement",
    "budget-cooperatives": "sociétés coopératives: 95 000€",
    "budget-third-places": "tiers-lieux: 47 500€",
    "budget-operating": "fonctionnement: 120 000€",
    "staff": "1 chargé de mission ESS",
    "plan": "plan ESS 2022-2026 s’articule autour de cinq priorités",
    "actions-heading": "Exemples d’actions soutenues",
    "membership": "RTES: 2015",
}
ACTION_WORDS = {
    "action-cooperatives": ["SCOP", "SCIC", "conventions", "URSCOP", "Alter’Incub", "financier",
                            "technique", "Subventions", "investissement", "coopératives locales"],
    "action-ptce": ["PTCE", "Accompagnement", "La PAMPA", "mutualisation", "coopération"],
    "action-acc-ess": ["ACC’ESS", "événements", "Start-up de territoires", "mécènes", "Ambition ESS",
                       "CRESS"],
    "action-third-places": ["financier", "accompagnement", "tiers-lieux", "intelligence collective",
                            "citoyennes"],
    "action-research": ["CISCA", "justice sociale", "transition écologique", "Recherche-action",
                        "résilience économique"],
}  # fmt: skip
SECTION_HEADINGS = [  # in the order of the text; each section runs to the next heading
    ("identity", "Réseau des collectivités"),
    ("panorama", "Panorama de l’ESS"),
    ("budget", "Budget annuel"),
    ("staff", "Moyens humains"),
    ("programme", "Programme d’intervention"),
    ("actions", "Exemples d’actions soutenues"),
    ("membership", "Année d'adhésion"),
]


@pytest.fixture(scope="module")
def passages(store: ox.Store) -> dict[str, dict]:
    found = rows(store, PASSAGES)
    table = {r["passage"].removeprefix(f"{DOCUMENT}#"): r for r in found}
    assert len(table) == len(found)
    return table


def test_the_document_is_the_text_of_record(store: ox.Store, source: str) -> None:
    """The digest in the data is the digest of the file the positions were counted on."""
    (row,) = rows(store, f"""<{DOCUMENT}> spdx:checksum ?c ; dct:publisher ?publisher ; foaf:page ?page .
        ?c a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ;
        spdx:checksumValue ?digest""")  # fmt: skip
    assert row["digest"] == hashlib.sha256(SOURCE.read_bytes()).hexdigest()
    assert row["page"] == "https://www.rtes.fr/clermont-auvergne-metropole"


def test_every_fact_has_a_passage_of_this_document(store: ox.Store, passages: dict) -> None:
    """Parts, plan, priorities, measures, initiatives and the edition; every passage named exists."""
    facts = rows(store, f"{{ ?f dct:isPartOf+ {E} }} UNION {{ {E} ess:plan ?f }} "
                        f"UNION {{ ?f dct:isPartOf+ {PLAN} }} "
                        f"UNION {{ ?f a ess:Initiative }} UNION {{ ?f a ess:ProfileEdition }}")  # fmt: skip
    assert len({f["f"] for f in facts}) == 3 + 4 + 1 + 5 + 4 + 1 + 1 + 17 + 5 + 1
    for fact in facts:
        evidence = [r["e"] for r in rows(store, f"<{fact['f']}> prov:wasDerivedFrom ?e")]
        assert evidence, fact
        assert {e.removeprefix(f"{DOCUMENT}#") for e in evidence} <= set(passages), fact


def test_every_passage_supports_something(store: ox.Store, passages: dict) -> None:
    """No passage is left over."""
    used = {r["e"] for r in rows(store, "?f prov:wasDerivedFrom|ess:inferredFrom ?e")}
    assert {p for p in passages if f"{DOCUMENT}#{p}" not in used} == set()


def test_a_passage_lies_in_the_section_it_names(passages: dict, source: str) -> None:
    """Start and end fall between the heading of its section and the next."""
    starts = [source.index(heading) for _, heading in SECTION_HEADINGS]
    assert starts == sorted(starts)
    limits = dict(
        zip(
            (name for name, _ in SECTION_HEADINGS),
            zip(starts, [*starts[1:], len(source)], strict=True),
            strict=True,
        )
    )
    assert {r["section"].rpartition("/")[2] for r in passages.values()} == set(limits)
    for key, r in passages.items():
        low, high = limits[r["section"].rpartition("/")[2]]
        assert low <= int(r["start"]) < int(r["end"]) <= high, key


def test_a_passage_is_trimmed(passages: dict, source: str) -> None:
    """It starts and ends on a letter, a digit or a sign that belongs to it, never inside a word."""
    for key, r in passages.items():
        start, end = int(r["start"]), int(r["end"])
        piece = source[start:end]
        assert piece == piece.strip(), key
        assert not (start > 0 and source[start - 1].isalnum() and piece[0].isalnum()), key
        assert not (end < len(source) and source[end].isalnum() and piece[-1].isalnum()), key


@pytest.mark.parametrize("key", SUPPORTS)
def test_a_passage_holds_what_it_supports(key: str, passages: dict, source: str) -> None:
    """The slice contains the words of the fact."""
    assert SUPPORTS[key] in source[int(passages[key]["start"]) : int(passages[key]["end"])]


@pytest.mark.parametrize("key", ACTION_WORDS)
def test_an_action_passage_holds_its_partners_modes_and_themes(key: str, passages: dict, source: str) -> None:
    """And nothing of the next action: one slice an action."""
    piece = source[int(passages[key]["start"]) : int(passages[key]["end"])]
    assert [word for word in ACTION_WORDS[key] if word not in piece] == []
    assert not re.search(r"\n\s*\d\. ", piece)


def test_french_labels_are_in_their_passages(store: ox.Store, passages: dict, source: str) -> None:
    """Priorities, measures, actions, initiatives and budget lines keep the words of the sheet."""
    kinds = "ess:Priority ess:Measure ess:SupportedAction ess:Initiative ess:BudgetLine"
    found = rows(store, f"""VALUES ?kind {{ {kinds} }} ?thing a ?kind ; rdfs:label ?label ;
        prov:wasDerivedFrom ?passage .
        FILTER (LANG(?label) = "fr") FILTER (?thing != {part("budget", "total")})""")  # fmt: skip
    slices: dict[tuple[str, str], list[str]] = {}
    for r in found:
        p = passages[r["passage"].removeprefix(f"{DOCUMENT}#")]
        slices.setdefault((r["thing"], r["label"]), []).append(
            source[int(p["start"]) : int(p["end"])].casefold()
        )
    assert len(slices) == 5 + 12 + 5 + 5 + 3
    assert [
        key for key, pieces in slices.items() if not any(key[1].casefold() in piece for piece in pieces)
    ] == []


def test_positions_follow_the_text(store: ox.Store) -> None:
    """Priorities, measures and actions are numbered from 1 in the order in which the sheet gives them."""
    order = """?thing a ?kind ; dct:isPartOf ?whole ; schema:position ?n ;
        prov:wasDerivedFrom/oa:hasSelector/oa:start ?start .
        VALUES ?kind { ess:Priority ess:Measure ess:SupportedAction }"""
    groups: dict[str, list[tuple[int, int]]] = {}
    for r in rows(store, order):
        groups.setdefault(r["whole"], []).append((int(r["start"]), int(r["n"])))
    assert sorted(len(g) for g in groups.values()) == [2, 2, 2, 3, 3, 5, 5]
    for whole, found in groups.items():
        assert [n for _, n in sorted(found)] == list(range(1, len(found) + 1)), whole


# ─── Nothing is there that the sheet does not support ────────────────────────────────────────────

NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0,]\d{3})+(?!\d)|\d+")
COUNTS = {5: "cinq"}  # the numbers that the sheet writes in letters


def numbers(text: str) -> set[int]:
    return {int(re.sub(r"\D", "", n)) for n in NUMBER.findall(text)}


def test_every_figure_is_in_its_own_passage(store: ox.Store, passages: dict, source: str) -> None:
    """An amount, a share or a head count is read in the very passage the fact rests on."""
    found = rows(store, "?fact obeu-measure:amount|sdmx-measure:obsValue ?n ; prov:wasDerivedFrom ?passage")
    figures: dict[tuple[str, int], set[int]] = {}
    for r in found:
        p = passages[r["passage"].removeprefix(f"{DOCUMENT}#")]
        figures.setdefault((r["fact"], int(r["n"])), set()).update(
            numbers(source[int(p["start"]) : int(p["end"])])
        )
    assert len(figures) == 7
    assert [key for key, read_there in figures.items() if key[1] not in read_there] == []


def test_every_figure_is_entered_twice(store: ox.Store, passages: dict, source: str) -> None:
    """The number that a passage is said to bear is read in it, and every figure has such a passage."""
    borne = rows(store, "?passage rdf:value ?n")
    assert len(borne) == 7
    for r in borne:
        p = passages[r["passage"].removeprefix(f"{DOCUMENT}#")]
        assert int(r["n"]) in numbers(source[int(p["start"]) : int(p["end"])]), r
    figure = "?fact obeu-measure:amount|sdmx-measure:obsValue ?n"
    twice = rows(store, f"{figure} ; prov:wasDerivedFrom/rdf:value ?n")
    assert len(twice) == 7


def test_every_typed_number_or_date_of_the_edition_has_a_known_origin(source: str) -> None:
    """No numeric or date literal escapes these tests: each property is known, each value is in the text."""
    in_source = numbers(source)
    for t in TRIPLES:
        if not isinstance(t.object, ox.Literal) or t.object.datatype.value.endswith(
            ("#string", "#langString", "#hexBinary")
        ):
            continue
        name, value = re.split(r"[#/]", t.predicate.value)[-1], t.object.value
        if name in ("amount", "obsValue", "value"):
            assert int(value) in in_source, t
        elif name in ("startDate", "endDate"):
            assert t.object.datatype.value.endswith("#gYear") and int(value) in in_source, t
        elif name == "declaredCount":
            assert COUNTS[int(value)] in source, t
        elif name == "modified":
            year, month, day = value.split("-")
            assert f"{day}/{month}/{year}" in source, t
        else:
            assert name in ("start", "end", "position"), t  # checked against the text above


def test_every_number_written_in_words_of_ours_is_in_the_source_or_marked_derived(
    store: ox.Store, source: str
) -> None:
    """Labels, comments and notes: a figure that the sheet lacks may only explain an inferred basis."""
    in_source = numbers(source)
    derived = {95000 + 47500 + 120000, 5}
    prose = {"label", "comment", "editorialNote", "altLabel"}
    inferred = {r["line"] for r in rows(store, "?line ess:basisStatus <code/basis-status/inferred>")}
    seen: set[int] = set()
    for t in TRIPLES:
        if isinstance(t.object, ox.Literal) and t.object.language:
            assert re.split(r"[#/]", t.predicate.value)[-1] in prose, t
            extra = numbers(t.object.value) - in_source
            seen |= extra
            assert not extra or (t.subject.value in inferred and extra <= derived), t
    assert 262500 in seen


def test_no_sentence_of_the_source_is_copied(source: str) -> None:
    """Our comments and notes share no run of six words with the sheet."""
    words = re.findall(r"\w+", source.casefold())
    runs = {tuple(words[i : i + 6]) for i in range(len(words) - 5)}
    ours = [
        t
        for t in TRIPLES + read(ROOT / "data/organisations.ttl")
        if t.predicate.value.endswith(("#comment", "Note"))
    ]
    assert len(ours) > 10
    for t in ours:
        mine = re.findall(r"\w+", t.object.value.casefold())
        assert not {tuple(mine[i : i + 6]) for i in range(len(mine) - 5)} & runs, t


def test_no_personal_data_and_no_unverified_link() -> None:
    """No e-mail, telephone or person; no link to an unchecked register; one SIREN, the authority's."""
    triples = TRIPLES + read(ROOT / "data/organisations.ttl")
    hosts = set()
    for t in triples:
        text = t.object.value
        assert not re.search(r"@\w|mailto:|(?:\+33|\b0)[ .]?[1-9](?:[ .]?\d\d){4}\b", text), t
        assert not t.predicate.value.endswith(
            ("#sameAs", "#exactMatch", "#seeAlso", "foaf/0.1/name", "foaf/0.1/Person")
        ), t
        if isinstance(t.object, ox.NamedNode):
            hosts.add(re.match(r"https?://([^/]+)", text)[1])
        if re.search(r"\b\d{9}\b", text) and isinstance(t.object, ox.Literal):
            assert t.subject.value.startswith(f"{BASE}id/organisation/siren/246300701"), t
    assert hosts <= {
        "w3id.org", "www.rtes.fr", "www.w3.org", "purl.org", "xmlns.com", "data.europa.eu", "qudt.org",
        "spdx.org",         "publications.europa.eu", "data.openbudgets.eu",
    }  # fmt: skip


def test_the_siren_passes_its_own_check() -> None:
    """Luhn: doubled every second digit from the right, the sum ends with 0."""
    digits = [int(d) for d in reversed(TERRITORY.rpartition("/")[2])]
    assert len(digits) == 9
    assert sum(d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(digits)) % 10 == 0


# ─── The questions ───────────────────────────────────────────────────────────────────────────────

QUERIES = {p.stem: p.read_text("utf-8") for p in sorted((ROOT / "queries").glob("*.rq"))}
MINE = [
    "actions-and-partners",
    "budget-recomputed",
    "ess-share-and-benchmark",
    "membership",
    "priorities-and-measures",
]
PARAM = re.compile(
    r"^# param (\w+): (\w+)(?: from <\S+>)?(?: min \S+)?(?: max \S+)?(?: default (\S+))?"
    r" @fr (\S.*?) @en (\S.*)$",
    re.M,
)


def changed(text: str, old: str, new: str) -> ox.Store:
    """A store whose edition has one thing changed, to see an answer follow the data."""
    assert text.count(old) == 1, old
    store = load(without=EDITION)
    triples = ox.parse(text.replace(old, new).encode(), format=ox.RdfFormat.TURTLE, base_iri=BASE)
    store.extend(ox.Quad(*q.triple, ox.NamedNode(EDITION)) for q in triples)
    return store


@pytest.mark.parametrize("name", MINE)
def test_a_query_describes_itself(name: str) -> None:
    """Title and description in both languages; a declared parameter is a column of the answer."""
    head = re.findall(r"^# (title|description)@(fr|en): (\S.+)$", QUERIES[name], re.M)
    expected = [("description", "en"), ("description", "fr"), ("title", "en"), ("title", "fr")]
    assert sorted(h[:2] for h in head) == expected
    params = PARAM.findall(QUERIES[name])
    assert len(params) == QUERIES[name].count("# param ")
    columns = QUERIES[name].split("SELECT")[1].split("WHERE")[0]
    assert all(f"?{param[0]}" in columns for param in params)


@pytest.mark.parametrize("name", MINE)
def test_a_query_ends_with_its_evidence(name: str, store: ox.Store, passages: dict) -> None:
    """Every row names a passage of the document, its section and its position."""
    found = select(store, QUERIES[name])
    assert found
    for row in found:
        p = passages[row["passage"].removeprefix(f"{DOCUMENT}#")]
        assert (row["passageSection"], row["start"], row["end"]) == (p["section"], p["start"], p["end"])


@pytest.mark.parametrize("name", MINE)
def test_a_parameter_is_a_trailing_values_clause(name: str, store: ox.Store) -> None:
    """Clermont's own IRI changes nothing here; another territory gets no row."""
    (param, kind, default, *_), *_ = PARAM.findall(QUERIES[name])
    assert (param, kind, default) == ("territory", "iri", f"<{TERRITORY}>")
    assert select(store, f"{QUERIES[name]}\nVALUES ?territory {{ {default} }}") == select(
        store, QUERIES[name]
    )
    assert (
        select(store, f"{QUERIES[name]}\nVALUES ?territory {{ <{BASE}id/territory/epci/200046977> }}") == []
    )


def test_the_budget_is_recomputed(store: ox.Store) -> None:
    """(95 000 + 47 500 + 120 000) × 5 years is the declared total."""
    found = select(store, QUERIES["budget-recomputed"])
    assert {(r["years"], r["recomputed"], r["declared"], r["agrees"]) for r in found} == {
        ("5", "1312500", "1312500", "true")
    }
    lines = {
        r["line"].rpartition("/")[2]: (r["amount"], r["basis"], r["basisStatus"], r["overPeriod"])
        for r in found
    }
    assert lines == {
        "total": ("1312500", "whole-period", "stated", "1312500"),
        "investment-cooperatives": ("95000", "per-year", "inferred", "475000"),
        "investment-third-places": ("47500", "per-year", "inferred", "237500"),
        "operating": ("120000", "per-year", "inferred", "600000"),
    }
    assert {r["passage"].rpartition("#")[2] for r in found} == {
        "budget-total", "budget-investment", "budget-cooperatives", "budget-third-places", "budget-operating"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "recomputed", "agrees"),
    [
        ("obeu-measure:amount 120000", "obeu-measure:amount 120001", "1312505", "false"),
        ("obeu-measure:amount 1312500", "obeu-measure:amount 1312501", "1312500", "false"),
        ('dcat:endDate "2026"', 'dcat:endDate "2025"', "1050000", "false"),
    ],
)
def test_the_recomputed_budget_follows_the_data(old: str, new: str, recomputed: str, agrees: str) -> None:
    """Nothing is written in the query: another amount or another year gives another answer."""
    found = select(changed(EDITION_FILE.read_text("utf-8"), old, new), QUERIES["budget-recomputed"])
    assert {(r["recomputed"], r["agrees"]) for r in found} == {(recomputed, agrees)}


def test_no_sum_is_claimed_when_a_basis_is_unknown() -> None:
    """A line whose basis is not stated makes the question unanswerable, not wrong."""
    text = EDITION_FILE.read_text("utf-8")
    head, operating = text.split("<id/budget/epci-246300701/2025-02-11/operating> a")
    operating = operating.replace("amount-basis/per-year", "amount-basis/not-stated", 1)
    whole = f"{head}<id/budget/epci-246300701/2025-02-11/operating> a{operating}"
    assert whole != text
    assert (
        select(
            changed(whole, "obeu-measure:amount 120000", "obeu-measure:amount 120000"),
            QUERIES["budget-recomputed"],
        )
        == []
    )


def test_the_share_and_its_benchmark(store: ox.Store) -> None:
    """14 against 10, in percent, for the same indicator."""
    (row,) = select(store, QUERIES["ess-share-and-benchmark"])
    assert (row["value"], row["benchmarkValue"], row["difference"]) == ("14", "10", "4")
    assert row["indicator"] == f"{BASE}code/indicator/share-of-economic-activity"
    assert row["unit"] == "http://qudt.org/vocab/unit/PERCENT"
    assert row["benchmarkArea"] == f"{BASE}id/territory/country/FR"
    assert (row["passage"], row["benchmarkPassage"]) == (f"{DOCUMENT}#share", f"{DOCUMENT}#share-france")


def test_priorities_and_measures_in_order(store: ox.Store) -> None:
    """Five priorities, 3 + 2 + 2 + 3 + 2 measures, as the sheet orders them."""
    found = select(store, QUERIES["priorities-and-measures"])
    assert [
        (int(r["priorityPosition"]), r["priorityLabel"], int(r["measurePosition"]), r["measureLabel"])
        for r in found
    ] == [
        (n, PRIORITIES[n - 1], m, label)
        for n, labels in enumerate(MEASURES, 1)
        for m, label in enumerate(labels, 1)
    ]
    assert len(found) == 12
    starts = [int(r["start"]) for r in found]
    assert starts == sorted(set(starts))


def test_actions_and_partners(store: ox.Store) -> None:
    """Five actions in order, with four partners among three of them."""
    found = select(store, QUERIES["actions-and-partners"])
    assert [(int(r["position"]), r["actionLabel"], r["partnerLabel"]) for r in found] == [
        (1, ACTIONS["cooperatives"], "Alter’Incub"),
        (1, ACTIONS["cooperatives"], "URSCOP"),
        (2, ACTIONS["ptce"], None),
        (3, ACTIONS["acc-ess"], "CRESS"),
        (4, ACTIONS["third-places"], None),
        (5, ACTIONS["action-research"], "CISCA"),
    ]


def test_membership_since_2015(store: ox.Store) -> None:
    """One network, one year."""
    (row,) = select(store, QUERIES["membership"])
    assert (row["year"], row["network"]) == ("2015", f"{BASE}id/organisation/name/rtes")
    assert row["memberLabel"] == "Clermont Auvergne Métropole"
