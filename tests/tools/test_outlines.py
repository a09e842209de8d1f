"""The outlines that maps are drawn with agree with the reference geography, and with their own tool."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from esslod.representation.maps import SHADES
from esslod.representation.outlines import outlines

ROOT = Path(__file__).resolve().parents[2]
GEOGRAPHY = (ROOT / "data/reference/geography.ttl").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("outlines_tool", ROOT / "tools/outlines.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_region_and_departement_has_an_outline() -> None:
    """The layers are the régions and départements of the reference geography, under the same names."""
    for layer in outlines().layers.values():
        line = re.compile(rf'<(id/territory/{layer.name}/\w+)> a .*? rdfs:label "([^"]+)"@fr')
        named = dict(found.groups() for text in GEOGRAPHY.splitlines() if (found := line.match(text)))
        assert {area.iri_path: area.name for area in layer.areas} == named


def test_what_is_written_in_an_area_is_in_the_picture() -> None:
    """The point of each area lies within the frame; lines are steps in whole units, nothing else."""
    drawn = outlines()
    for layer in drawn.layers.values():
        for area in layer.areas:
            assert 0 <= area.x <= drawn.width and 0 <= area.y <= drawn.height
            assert re.fullmatch(r"(M\d+ -?\d+l[-\d ]+z)+", area.line), area.name


def test_neighbours_share_their_border(tool) -> None:
    """A border is simplified once for both sides, and disappears inside what they make together."""
    left = tool.Area("1", (((0, 0), (0, 2), (0, 4), (1, 4), (1, 2.01), (1, 0)),))
    right = tool.Area("2", (((1, 0), (1, 2.01), (1, 4), (2, 4), (2, 0)),))
    borders = tool.cut([left, right])
    drawn = {code: tool.drawn(rings, lambda p: (p[0] * 100, p[1] * 100)) for code, rings in borders.items()}
    assert drawn["1"].path == "M0 0l0 400 100 0 0-400z" or "201" not in drawn["1"].path
    together = tool.dissolved(borders.values())
    assert len(together) == 1
    assert not any(point == (1, 2.01) for border in together[0] for point in border)


def test_shades_are_those_of_the_sheet() -> None:
    """A picture that stands alone has the colours of the pages."""
    sheet = (ROOT / "src/esslod/representation/assets/style/10-site.css").read_text(encoding="utf-8")
    light = sheet.partition("prefers-color-scheme: dark")[0]
    assert tuple(re.findall(r"--s[1-5]: (#\w{6})", light)) == SHADES
