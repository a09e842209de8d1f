"""Write ``data/reference/geography.ttl``: France, its régions, départements and EPCI.

    npm pack @etalab/decoupage-administratif@6.0.0
    python tools/geography.py etalab-decoupage-administratif-6.0.0.tgz --members 246300701

Reads the tarball or the unpacked folder; needs nothing but Python. The same package and
the same ``--members`` give the same bytes. A fault in the input ends with exit code 1
and one line per fault, and nothing is written.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tarfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

PACKAGE: Final = "@etalab/decoupage-administratif"
FILES: Final = ("regions", "departements", "communes", "epci")
OUTPUT: Final = Path(__file__).resolve().parent.parent / "data" / "reference" / "geography.ttl"

COG_PAGE: Final = "https://insee.fr/fr/information/2560452"
EPCI_PAGE: Final = (
    "https://www.collectivites-locales.gouv.fr/etudes-et-statistiques/acces-aux-statistiques-par-thematique/"
    "perimetre-des-intercommunalites/liste-et-composition-des-epci-fiscalite-propre"
)
LICENCE: Final = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"

# Metropolitan France and the overseas départements and régions. The package also lists eight
# overseas collectivities ("com") once as a région and once as a département: they are neither.
ZONES: Final = frozenset({"metro", "drom"})
# communes.json also lists former communes ("déléguées", "associées") and city arrondissements.
CURRENT: Final = "commune-actuelle"
ORDER: Final = ("country", "region", "departement", "epci", "commune")

LEVELS: Final = {
    "METRO": "metropole",
    "MET69": "metropole",
    "CU": "communaute-urbaine",
    "CA": "communaute-d-agglomeration",
    "CC": "communaute-de-communes",
}
# The list abbreviates these kinds at the head of a name: a label spells them out.
SPELLED_OUT: Final = {
    "CU": "Communauté urbaine",
    "CA": "Communauté d'agglomération",
    "CC": "Communauté de communes",
}

# Verified links only; an INSEE IRI cannot be built from a code.
SEE_ALSO: Final = {
    "country/FR": ("http://publications.europa.eu/resource/authority/country/FRA",),
    "region/84": (
        "http://id.insee.fr/geo/region/c12b23e7-d2e7-4443-ac4b-de8de5ce22f2",
        "http://publications.europa.eu/resource/authority/atu/FRA_RG_ARA",
    ),
    "departement/63": (
        "http://id.insee.fr/geo/departement/a5aedd31-9278-4505-850d-641997047b42",
        "http://publications.europa.eu/resource/authority/atu/FRA_DPT_063",
    ),
}


@dataclass(frozen=True)
class Vintage:
    """What a version of the package really holds; read from its sources, not from its README."""

    released: str  # date of the package's version in its repository
    cog: str  # INSEE's geographic code: state of régions, départements, communes
    epci: str  # DGCL's list of EPCI: state of names, kinds, members, populations
    epci_updated: str  # last change of DGCL's workbook
    population: str  # reference year of the populations in DGCL's list
    population_mayotte: str


VINTAGES: Final = {
    # 6.0.0 announces 2026, but its epci.json is byte for byte that of 5.3.0: the workbook behind it
    # is sheet "Epcicom2025", columns ptot_2025 and pmun_2025, last changed 2025-01-23.
    "6.0.0": Vintage("2026-03-09", "2026-01-01", "2025-01-01", "2025-01-23", "2022", "2017"),
}


class InputError(Exception):
    """The package is not what it should be; the message says what, and what to do."""


# --- reading the package ---------------------------------------------------------------------


@dataclass(frozen=True)
class Package:
    version: str
    rows: Mapping[str, list[Row]]
    sha256: Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """One JSON object of the package, which knows where it stands to say what it lacks."""

    where: str
    fields: Mapping[str, object]

    def text(self, key: str) -> str:
        value = self.fields.get(key)
        if isinstance(value, str) and value.strip():
            return value
        raise InputError(f"{self.where}: '{key}' should be a text, found {value!r}")

    def count(self, key: str) -> int:
        value = self.fields.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        raise InputError(f"{self.where}: '{key}' should be a whole number from 0, found {value!r}")

    def parts(self, key: str) -> list[Row]:
        return rows_of(self.fields.get(key), f"{self.where}, '{key}'")


def rows_of(value: object, where: str) -> list[Row]:
    if not isinstance(value, list):
        raise InputError(f"{where}: a list was expected, found {type(value).__name__}")
    for index, item in enumerate(value):
        if not isinstance(item, dict):
            raise InputError(f"{where}, item {index}: an object was expected, found {type(item).__name__}")
    return [Row(f"{where}, item {index}", item) for index, item in enumerate(value)]


def read_package(source: Path) -> Package:
    contents = read_tarball(source) if source.is_file() else read_folder(source)
    manifest = Row("package.json", parse_object(contents["package.json"]))
    if manifest.fields.get("name") != PACKAGE:
        raise InputError(f"package.json: this is {manifest.fields.get('name')!r}, expected {PACKAGE!r}")
    version = manifest.text("version")
    if version not in VINTAGES:
        raise InputError(
            f"package.json: version {version} is not known (known: {', '.join(VINTAGES)}); "
            "find out the dates of its sources and add them to VINTAGES in tools/geography.py"
        )
    data = {name: contents[f"data/{name}.json"] for name in FILES}
    return Package(
        version=version,
        rows={name: rows_of(parse(data[name], f"data/{name}.json"), f"data/{name}.json") for name in FILES},
        sha256={name: hashlib.sha256(content).hexdigest() for name, content in data.items()},
    )


def wanted() -> tuple[str, ...]:
    return ("package.json", *(f"data/{name}.json" for name in FILES))


def read_folder(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such file or folder; run: npm pack {PACKAGE}@{next(iter(VINTAGES))}")
    root = folder / "package" if (folder / "package").is_dir() else folder
    missing = [name for name in wanted() if not (root / name).is_file()]
    if missing:
        raise InputError(f"{folder}: not the package {PACKAGE}, it lacks {', '.join(missing)}")
    return {name: (root / name).read_bytes() for name in wanted()}


def read_tarball(path: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(path) as tarball:
            for name in wanted():
                stream = tarball.extractfile(f"package/{name}")
                if stream is not None:
                    found[name] = stream.read()
    except KeyError as error:
        raise InputError(f"{path}: not the package {PACKAGE}: {error.args[0]}") from error
    except (tarfile.TarError, OSError, EOFError) as error:
        raise InputError(f"{path}: cannot be read as a tarball: {error}") from error
    missing = [name for name in wanted() if name not in found]
    if missing:
        raise InputError(f"{path}: not the package {PACKAGE}, these are no files: {', '.join(missing)}")
    return found


def parse(content: bytes, where: str) -> object:
    try:
        value: object = json.loads(content)
    except ValueError as error:
        raise InputError(f"{where}: not JSON: {error}") from error
    return value


def parse_object(content: bytes) -> dict[str, object]:
    value = parse(content, "package.json")
    if not isinstance(value, dict):
        raise InputError("package.json: an object was expected")
    return value


# --- from rows to places ---------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A territory as it will be written; ``path`` is what follows ``id/territory/``."""

    path: str
    name: str
    label: str
    level: str
    kind: str = ""  # class of INSEE's geographic ontology
    population: int | None = None
    part_of: str = ""  # path of the level above, where there is exactly one
    lies_in: Sequence[str] = ()  # codes of the départements it lies in
    labels_en: Sequence[str] = ()

    @property
    def code(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass
class Reading:
    """The places read so far, and every fault met on the way."""

    places: list[Place] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_places(package: Package, members: Sequence[str]) -> list[Place]:
    reading = Reading()
    regions = [region_place(row) for row in package.rows["regions"] if row.text("zone") in ZONES]
    departements = [
        departement_place(row) for row in package.rows["departements"] if row.text("zone") in ZONES
    ]
    communes = {row.text("code"): row for row in package.rows["communes"] if row.text("type") == CURRENT}
    reading.places += [Place("country/FR", "France", "France", "pays", labels_en=("France",))]
    reading.places += [*regions, *departements]
    above = {region.path for region in regions}
    reading.faults += [
        f"data/departements.json: {place.code} is in {place.part_of}, which is not in data/regions.json"
        for place in departements
        if place.part_of not in above
    ]
    known = {place.code for place in departements}
    for row in package.rows["epci"]:
        read_epci(row, communes, known, reading)
    read_members(package.rows["epci"], communes, members, reading)
    reading.faults += repeated(reading.places)
    if reading.faults:
        raise InputError("\n".join(reading.faults))
    return sorted(reading.places, key=lambda place: (ORDER.index(place.path.partition("/")[0]), place.code))


def region_place(row: Row) -> Place:
    name = row.text("nom")
    return Place(f"region/{row.text('code')}", name, name, "region", "Region", part_of="country/FR")


def departement_place(row: Row) -> Place:
    name, above = row.text("nom"), f"region/{row.text('region')}"
    return Place(f"departement/{row.text('code')}", name, name, "departement", "Departement", part_of=above)


def read_epci(row: Row, communes: Mapping[str, Row], departements: Set[str], reading: Reading) -> None:
    code, kind = row.text("code"), row.text("type")
    if not is_siren(code):
        reading.faults.append(f"{row.where}: {code} is not a SIREN (nine digits with a valid Luhn key)")
    if kind not in LEVELS:
        reading.faults.append(f"{row.where}: kind {kind!r} of EPCI is not known (known: {', '.join(LEVELS)})")
        return
    members = row.parts("membres")
    codes = [member.text("code") for member in members]
    unknown = [member for member in codes if member not in communes]
    lies_in = sorted({communes[member].text("departement") for member in codes if member in communes})
    outside = [departement for departement in lies_in if departement not in departements]
    if unknown:
        reading.faults.append(f"{row.where}: {code} has members which are no commune: {', '.join(unknown)}")
    if outside:
        reading.faults.append(f"{row.where}: {code} lies in what is no département: {', '.join(outside)}")
    if not codes:
        reading.faults.append(f"{row.where}: {code} has no member commune")
    if municipal(row) != sum(map(municipal, members)):
        reading.faults.append(f"{row.where}: the population of {code} is not the sum of its members'")
    reading.places.append(epci_place(row, lies_in))


def municipal(row: Row) -> int:
    return row.count("populationMunicipale")


def epci_place(row: Row, lies_in: Sequence[str]) -> Place:
    return Place(
        path=f"epci/{row.text('code')}",
        name=row.text("nom"),
        label=spelled_out(row.text("nom")),
        level=LEVELS[row.text("type")],
        kind="Intercommunalite",
        population=municipal(row),
        lies_in=lies_in,
    )


def spelled_out(name: str) -> str:
    """``CC Le Grésivaudan`` → ``Communauté de communes Le Grésivaudan``."""
    first, *rest = name.split()
    return " ".join([SPELLED_OUT.get(first, first), *rest])


def read_members(
    epci: Sequence[Row], communes: Mapping[str, Row], members: Sequence[str], reading: Reading
) -> None:
    """The communes of the chosen EPCI: names from INSEE, populations from the list of EPCI.

    (communes.json gives the populations of a later year: they would not add up to the EPCI's.)
    """
    known = {row.text("code"): row for row in epci}
    for code in sorted(set(members)):
        if code not in known:
            reading.faults.append(f"--members: {code} is not an EPCI of data/epci.json")
            continue
        for member in known[code].parts("membres"):
            commune = communes.get(member.text("code"))
            if commune is not None:
                reading.places.append(commune_place(commune, municipal(member), code))


def commune_place(commune: Row, population: int, epci: str) -> Place:
    return Place(
        path=f"commune/{commune.text('code')}",
        name=commune.text("nom"),
        label=commune.text("nom"),
        level="commune",
        kind="Commune",
        population=population,
        part_of=f"epci/{epci}",
        lies_in=(commune.text("departement"),),
    )


def repeated(places: Iterable[Place]) -> Iterator[str]:
    for path, times in Counter(place.path for place in places).items():
        if times > 1:
            yield f"{path} is given {times} times"


def is_siren(code: str) -> bool:
    """Nine digits whose Luhn sum is a multiple of ten."""
    if len(code) != 9 or not (code.isascii() and code.isdigit()):
        return False
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(code))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


