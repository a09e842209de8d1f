"""Write ``src/esslod/representation/outlines/france.json``: the régions and départements as SVG paths.

    python tools/outlines.py departements-avec-outre-mer.geojson

Reads the file of the repository france-geojson named in `SOURCE` (IGN Admin Express, Licence Ouverte) and
``data/reference/geography.ttl`` for names and régions; needs nothing but Python. Borders that two areas share
are simplified once, so that no gap opens between them; a région is what is left of its départements when the
borders inside it are taken away. The same file gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import json
import math
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

ROOT: Final = Path(__file__).resolve().parent.parent
OUTPUT: Final = ROOT / "src/esslod/representation/outlines/france.json"
GEOGRAPHY: Final = ROOT / "data/reference/geography.ttl"

FILE: Final = "departements-avec-outre-mer.geojson"
DIGEST: Final = "0c331e85eef244d8014f68a4c256bb732e28776aceec53ddf849624f2eb6c163"
SOURCE: Final = {
    "title": {"fr": "IGN, Admin Express COG, 2018", "en": "IGN, Admin Express COG, 2018"},
    "via": "github.com/gregoiredavid/france-geojson, 5d34ee6d0140c29f785fdb047d9329f1aab58833",
    "licence": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
}
TITLES: Final = {
    "departement": {"fr": "Départements", "en": "Départements"},
    "region": {"fr": "Régions", "en": "Régions"},
}

Point = tuple[float, float]
Place = Callable[[Point], Point] if TYPE_CHECKING else object
Chain = tuple[Point, ...]

#: Side of the picture, in its own units: a kilometre or so each, on the mainland.
WIDTH: Final = 1000
#: Corners that turn a border by less than this area (square units) are left out; isles smaller than ISLE too.
CORNER: Final = 5.0
ISLE: Final = 9.0
#: Départements drawn apart, in a box each: left, top, side.
OVERSEAS: Final = {
    "971": (0, 560, 96), "972": (104, 560, 96),
    "973": (0, 664, 96), "974": (104, 664, 96),
    "976": (0, 768, 96),
}  # fmt: skip
#: Paris and its neighbours are too small to be seen or touched: drawn a second time, larger.
LARGER: Final = ("75", "92", "93", "94")
LARGER_BOX: Final = (850, 2, 148)


@dataclass(frozen=True)
class Area:
    """A département: its code, and its rings in degrees."""

    code: str
    rings: tuple[Chain, ...]


def lambert(point: Point) -> Point:
    """Conic conformal projection of the mainland (parallels 44° and 49°), on a sphere; unit: its radius."""
    first, second, origin = map(math.radians, (44.0, 49.0, 46.5))

    def slope(latitude: float) -> float:
        return math.tan(math.pi / 4 + latitude / 2)

    n = math.log(math.cos(first) / math.cos(second)) / math.log(slope(second) / slope(first))
    factor = math.cos(first) * slope(first) ** n / n
    radius, centre = factor / slope(math.radians(point[1])) ** n, factor / slope(origin) ** n
    angle = n * math.radians(point[0] - 3.0)
    return radius * math.sin(angle), radius * math.cos(angle) - centre


def flat(latitude: float) -> Callable[[Point], Point]:
    """Degrees as they are, the longitude shortened as at *latitude*: right for something small."""
    ratio = math.cos(math.radians(latitude))
    return lambda point: (point[0] * ratio, -point[1])


def fitted(points: Iterable[Point], left: float, top: float, side: float) -> Callable[[Point], Point]:
    """The enlargement that puts *points* into a square box, in its middle."""
    xs, ys = zip(*points, strict=True)
    scale = side / max(max(xs) - min(xs), max(ys) - min(ys))
    dx = left + (side - (max(xs) - min(xs)) * scale) / 2 - min(xs) * scale
    dy = top + (side - (max(ys) - min(ys)) * scale) / 2 - min(ys) * scale
    return lambda point: (point[0] * scale + dx, point[1] * scale + dy)


def read_areas(file: Path) -> list[Area]:
    """Every département of *file*. Ends the program when it is not the file we know."""
    content = file.read_bytes()
    if (found := hashlib.sha256(content).hexdigest()) != DIGEST:
        sys.exit(f"{file}: SHA-256 {found}, not the {FILE} of {SOURCE['via']}")
    areas = []
    for feature in json.loads(content)["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = tuple(tuple(map(tuple, ring[:-1])) for polygon in polygons for ring in polygon)
        areas.append(Area(feature["properties"]["code"], rings))
    return sorted(areas, key=lambda area: area.code)


def read_geography() -> tuple[dict[str, str], dict[str, str]]:
    """Path of each région and département → its name; code of a département → path of its région."""
    line = re.compile(r'<(id/territory/(?:region|departement)/(\w+))> a .*? rdfs:label "([^"]+)"@fr')
    region = re.compile(r"geo:subdivisionDirecteDe <(id/territory/region/\w+)>")
    names, regions = {}, {}
    for text in GEOGRAPHY.read_text(encoding="utf-8").splitlines():
        if (found := line.match(text)) is not None:
            names[found[1]] = found[3]
            if "departement" in found[1] and (within := region.search(text)) is not None:
                regions[found[2]] = within[1]
    return names, regions


def cut(areas: Sequence[Area]) -> dict[str, list[list[Chain]]]:
    """Code → its rings, as borders: these end where three areas meet, or two and the sea."""
    near: dict[Point, set[Point]] = defaultdict(set)
    for area in areas:
        for ring in area.rings:
            for here, there in zip(ring, (*ring[1:], ring[0]), strict=True):
                near[here].add(there)
                near[there].add(here)
    return {area.code: [list(_borders(ring, near)) for ring in area.rings] for area in areas}


def _borders(ring: Chain, near: Mapping[Point, set[Point]]) -> Iterator[Chain]:
    ends = [place for place, point in enumerate(ring) if len(near[point]) != 2]
    first = ends[0] if ends else ring.index(min(ring))
    turned = ring[first:] + ring[: first + 1]
    begun = 0
    for place in range(1, len(turned)):
        if place == len(turned) - 1 or len(near[turned[place]]) != 2:
            yield turned[begun : place + 1]
            begun = place


def simplified(
    border: Chain, project: Callable[[Point], Point], corner: float = CORNER
) -> list[tuple[int, int]]:
    """*border* in whole units, without the corners that matter least (Visvalingam), either way round."""
    turned = border[0] > border[-1] or (border[0] == border[-1] and border[1] > border[-2])
    points = [project(point) for point in (border[::-1] if turned else border)]
    kept = _without_small_corners(points, corner, least=4 if border[0] == border[-1] else 2)
    whole = [(round(x), round(y)) for x, y in kept]
    return whole[::-1] if turned else whole


def _without_small_corners(points: list[Point], corner: float, least: int) -> list[Point]:
    before = list(range(-1, len(points) - 1))
    after = list(range(1, len(points) + 1))
    left, alive = len(points), [True] * len(points)
    waiting = [(_area(points[i - 1 : i + 2]), i) for i in range(1, len(points) - 1)]
    sizes = {place: size for size, place in waiting}
    heapq.heapify(waiting)
    while waiting and left > least:
        size, place = heapq.heappop(waiting)
        if not alive[place] or sizes[place] != size:
            continue
        if size > corner:
            break
        alive[place], left = False, left - 1
        a, b = before[place], after[place]
        after[a], before[b] = b, a
        for other in (a, b):
            if 0 < other < len(points) - 1:
                around = [points[before[other]], points[other], points[after[other]]]
                sizes[other] = max(size, _area(around))  # never smaller than what was taken before it
                heapq.heappush(waiting, (sizes[other], other))
    return [point for point, stays in zip(points, alive, strict=True) if stays]


def _area(ring: Sequence[tuple[float, float]]) -> float:
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


@dataclass(frozen=True)
class Line:
    """The path of an area, and the point in it farthest from its borders: there its value is written."""

    path: str
    at: tuple[int, int]


def drawn(rings: Iterable[list[Chain]], project: Callable[[Point], Point], corner: float = CORNER) -> Line:
    """The line of *rings*, isles too small to be seen left out, unless nothing else is there."""
    made = []
    for ring in rings:
        points = [point for border in ring for point in simplified(border, project, corner)[:-1]]
        if points:
            made.append([p for p, q in zip(points, points[-1:] + points[:-1], strict=True) if p != q])
    made.sort(key=lambda points: _area(points) if points else 0, reverse=True)
    isles = [points for points in made[1:] if len(points) > 2 and _area(points) > ISLE]
    return Line("".join(map(_path, [made[0], *isles])), _inmost(made[0]))


def _inmost(ring: Sequence[tuple[int, int]], steps: int = 40) -> tuple[int, int]:
    xs, ys = zip(*ring, strict=True)
    sides = list(zip(ring, (*ring[1:], ring[0]), strict=True))
    spots = [
        (min(xs) + (max(xs) - min(xs)) * i / steps, min(ys) + (max(ys) - min(ys)) * j / steps)
        for i in range(1, steps)
        for j in range(1, steps)
    ]
    inside = [spot for spot in spots if _inside(spot, sides)]
    x, y = max(inside, key=lambda spot: min(_distance(spot, *side) for side in sides))
    return round(x), round(y)


def _inside(spot: Point, sides: Sequence[tuple[Point, Point]]) -> bool:
    x, y = spot
    crossed = (
        (b[1] > y) != (a[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] for a, b in sides
    )
    return sum(crossed) % 2 == 1


def _distance(spot: Point, start: Point, end: Point) -> float:
    """From *spot* to the nearest point of a side; less across, for what is written is wide."""
    (x, y), (a, b), (c, d) = ((u / 1.6, v) for u, v in (spot, start, end))
    length = (c - a) ** 2 + (d - b) ** 2
    along = max(0.0, min(1.0, ((x - a) * (c - a) + (y - b) * (d - b)) / length)) if length else 0.0
    return math.hypot(x - a - along * (c - a), y - b - along * (d - b))


def _path(points: Sequence[tuple[int, int]]) -> str:
    """Where it begins, then steps from point to point, a sign being separator enough."""
    steps = (f"{u - x} {v - y}" for (x, y), (u, v) in pairwise(points))
    return re.sub(r" (?=-)", "", f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z")


def dissolved(parts: Iterable[list[list[Chain]]]) -> list[list[Chain]]:
    """The rings around areas that touch: the borders that only one of them has, put end to end."""
    borders = [border for rings in parts for ring in rings for border in ring]
    count: dict[Chain, int] = defaultdict(int)
    for border in borders:
        count[min(border, border[::-1])] += 1
    outer = [border for border in borders if count[min(border, border[::-1])] == 1]
    starting: dict[Point, list[Chain]] = defaultdict(list)
    for border in outer:
        starting[border[0]].append(border)
    rings = []
    for border in outer:
        if border not in starting[border[0]]:
            continue
        ring = []
        while starting[border[0]]:
            border = starting[border[0]].pop(0)  # noqa: PLW2901 : the walk goes on
            ring.append(border)
            border = (starting[border[-1]] or [border])[0]  # noqa: PLW2901 : as above
        rings.append(ring)
    return rings


def outlines(areas: Sequence[Area]) -> dict[str, object]:
    """The document: both layers, the boxes of what is drawn apart, and where it comes from."""
    names, regions = read_geography()
    borders = cut(areas)
    mainland = [area for area in areas if area.code not in OVERSEAS]
    spread = fitted((lambert(p) for area in mainland for ring in area.rings for p in ring), 0, 0, WIDTH)
    paths = {area.code: drawn(borders[area.code], lambda p: spread(lambert(p))) for area in mainland}
    for area in areas:
        if area.code in OVERSEAS:
            paths[area.code] = drawn(borders[area.code], _apart([area], OVERSEAS[area.code], 8), 3)
    whole = dict(paths)
    near = [area for area in areas if area.code in LARGER]
    for area in near:
        again = drawn(borders[area.code], _apart(near, LARGER_BOX, 8), 3)
        whole[area.code] = Line(paths[area.code].path + again.path, again.at)
    together: dict[str, list[str]] = defaultdict(list)
    for code in sorted(borders):
        together[regions[code]].append(code)
    merged = {
        path: paths[codes[0]]
        if codes[0] in OVERSEAS
        else drawn(dissolved(borders[code] for code in codes), lambda p: spread(lambert(p)))
        for path, codes in sorted(together.items())
    }
    named = {f"id/territory/departement/{code}": line for code, line in sorted(whole.items())}
    return {
        "source": SOURCE,
        "width": WIDTH,
        "height": WIDTH,
        "layers": {
            layer: {
                "title": TITLES[layer],
                "boxes": boxes,
                "areas": {
                    p: {"name": names[p], "at": line.at, "path": line.path} for p, line in lines.items()
                },
            }
            for layer, lines, boxes in (
                ("region", merged, [*OVERSEAS.values()]),
                ("departement", named, [*OVERSEAS.values(), LARGER_BOX]),
            )
        },
    }


def _apart(areas: Sequence[Area], box: tuple[int, int, int], margin: int) -> Callable[[Point], Point]:
    points = [point for area in areas for ring in area.rings for point in ring]
    level = flat(sum(y for _, y in points) / len(points))
    left, top, side = box
    spread = fitted(map(level, points), left + margin, top + margin, side - 2 * margin)
    return lambda point: spread(level(point))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("file", type=Path, help=FILE)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args()
    made = outlines(read_areas(given.file))
    text = re.sub(r"(?<=[}\]]),", ",\n", json.dumps(made, ensure_ascii=False, separators=(",", ":")))
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(text + "\n", encoding="utf-8")
    print(f"{given.output}: {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
