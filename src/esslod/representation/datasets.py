"""What dataset search engines want of a dataset, beyond its own statements.

Files, coverage in place and time, what is measured, who publishes it, under which licence
(https://developers.google.com/search/docs/appearance/structured-data/dataset).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import CATALOGUE, EVERYTHING, Addresses
from esslod.namespaces import DCAT, DCT, FOAF, QB, RDF, SPDX
from esslod.rdf.description import LABELS, Description, Reader, labels_of

#: A dataset's description has 50 to 5000 characters, or search engines leave it out.
SHORTEST: Final = 50
LONGEST: Final = 5000
#: Entries of one list, at most: the page is for people, the rest is in the data.
MOST: Final = 100

# What is measured: the codes of the coded dimensions of observations that have a value. Asked in
# small steps: as one query, with 2 000 profiles, it took seconds.
_CODES: Final = """
SELECT ?property ?code WHERE {
  ?property a <http://purl.org/linked-data/cube#CodedProperty> ,
      <http://purl.org/linked-data/cube#DimensionProperty> ;
    <http://purl.org/linked-data/cube#codeList> ?list .
  ?code <http://www.w3.org/2004/02/skos/core#inScheme> ?list
} ORDER BY ?property ?code"""
_OF_PARTS: Final = """
SELECT DISTINCT ?code WHERE {
  ?observation <http://purl.org/dc/terms/isPartOf> %s ;
    <http://purl.org/linked-data/sdmx/2009/measure#obsValue> ?value ; ?property ?code
  FILTER(?property IN (%s))
}"""
_MEASURING: Final = """
SELECT ?observation WHERE {
  ?observation %s %s ; <http://purl.org/linked-data/sdmx/2009/measure#obsValue> ?value %s
} LIMIT 1"""


class Datasets:
    """Details of datasets and catalogues: those of the site's own catalogue."""

    def __init__(self, reader: Reader, addresses: Addresses) -> None:
        self._reader = reader
        self._catalogue = NamedNode(addresses.iri(CATALOGUE))
        self._everything = NamedNode(addresses.iri(EVERYTHING))

    def details(
        self, description: Description, kind: str, said: Mapping[str, Any], language: str
    ) -> dict[str, Any]:
        """What to add to the *said* of a Dataset or a DataCatalog (*kind*)."""
        own = [quad for quad in description.own if quad.subject == description.focus]
        publisher = self._publisher(own, language)
        details: dict[str, Any] = {
            "description": self._explained(said, language),
            "publisher": publisher,
            "creator": publisher,
            "license": said.get("license") or self._licence(),
            "isAccessibleForFree": True,
            "inLanguage": [language] if language else ["fr", "en"],
            "identifier": said.get("identifier") or description.focus.value,
        }
        if kind == "DataCatalog":
            return details | {"dataset": _held(own)}
        return details | {
            "includedInDataCatalog": {"@id": self._catalogue.value, "@type": "DataCatalog"},
            "distribution": list(self._distributions(own, language)),
            "temporalCoverage": self._coverage(own),
            "spatialCoverage": self._places(said),
            "variableMeasured": list(self._measured(description.focus, language)),
        }

    def catalogue(self, language: str) -> dict[str, Any]:
        """The site's catalogue in short, in one *language*."""
        return {
            "@id": self._catalogue.value,
            "@type": "DataCatalog",
            "name": _written(_texts(self._site, LABELS), language),
            "description": _written(_texts(self._site, (DCT.description,)), language),
            "url": self._catalogue.value,
            "license": self._licence(),
            "publisher": self._publisher(self._site, language),
            "dataset": self._listed,
        }

    @cached_property
    def _listed(self) -> Any:
        """The datasets that the home page names: the whole list is long, and never changes."""
        return _held(self._about(self._catalogue))

    @cached_property
    def _site(self) -> tuple[Quad, ...]:
        """What the catalogue says of itself, without its thousands of datasets."""
        return tuple(quad for quad in self._about(self._catalogue) if quad.predicate != DCAT.dataset)

    def _about(self, node: NamedNode) -> list[Quad]:
        return self._reader.about(node)

    def _explained(self, said: Mapping[str, Any], language: str) -> object:
        """The description, made long enough with the name and what the whole catalogue is about."""
        texts = _by_language(said.get("description")) or _by_language(said.get("name"))
        more = _texts(self._site, (DCT.description,))
        for tag, text in texts.items():
            if len(text) < SHORTEST:
                other = more.get(tag or language) or next(iter(more.values()), "")
                texts[tag] = ". ".join(part.rstrip(".") for part in (text, other) if part) + "."
            if len(texts[tag]) > LONGEST:
                texts[tag] = texts[tag][: LONGEST - 1].rstrip() + "…"
        return _written(texts, language)

    def _publisher(self, own: Iterable[Quad], language: str) -> dict[str, Any] | None:
        """Who publishes it: an organisation, as the settings of a site call it."""
        found = _links(own, DCT.publisher) or _links(self._site, DCT.publisher)
        if not found:
            return None
        publisher, about = found[0], self._about(found[0])
        homes = [home.value for home in _links(about, FOAF.homepage)]
        name = _written(_texts(about, (FOAF.name, *LABELS)), language) or publisher.value
        return {"@id": publisher.value, "@type": "Organization", "name": name} | (
            {"url": homes[0]} if homes else {}
        )

    def _licence(self) -> str | None:
        licences = _links(self._site, DCT.license)
        return licences[0].value if licences else None

    def _distributions(self, own: Iterable[Quad], language: str) -> Iterator[dict[str, Any]]:
        """Its files, as they can be downloaded; an endpoint is none."""
        for node in _links(own, DCAT.distribution)[:MOST]:
            about = self._about(node)
            files = _links(about, DCAT.downloadURL)
            if not files:
                continue
            media = _links(about, DCAT.compressFormat) or _links(about, DCAT.mediaType)
            sizes = _literals(about, DCAT.byteSize)
            checksums = [self._about(checksum) for checksum in _links(about, SPDX.checksum)]
            digests = [digest for said in checksums for digest in _literals(said, SPDX.checksumValue)]
            yield {
                "@id": node.value,
                "@type": "DataDownload",
                "name": _written(_texts(about, (DCT.title,)), language) or node.value,
                "contentUrl": files[0].value,
                "encodingFormat": media[0].value.partition("media-types/")[2] if media else None,
                "contentSize": f"{sizes[0]} B" if sizes else None,
                "sha256": digests[0] if digests else None,
            }

    def _coverage(self, own: Iterable[Quad]) -> str | None:
        """An ISO 8601 interval, open where an end is not said."""
        for period in _links(own, DCT.temporal):
            about = self._about(period)
            start, end = _literals(about, DCAT.startDate), _literals(about, DCAT.endDate)
            if start or end:
                return f"{start[0] if start else '..'}/{end[0] if end else '..'}"
        return None

    def _places(self, said: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The places it is about, with their box when the data give one."""
        named = said.get("spatialCoverage", [])
        places = named if isinstance(named, list) else [named]
        return [{"@type": "Place", **place, **self._box(NamedNode(place["@id"]))} for place in places]

    def _box(self, place: NamedNode) -> dict[str, Any]:
        boxes = _literals(self._about(place), DCAT.bbox)
        corners = _corners(boxes[0]) if boxes else ""
        return {"geo": {"@type": "GeoShape", "box": corners}} if corners else {}

    def _measured(self, focus: NamedNode, language: str) -> Iterator[dict[str, Any]]:
        codes = sorted(self._codes_of(focus), key=str)[:MOST]
        labels = list(labels_of(self._reader, codes))
        for code in codes:
            name = _written(_texts((quad for quad in labels if quad.subject == code), LABELS), language)
            yield {"@type": "PropertyValue", "propertyID": code.value, "name": name or code.value}

    def _codes_of(self, focus: NamedNode) -> set[NamedNode]:
        """The codes of what the dataset *focus* measures."""
        kinds = {quad.object for quad in self._about(focus) if quad.predicate == RDF.type}
        if focus != self._everything and QB.DataSet not in kinds:
            properties = ", ".join(sorted({str(property_) for property_, _ in self._coded}))
            rows = self._reader.select(_OF_PARTS % (focus, properties)) if properties else []
            return {row["code"] for row in rows if isinstance(row["code"], NamedNode)}
        cube = "" if focus == self._everything else f"; {QB.dataSet} {focus}"
        return {
            code
            for pair in self._coded
            if self._reader.select(_MEASURING % (*pair, cube))
            for code in pair[1:]
        }

    @cached_property
    def _coded(self) -> tuple[tuple[NamedNode, NamedNode], ...]:
        """Each coded dimension with each of its codes."""
        return tuple((row["property"], row["code"]) for row in self._reader.select(_CODES))


def _held(catalogue: Iterable[Quad]) -> list[dict[str, str]]:
    return [{"@id": dataset.value} for dataset in _links(catalogue, DCAT.dataset)[:MOST]]


def _corners(wkt: str) -> str:
    """The box of a WKT polygon as schema.org writes it: ``south west north east``, degrees."""
    inside = wkt.rpartition("((")[2].partition("))")[0]
    pairs = [pair.split() for pair in inside.split(",") if len(pair.split()) == 2]
    try:
        x, y = [float(pair[0]) for pair in pairs], [float(pair[1]) for pair in pairs]
    except ValueError:
        return ""
    return f"{min(y):g} {min(x):g} {max(y):g} {max(x):g}" if x else ""


def _texts(quads: Iterable[Quad], properties: Iterable[NamedNode]) -> dict[str, str]:
    """Language → text, of the first of *properties* that has some."""
    listed = sorted(quads, key=str)
    for property_ in properties:
        found = [q.object for q in listed if q.predicate == property_ and isinstance(q.object, Literal)]
        if found:
            return {literal.language or "": literal.value for literal in found}
    return {}


def _by_language(said: Any) -> dict[str, str]:
    """What `schema_org` wrote (a text, or texts with their languages) by language."""
    listed = said if isinstance(said, list) else [said] if said else []
    said_in = (text if isinstance(text, dict) else {"@value": text, "@language": ""} for text in listed)
    return {text["@language"]: text["@value"] for text in said_in}


def _written(texts: Mapping[str, str], language: str) -> object:
    """One text in *language*, or all with their languages."""
    if language:
        return texts.get(language) or texts.get("") or next(iter(texts.values()), None)
    said = [{"@value": text, "@language": tag} if tag else text for tag, text in sorted(texts.items())]
    return said[0] if len(said) == 1 else said or None


def _links(quads: Iterable[Quad], property_: NamedNode) -> list[NamedNode]:
    """The resources that *property_* leads to, sorted."""
    found = {q.object for q in quads if q.predicate == property_ and isinstance(q.object, NamedNode)}
    return sorted(found, key=str)


def _literals(quads: Iterable[Quad], property_: NamedNode) -> list[str]:
    """The values of *property_* as texts, sorted."""
    return sorted(q.object.value for q in quads if q.predicate == property_ and isinstance(q.object, Literal))