# --- from places to Turtle -------------------------------------------------------------------

PROLOGUE: Final = """\
# Official geography of France: the country, its régions, départements and EPCI, some communes.
# Generated by tools/geography.py: do not edit, run it again (tools/README.md).
# Source: {package} {version}, Licence Ouverte; where it comes from is said at <dataset/geography>.
@base <https://w3id.org/esslod/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ess: <https://w3id.org/esslod/def#> .
@prefix geo: <http://rdf.insee.fr/def/geo#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

SAID_FR: Final = (
    "Régions et départements en vigueur au 1er janvier {cog:.4} (code officiel géographique de l'Insee) "
    "; EPCI à fiscalité propre, avec nom, catégorie, départements et population municipale, et communes "
    "membres de certains d'entre eux, selon la liste de la DGCL au 1er janvier {epci:.4}. Les "
    "collectivités d'outre-mer, qui ne sont ni des départements ni des régions, n'y figurent pas."
)
SAID_EN: Final = (
    "Régions and départements in force on 1 January {cog:.4} (INSEE's official geographic code); EPCI, "
    "with name, kind, départements and municipal population, and the member communes of some of them, "
    "from the DGCL's list as of 1 January {epci:.4}. The overseas collectivities, which are neither "
    "départements nor régions, are left out."
)

ABOUT: Final = """
<dataset/geography> a prov:Entity ;
    rdfs:label "Géographie officielle de la France"@fr , "Official geography of France"@en ;
    dct:title "Géographie officielle de la France"@fr , "Official geography of France"@en ;
    dct:description "{said_fr}"@fr ,
        "{said_en}"@en ;
    dct:source <{cog_page}> , <{epci_page}> ;
    dct:license <{licence}> ;
    prov:wasDerivedFrom {files} .

