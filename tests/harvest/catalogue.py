"""What a catalogue file says of each dataset, with no harvester's opinions: the measure of what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store
from pyoxigraph import Triple as _Triple

DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SPDX = "http://spdx.org/rdf/terms#"
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".nt": RdfFormat.N_TRIPLES,
}

Term = NamedNode | BlankNode | Literal | _Triple


@dataclass(frozen=True)
class File:
    """A distribution: its address, size in bytes, and SHA-256 in hexadecimal; 0 and empty when not said."""

    url: str
    size: int
    checksum: str
    format: str
    media_type: str


@dataclass(frozen=True)
class Said:
    """A dataset, by the names of its properties in French; ``period`` is (start, end) or empty."""

    iri: str
    identifier: str
    title: str
    description: str
    frequency: str
    period: tuple[str, str] | tuple[()]
    box: bool
    place: bool
    keywords: frozenset[str]
    files: tuple[File, ...]


class Catalogue:
    """Values of a property, of one file or several pages together."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.store = Store()
        for file in files:
            self.store.load(path=str(file), format=FORMATS[file.suffix], base_iri="http://none.invalid/")

    def values(self, subject: Term, path: str) -> Iterator[Term]:
        for quad in self.store.quads_for_pattern(subject, NamedNode(path), None):
            yield quad.object

    def texts(self, subject: Term, path: str) -> list[str]:
        return sorted(value.value for value in self.values(subject, path) if not isinstance(value, _Triple))

    def text(self, subject: Term, path: str) -> str:
        """The French text, else the only one; empty when there is none."""
        values = [value for value in self.values(subject, path) if isinstance(value, NamedNode | Literal)]
        french = [value for value in values if isinstance(value, Literal) and value.language == "fr"]
        return next((value.value for value in french or values), "")

    def are(self, kind: str) -> list[NamedNode | BlankNode]:
        found = self.store.quads_for_pattern(None, NamedNode(RDF_TYPE), NamedNode(kind))
        return sorted((quad.subject for quad in found), key=str)


def said(*files: Path) -> dict[str, Said]:
    """What the pages *files* say, by the IRI of the dataset."""
    catalogue = Catalogue(files)
    return {each.value: _dataset(catalogue, each) for each in catalogue.are(DCAT + "Dataset")}


def _dataset(catalogue: Catalogue, iri: Term) -> Said:
    periods = [
        (catalogue.text(period, DCAT + "startDate"), catalogue.text(period, DCAT + "endDate"))
        for period in catalogue.values(iri, DCT + "temporal")
    ]
    places = list(catalogue.values(iri, DCT + "spatial"))
    return Said(
        iri=str(iri.value) if isinstance(iri, NamedNode) else "",
        identifier=catalogue.text(iri, DCT + "identifier"),
        title=catalogue.text(iri, DCT + "title"),
        description=catalogue.text(iri, DCT + "description"),
        frequency=catalogue.text(iri, DCT + "accrualPeriodicity"),
        period=periods[0] if periods else (),
        box=any(catalogue.text(place, DCAT + "bbox") for place in places),
        place=bool(places),
        keywords=frozenset(catalogue.texts(iri, DCAT + "keyword")),
        files=tuple(
            sorted(
                (_file(catalogue, each) for each in catalogue.values(iri, DCAT + "distribution")),
                key=lambda file: file.url,
            )
        ),
    )


def _file(catalogue: Catalogue, distribution: Term) -> File:
    checksums = list(catalogue.values(distribution, SPDX + "checksum"))
    return File(
        url=catalogue.text(distribution, DCAT + "downloadURL")
        or catalogue.text(distribution, DCAT + "accessURL"),
        size=int(catalogue.text(distribution, DCAT + "byteSize") or 0),
        checksum=catalogue.text(checksums[0], SPDX + "checksumValue") if checksums else "",
        format=catalogue.text(distribution, DCT + "format").rpartition("/")[2],
        media_type=catalogue.text(distribution, DCAT + "mediaType"),
    )
