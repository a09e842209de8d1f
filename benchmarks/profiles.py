"""Made-up but plausible profiles of real territories, as many as wanted, always the same.

    python benchmarks/profiles.py --profiles 2000 --site FOLDER      # edition files of a site
    python benchmarks/profiles.py --profiles 20000 --nquads FILE     # one file for any SPARQL server

Figures are invented: the output is for timing and must never be published. The same
number and seed give the same bytes. Names and SIRENs are those of the 1 255 EPCI of
``data/reference/geography.ttl``; beyond that number, territories get further editions.
An average profile has about 70 triples; a full one, like Clermont's, has ten times that.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from esslod.addresses import CANONICAL_BASE

GEOGRAPHY: Final = Path(__file__).parents[1] / "data" / "reference" / "geography.ttl"
PREFIXES: Final = """@base <https://w3id.org/esslod/> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ess: <https://w3id.org/esslod/def#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix oba: <http://data.openbudgets.eu/ontology/dsd/attribute/> .
@prefix obd: <http://data.openbudgets.eu/ontology/dsd/dimension/> .
@prefix obm: <http://data.openbudgets.eu/ontology/dsd/measure/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sda: <http://purl.org/linked-data/sdmx/2009/attribute#> .
@prefix sdd: <http://purl.org/linked-data/sdmx/2009/dimension#> .
@prefix sdm: <http://purl.org/linked-data/sdmx/2009/measure#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
INDICATORS: Final = (
    "share-of-economic-activity",
    "share-of-private-employment",
    "share-of-employees",
    "share-of-establishments",
)
MODES: Final = ("financial-support", "technical-support", "investment-grant", "coaching", "events")
TYPES: Final = ("cooperative", "scop", "scic", "association", "ptce", "third-place")
THEMES: Final = ("social-innovation", "cooperation", "awareness", "ecological-transition", "participation")
PARTNERS: Final = ("urscop", "cress", "cisca", "alter-incub")


@dataclass(frozen=True)
class Edition:
    """One sheet to invent: whose, when, under which addresses."""

    siren: str
    name: str
    date: str

    @property
    def key(self) -> str:
        return f"epci-{self.siren}/{self.date}"

    @property
    def file(self) -> str:
        return f"data/territories/{self.key}.ttl"

    @property
    def document(self) -> str:
        return f"id/document/exemple/{self.siren}/{self.date}"

    def part(self, kind: str, name: str) -> str:
        return f"<id/{kind}/{self.key}/{name}>"

    @property
    def proof(self) -> str:
        """What every fact ends with."""
        return f"dct:isPartOf <id/profile/{self.key}> ; prov:wasDerivedFrom <{self.document}#fiche> ."


def editions(number: int) -> Iterator[Edition]:
    """The first *number* sheets: every EPCI once, then earlier editions of each, and so on."""
    places = _places()
    for index in range(number):
        siren, name = places[index % len(places)]
        turn = index // len(places)
        yield Edition(siren, name, f"{2024 - turn // 4}-{10 - turn % 4 * 3:02d}-{index % 28 + 1:02d}")


def turtle(edition: Edition, seed: int = 1) -> str:
    """The whole edition file, valid against the shapes (missing sections are only warned about)."""
    dice = random.Random(f"{seed}/{edition.key}")
    optional = ((_share, 0.4), (_staff, 0.3), (_budget, 0.2), (_membership, 0.3), (_actions, 0.3))
    chosen = [write(edition, dice) for write, odds in optional if dice.random() < odds]
    return "\n".join([PREFIXES, _identity(edition), _source(edition), *chosen, ""])


def _places() -> list[tuple[str, str]]:
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    start = CANONICAL_BASE + "id/territory/epci/"
    return sorted(
        (quad.subject.value.removeprefix(start), quad.object.value)
        for quad in ox.parse(path=GEOGRAPHY)
        if quad.predicate == label
        and isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(start)
        if isinstance(quad.object, ox.Literal)
    )


def _label(fr: str, en: str) -> str:
    def quoted(text: str) -> str:
        return text.replace("\\", "\\\\").replace('"', '\\"')

    return f'rdfs:label "{quoted(fr)}"@fr , "{quoted(en)}"@en'


def _identity(e: Edition) -> str:
    siren, place = f"<id/organisation/siren/{e.siren}>", f"<id/territory/epci/{e.siren}>"
    return f"""
<id/profile/epci-{e.siren}> a ess:Profile ; {_label(f"Profil ESS de {e.name}", f"SSE profile of {e.name}")} ; ess:territory {place} .
<id/profile/{e.key}> a ess:ProfileEdition ; {_label(f"Profil ESS de {e.name}, {e.date}", f"SSE profile of {e.name}, {e.date}")} ;
  dcat:isVersionOf <id/profile/epci-{e.siren}> ; dcat:version "{e.date}" ; dct:modified "{e.date}"^^xsd:date ;
  dct:source <{e.document}> ; ess:territory {place} ; ess:authority {siren} .
{siren} a cv:PublicOrganisation , org:Organization ; {_label(e.name, e.name)} ; dct:identifier "{e.siren}" ;
  adms:identifier <id/organisation/siren/{e.siren}#siren> ; dct:spatial {place} .
<id/organisation/siren/{e.siren}#siren> a adms:Identifier ; skos:notation "{e.siren}" ; adms:schemaAgency "INSEE" ."""


