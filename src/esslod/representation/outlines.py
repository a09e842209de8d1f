"""The outlines that maps are drawn with: layers of areas, each an SVG path, in a picture of fixed size.

``outlines/france.json`` is written by ``tools/outlines.py``; an area is named by the path of its IRI.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Outline:
    """One area: the path of its IRI, its name, its line, and where something can be written in it."""

    iri_path: str
    name: str
    line: str
    x: int
    y: int


@dataclass(frozen=True)
class Layer:
    """Areas that cover the country once. ``boxes`` (left, top, side) frame what is drawn apart, larger."""

    name: str
    title: Mapping[str, str]
    boxes: tuple[tuple[int, int, int], ...]
    areas: tuple[Outline, ...]


@dataclass(frozen=True)
class Outlines:
    """Layers by name, the coarsest first; ``source`` and ``licence`` are whose lines these are."""

    width: int
    height: int
    layers: Mapping[str, Layer]
    source: Mapping[str, str]
    licence: str


@cache
def outlines() -> Outlines:
    """The outlines of the country."""
    read = json.loads((files("esslod.representation") / "outlines/france.json").read_text(encoding="utf-8"))
    layers = {
        name: Layer(
            name,
            layer["title"],
            tuple(tuple(box) for box in layer["boxes"]),
            tuple(Outline(path, o["name"], o["path"], *o["at"]) for path, o in layer["areas"].items()),
        )
        for name, layer in read["layers"].items()
    }
    source = read["source"]
    return Outlines(read["width"], read["height"], layers, source["title"], source["licence"])