<dataset/geography#cog> a prov:Entity ;
    rdfs:label "Code officiel géographique de l'Insee"@fr , "INSEE's official geographic code"@en ;
    dct:valid "{cog}"^^xsd:date ;
    rdfs:seeAlso <{cog_page}> .

<dataset/geography#epci-list> a prov:Entity ;
    rdfs:label "Liste des EPCI à fiscalité propre, de la DGCL"@fr , "List of EPCI, by the DGCL"@en ;
    rdfs:comment "Populations municipales {population}, en vigueur au 1er janvier {epci:.4} \
(à Mayotte : {mayotte})."@fr ,
        "Municipal populations of {population}, in force on 1 January {epci:.4} (Mayotte: {mayotte})."@en ;
    dct:valid "{epci}"^^xsd:date ;
    dct:modified "{epci_updated}"^^xsd:date ;
    rdfs:seeAlso <{epci_page}> .

<dataset/geography#package> a prov:Entity ;
    rdfs:label "Paquet npm {package} {version}"@fr , "npm package {package} {version}"@en ;
    dct:identifier "pkg:npm/%40{purl}@{version}" ;
    dcat:version "{version}" ;
    dct:modified "{released}"^^xsd:date ;
    dct:license <{licence}> ;
    prov:wasDerivedFrom <dataset/geography#cog> , <dataset/geography#epci-list> .