def _source(e: Edition) -> str:
    digest = f"{random.Random(e.key).getrandbits(256):064x}"
    return f"""
<{e.document}> a foaf:Document ; {_label(f"Fiche de {e.name}", f"Sheet of {e.name}")} ; dct:publisher <id/organisation/name/rtes> ;
  dct:modified "{e.date}"^^xsd:date ; spdx:checksum <{e.document}#sha256> .
<{e.document}#sha256> a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue "{digest}"^^xsd:hexBinary .
<{e.document}#fiche> a oa:SpecificResource ; {_label("Fiche", "Sheet")} ; oa:hasSource <{e.document}> ;
  ess:section <code/section/panorama> ; oa:hasSelector <{e.document}#fiche-position> .
<{e.document}#fiche-position> a oa:TextPositionSelector ; oa:start 0 ; oa:end 3000 ."""


def _period(first: int, last: int) -> str:
    return (
        f"<id/period/{first}-{last}> a dct:PeriodOfTime ; {_label(f'{first}-{last}', f'{first}-{last}')} ; "
        f'dcat:startDate "{first}"^^xsd:gYear ; dcat:endDate "{last}"^^xsd:gYear .'
    )


def _share(e: Edition, dice: random.Random) -> str:
    indicator = dice.choice(INDICATORS)
    year = int(e.date[:4]) - 1
    shared = (
        f"qb:dataSet <dataset/indicators> ; ess:indicator <code/indicator/{indicator}> ; sda:unitMeasure unit:PERCENT ; "
        f"sdd:refPeriod <id/period/{year}-{year}> ; {e.proof}"
    )
    ours, french = e.part("observation", "share"), e.part("observation", "share-france")
    return f"""
{_period(year, year)}
{ours} a ess:IndicatorObservation ; {_label("Part de l’ESS", "Share of the SSE")} ; sdd:refArea <id/territory/epci/{e.siren}> ;
  sdm:obsValue {dice.randint(5, 22)} ; ess:precision <code/precision/{dice.choice(("exact", "about"))}> ; ess:benchmark {french} ; {shared}
{french} a ess:IndicatorObservation ; {_label("Part de l’ESS en France", "Share of the SSE in France")} ; sdd:refArea <id/territory/country/FR> ;
  sdm:obsValue {dice.randint(9, 11)} ; ess:precision <code/precision/exact> ; {shared}"""


def _staff(e: Edition, dice: random.Random) -> str:
    persons = dice.random() < 0.7
    kind, value = ("persons", str(dice.randint(1, 5))) if persons else ("fte", f"{dice.randint(0, 3)}.5")
    return f"""
{e.part("observation", "staff")} a ess:IndicatorObservation ; {_label("Moyens humains", "Staff")} ; qb:dataSet <dataset/indicators> ;
  ess:indicator <code/indicator/staff-{kind}> ; sdd:refArea <id/territory/epci/{e.siren}> ; sdm:obsValue {value} ;
  sda:unitMeasure unit:NUM ; ess:precision <code/precision/exact> ; {e.proof}"""


def _budget(e: Edition, dice: random.Random) -> str:
    year = int(e.date[:4])
    return f"""
{_period(year, year)}
{e.part("budget", "total")} a ess:BudgetLine ; {_label("Budget ESS", "SSE budget")} ; qb:dataSet <dataset/budgets> ;
  obd:organization <id/organisation/siren/{e.siren}> ; obd:fiscalPeriod <id/period/{year}-{year}> ;
  ess:budgetSection <code/budget-section/total> ; ess:budgetItem <code/budget-item/all> ; obm:amount {dice.randint(20, 900) * 1000} ;
  oba:currency <http://publications.europa.eu/resource/authority/currency/EUR> ; ess:precision <code/precision/exact> ;
  ess:amountBasis <code/amount-basis/per-year> ; ess:basisStatus <code/basis-status/stated> ; {e.proof}"""


def _membership(e: Edition, dice: random.Random) -> str:
    year = dice.randint(2002, 2018)
    return f"""
<id/period/from-{year}> a dct:PeriodOfTime ; {_label(f"depuis {year}", f"since {year}")} ; dcat:startDate "{year}"^^xsd:gYear .
{e.part("membership", "rtes")} a org:Membership ; {_label("Adhésion au RTES", "RTES membership")} ; org:member <id/organisation/siren/{e.siren}> ;
  org:organization <id/organisation/name/rtes> ; org:memberDuring <id/period/from-{year}> ; {e.proof}"""


def _actions(e: Edition, dice: random.Random) -> str:
    return "\n".join(
        f"""{e.part("action", str(position))} a ess:SupportedAction ; {_label(f"Action {position}", f"Action {position}")} ; schema:position {position} ;
  ess:supportMode <code/support-mode/{dice.choice(MODES)}> ; ess:beneficiaryType <code/structure-type/{dice.choice(TYPES)}> ;
  ess:partner <id/organisation/name/{dice.choice(PARTNERS)}> ; dct:subject <code/theme/{dice.choice(THEMES)}> ; {e.proof}"""
        for position in range(1, dice.randint(1, 2) + 1)
    )


def write_site(folder: Path, number: int, seed: int) -> None:
    """Write *number* edition files under the site in *folder*."""
    for edition in editions(number):
        file = folder / edition.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(turtle(edition, seed), encoding="utf-8")


def write_nquads(file: Path, number: int, seed: int) -> int:
    """Write *number* editions as N-Quads, one named graph each; the number of quads."""
    quads = 0
    with file.open("wb") as out:
        for edition in editions(number):
            graph = ox.NamedNode(CANONICAL_BASE + "id/profile/" + edition.key)
            triples = ox.parse(turtle(edition, seed), ox.RdfFormat.TURTLE)
            stated = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
            ox.serialize(stated, out, ox.RdfFormat.N_QUADS)
            quads += len(stated)
    return quads


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--profiles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--nquads", type=Path)
    asked = parser.parse_args()
    if asked.site:
        write_site(asked.site, asked.profiles, asked.seed)
    if asked.nquads:
        print(write_nquads(asked.nquads, asked.profiles, asked.seed), "quads")


if __name__ == "__main__":
    main()
