"""A layered drawing keeps every edge, leads to the right, and bends long edges around other boxes."""

from __future__ import annotations

from esslod.representation.page import Value
from esslod.representation.reference.layers import layered
from esslod.representation.reference.overview import Lead, overview

NAMES = ("a", "b", "c", "d", "e")
EDGES = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "a"), ("d", "c"), ("e", "e")]


def test_edges_lead_to_the_right() -> None:
    """Each edge goes from column to next column, but one of a circle, which goes back; loops are left out."""
    layout = layered(NAMES, EDGES)
    column = {name: place for place, names in enumerate(layout.columns) for name in names}
    steps = {edge: [column[name] for name in route] for edge, route in layout.routes.items()}
    assert steps[("a", "b")] == [0, 1]
    assert steps[("a", "c")] == [0, 1, 2]
    assert steps[("c", "a")] == [2, 1, 0]
    assert steps[("d", "c")] == [1, 2]
    assert ("e", "e") not in steps
    assert sorted(name for name in column if not name.startswith(" ")) == list(NAMES)


def test_boxes_never_overlap() -> None:
    """Boxes of one column stand under each other, those of the next beyond; all edges are drawn."""
    classes = {name: Value(name * 9, kind="link", path=name) for name in NAMES}
    picture = overview(classes, [Lead(start, end, f"{start}{end}") for start, end in EDGES])
    assert picture is not None
    for one in picture.boxes:
        assert one.x > 0 and one.x + one.width < picture.width
        assert one.y > 0 and one.y + one.height < picture.height
        for other in picture.boxes:
            beside = one.x + one.width <= other.x or other.x + other.width <= one.x
            above = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert one is other or beside or above
    assert sorted(arrow.title for arrow in picture.arrows) == ["ab", "ac", "bc", "ca", "dc"]


def test_nothing_to_draw() -> None:
    """Classes that nothing joins are a list, not a picture."""
    assert overview({"a": Value("a")}, []) is None