"""

SOURCE_FILE: Final = """
<dataset/geography#{name}.json> a prov:Entity ;
    rdfs:label "Fichier data/{name}.json du paquet"@fr , "File data/{name}.json of the package"@en ;
    dct:isPartOf <dataset/geography#package> ;
    prov:wasDerivedFrom <dataset/geography#{origin}> ;
    spdx:checksum <dataset/geography#{name}.json-sha256> .
<dataset/geography#{name}.json-sha256> a spdx:Checksum ;
    spdx:algorithm spdx:checksumAlgorithm_sha256 ;
    spdx:checksumValue "{sha256}"^^xsd:hexBinary .
"""

TITLES: Final = {
    "country": "The country",
    "region": "Régions",
    "departement": "Départements",
    "epci": "EPCI",
    "commune": "Communes: the members of the EPCI given as --members",
}


def turtle(package: Package, places: Sequence[Place]) -> str:
    parts = [PROLOGUE.format(package=PACKAGE, version=package.version), about(package)]
    for name in FILES:
        origin = "epci-list" if name == "epci" else "cog"
        parts.append(SOURCE_FILE.format(name=name, sha256=package.sha256[name], origin=origin))
    for family, title in TITLES.items():
        lines = [line(place) for place in places if place.path.startswith(f"{family}/")]
        if lines:
            parts.append(f"\n# {title}: {len(lines)}\n" + "".join(lines))
    return "".join(parts)


def about(package: Package) -> str:
    vintage = VINTAGES[package.version]
    return ABOUT.format(
        said_fr=SAID_FR.format(cog=vintage.cog, epci=vintage.epci),
        said_en=SAID_EN.format(cog=vintage.cog, epci=vintage.epci),
        cog=vintage.cog,
        epci=vintage.epci,
        epci_updated=vintage.epci_updated,
        population=vintage.population,
        mayotte=vintage.population_mayotte,
        released=vintage.released,
        package=PACKAGE,
        purl=PACKAGE.removeprefix("@"),
        version=package.version,
        cog_page=COG_PAGE,
        epci_page=EPCI_PAGE,
        licence=LICENCE,
        files=" , ".join(f"<dataset/geography#{name}.json>" for name in FILES),
    )


def line(place: Place) -> str:
    return f"{territory(place.path)} {' ; '.join(statements(place))} .\n"


def statements(place: Place) -> Iterator[str]:
    yield "a dct:Location" + (f" , geo:{place.kind}" if place.kind else "")
    yield "rdfs:label " + " , ".join(
        [f"{quoted(place.label)}@fr", *(f"{quoted(label)}@en" for label in place.labels_en)]
    )
    if place.kind:
        yield f"geo:nom {quoted(place.name)}@fr"
        yield f"geo:codeINSEE {quoted(place.code)}^^xsd:token"
    yield f"ess:level <code/level/{place.level}>"
    if place.population is not None:
        yield f"ess:population {place.population}"
    if place.part_of:
        yield f"geo:subdivisionDirecteDe {territory(place.part_of)}"
    if place.lies_in:
        yield "dct:spatial " + " , ".join(territory(f"departement/{code}") for code in place.lies_in)
    if place.path in SEE_ALSO:
        yield "rdfs:seeAlso " + " , ".join(f"<{iri}>" for iri in SEE_ALSO[place.path])


def territory(path: str) -> str:
    return f"<id/territory/{path}>"


def quoted(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escapes.get(character, character) for character in text) + '"'


# --- command line ----------------------------------------------------------------------------


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write data/reference/geography.ttl from the npm package.")
    parser.add_argument("source", type=Path, help=f"tarball or unpacked folder of {PACKAGE}")
    parser.add_argument(
        "--members", nargs="+", default=[], metavar="SIREN", help="EPCI whose member communes are written too"
    )
    parser.add_argument("--output", type=Path, default=OUTPUT, help="file to write")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    options = arguments(argv)
    try:
        package = read_package(options.source)
        places = read_places(package, options.members)
        options.output.write_text(turtle(package, places), encoding="utf-8", newline="\n")
    except (InputError, OSError) as error:
        print(f"geography.py: {options.source}: nothing was written.\n{error}", file=sys.stderr)
        return 1
    counts = Counter(place.level for place in places)
    summary = ", ".join(f"{level} {count}" for level, count in counts.items())
    print(f"{options.output}: {len(places)} places ({summary})", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
