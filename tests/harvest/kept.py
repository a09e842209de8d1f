"""What a harvester kept, in one form for all of them, and the table that compares it with what was said."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.harvest.catalogue import Said


@dataclass(frozen=True)
class KeptFile:
    """A resource of the portal; ``checksum`` in hexadecimal."""

    url: str
    size: int
    checksum: str
    format: str
    media_type: str


@dataclass(frozen=True)
class Kept:
    """A dataset of the portal; what it has not is empty."""

    title: str
    description: str
    licence: str
    frequency: str
    period: tuple[str, ...]
    place: str
    box: str
    keywords: frozenset[str]
    contact: str
    publisher: str
    files: tuple[KeptFile, ...]


def by_udata(report: Mapping[str, Any]) -> dict[str, Kept]:
    """From the report of `readers/udata_reads.py`."""
    return {each["uri"]: _udata(each) for each in report["datasets"]}


def _udata(each: Mapping[str, Any]) -> Kept:
    roles = {role: name for role, name, *_ in each["contacts"]}
    return Kept(
        title=each["title"],
        description=each["description"],
        licence=each["licence"] or "",
        frequency=each["frequency"] or "",
        period=tuple(day or "" for day in each["period"] or ()),
        place="",
        box=each["spatial"] or "",
        keywords=frozenset(each["keywords"]),
        contact=roles.get("contact", ""),
        publisher=roles.get("publisher", ""),
        files=tuple(
            KeptFile(
                one["url"], one["size"] or 0, (one["checksum"] or [""])[-1], one["format"] or "", one["mime"]
            )
            for one in each["resources"]
        ),
    )


def by_ckan(report: Mapping[str, Any]) -> dict[str, Kept]:
    """From the report of `readers/ckan_reads.py`; CKAN puts most of it in its extra fields."""
    found = {}
    for each in report["datasets"]:
        extras = {extra["key"]: extra["value"] for extra in each["extras"]}
        found[extras["guid"]] = _ckan(each, extras)
    return found


def _ckan(each: Mapping[str, Any], extras: Mapping[str, str]) -> Kept:
    period = tuple(extras.get(f"temporal_{end}", "") for end in ("start", "end"))
    return Kept(
        title=each["title"],
        description=each["notes"],
        licence=each["license_id"],
        frequency=extras.get("frequency", ""),
        period=period if any(period) else (),
        place=extras.get("spatial_uri") or extras.get("spatial_text", ""),
        box=json.loads(extras["spatial_bbox"])["type"] if "spatial_bbox" in extras else "",
        keywords=frozenset(tag["name"] for tag in each["tags"]),
        contact=extras.get("contact_name", ""),
        publisher=extras.get("publisher_name", ""),
        files=tuple(
            KeptFile(
                one["url"],
                int(one.get("size") or 0),
                one.get("hash", ""),
                one.get("format", ""),
                one.get("mimetype", ""),
            )
            for one in each["resources"]
        ),
    )


def _same_files(of: Callable[[Any], object]) -> Callable[[Said, Kept], bool]:
    def same(said: Said, kept: Kept) -> bool:
        return sorted((file.url, of(file)) for file in said.files) == sorted(
            (file.url, of(file)) for file in kept.files
        )

    return same


def _slug(word: str) -> str:
    """As portals write keywords: small letters without accents, hyphens."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


#: Name of a property → whether the catalogue says it of a dataset, and whether it was kept as said.
PROPERTIES: Final[dict[str, tuple[Callable[[Said], object], Callable[[Said, Kept], object]]]] = {
    "title": (lambda said: said.title, lambda said, kept: kept.title == said.title),
    "description": (
        lambda said: said.description,
        lambda said, kept: kept.description.strip() == said.description.strip(),
    ),
    "licence": (lambda said: True, lambda said, kept: kept.licence == "lov2"),
    "frequency": (lambda said: said.frequency, lambda said, kept: kept.frequency),
    "period": (lambda said: said.period, lambda said, kept: kept.period == said.period),
    "place": (lambda said: said.place, lambda said, kept: kept.place),
    "bounding box": (lambda said: said.box, lambda said, kept: kept.box),
    "keywords": (
        lambda said: said.keywords,
        lambda said, kept: {_slug(word) for word in said.keywords} <= {_slug(word) for word in kept.keywords},
    ),
    "contact": (lambda said: True, lambda said, kept: kept.contact),
    "publisher": (lambda said: True, lambda said, kept: kept.publisher),
    "resources": (lambda said: said.files, _same_files(lambda file: "")),
    "format": (lambda said: said.files, lambda said, kept: all(file.format for file in kept.files)),
    "media type": (
        lambda said: said.files,
        lambda said, kept: (
            {file.url for file in said.files if file.media_type}
            <= {file.url for file in kept.files if file.media_type}
        ),
    ),
    "size": (lambda said: said.files, _same_files(lambda file: file.size)),
    "checksum": (
        lambda said: any(file.checksum for file in said.files),
        _same_files(lambda file: file.checksum),
    ),
}


def lost(said: Mapping[str, Said], kept: Mapping[str, Kept], name: str) -> list[str]:
    """The datasets of which the catalogue says *name* and the portal does not have it."""
    asked, has = PROPERTIES[name]
    return [iri for iri, each in said.items() if asked(each) and not (iri in kept and has(each, kept[iri]))]


def verdict(said: Mapping[str, Said], kept: Mapping[str, Kept], name: str) -> str:
    """One cell: ✔ for all, ✘ for none, a count, or a dash when the catalogue says nothing."""
    told = [iri for iri, each in said.items() if PROPERTIES[name][0](each)]
    missing = lost(said, kept, name)
    if not told:
        return "–"
    if not missing:
        return "✔"
    return "✘" if len(missing) == len(told) else f"{len(told) - len(missing)}/{len(told)}"


#: The same names in French.
FRENCH: Final = {
    "title": "titre",
    "description": "description",
    "licence": "licence",
    "frequency": "fréquence",
    "period": "période",
    "place": "lieu",
    "bounding box": "emprise",
    "keywords": "mots-clés",
    "contact": "contact",
    "publisher": "éditeur",
    "resources": "ressources",
    "format": "format",
    "media type": "type de média",
    "size": "taille",
    "checksum": "empreinte",
}


def table(columns: Mapping[str, Callable[[str], str]]) -> str:
    """The table in Markdown, a line for each property, a column for each harvester and flavour."""
    lines = [_row(["", *columns]), _row(["---"] * (len(columns) + 1))]
    lines += [_row([_name(name), *(cell(name) for cell in columns.values())]) for name in PROPERTIES]
    return "\n".join(lines) + "\n"


def _name(name: str) -> str:
    return name if FRENCH[name] == name else f"{FRENCH[name]} · {name}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |", 1)
