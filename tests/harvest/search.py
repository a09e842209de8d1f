"""What dataset search engines ask of a landing page: a schema.org Dataset in the served HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final

from tests.harvest.catalogue import Said

Data = Mapping[str, Any]
#: The length that Google's dataset search accepts for a description.
SHORTEST, LONGEST = 50, 5000
_SPAN: Final = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?|\.\.)/(\d{4}(-\d\d(-\d\d)?)?|\.\.)|\d{4}(-\d\d(-\d\d)?)?")


class _Scripts(HTMLParser):
    """Collects the JSON-LD of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def data_of(page: str) -> dict[str, Any]:
    """The only JSON-LD object of *page*."""
    scripts = _Scripts()
    scripts.feed(page)
    (text,) = scripts.found
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def many(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _named(value: object) -> bool:
    return bool(many(value)) and all(one.get("name") and one.get("@type") for one in many(value))


def _downloads(value: object) -> bool:
    files = many(value)
    return bool(files) and all(
        one.get("@type") == "DataDownload"
        and re.match(r"https?://", one.get("contentUrl", ""))
        and re.fullmatch(r"[\w.+-]+/[\w.+-]+", one.get("encodingFormat", ""))
        for one in files
    )


#: Property → what is right; every data set has these.
ALWAYS: Final[dict[str, Callable[[Any], object]]] = {
    "@type": lambda value: value == "Dataset",
    "name": lambda value: isinstance(value, str) and value.strip(),
    "description": lambda value: isinstance(value, str) and SHORTEST <= len(value) <= LONGEST,
    "identifier": bool,
    "url": lambda value: re.match(r"https?://", value),
    "license": lambda value: many(value) and all(re.match(r"https?://", one) for one in many(value)),
    "creator": _named,
    "publisher": _named,
    "keywords": lambda value: many(value) and all(isinstance(word, str) for word in many(value)),
    "isAccessibleForFree": lambda value: value is True,
    "includedInDataCatalog": lambda value: value.get("@type") == "DataCatalog",
    "dateModified": lambda value: re.match(r"\d{4}-\d\d-\d\d", value),
    "distribution": _downloads,
}


def faults(found: Data, said: Said) -> list[str]:
    """What a search engine would miss in *found*, given what the catalogue says of the data set."""
    wrong = [name for name, right in ALWAYS.items() if not (name in found and right(found[name]))]
    return [*wrong, *_of_catalogue(found, said)]


def _of_catalogue(found: Data, said: Said) -> Iterator[str]:
    """What must be there because the catalogue says it."""
    if found.get("name") != said.title:
        yield "name is not the catalogue's title"
    if said.period and not _SPAN.fullmatch(found.get("temporalCoverage", "")):
        yield "temporalCoverage"
    if said.place and not found.get("spatialCoverage"):
        yield "spatialCoverage"
    if said.box and not any(_box(place) for place in many(found.get("spatialCoverage"))):
        yield "spatialCoverage without GeoShape box"
    urls = {one.get("contentUrl") for one in many(found.get("distribution"))}
    missing = {file.url for file in said.files if "/dumps/" in file.url} - urls
    yield from (f"distribution {url}" for url in sorted(missing))


def _box(place: Data) -> bool:
    """South, west, north, east in degrees (schema.org/GeoShape)."""
    for shape in many(place.get("geo")):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", unescape(shape.get("box", "")))]
        if len(numbers) == 4:
            south, west, north, east = numbers
            return -90 <= south < north <= 90 and -180 <= west < east <= 180
    return False
