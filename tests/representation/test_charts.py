"""Pictures of answers: what they draw, in SVG that any reader of XML and any policy of contents accepts."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store
from tests.readers import Reader

from esslod.addresses import Addresses
from esslod.fields import Fields
from esslod.namespaces import XSD
from esslod.queries import read_query
from esslod.representation.answers import Reading, Written
from esslod.representation.asking import Answer
from esslod.representation.charts.figures import Picture, Scale
from esslod.representation.charts.picture import MOST, picture

BASE = "https://pets.example/"
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
SVG = "{http://www.w3.org/2000/svg}"
READER = Reader(Store())
READING = Reading(READER, Addresses(BASE), {}, Fields(READER))
EURO = "<http://publications.europa.eu/resource/authority/currency/EUR>"


def drawn(header: str, rows: list[tuple[object, ...]], language: str = "fr") -> Picture | None:
    query = read_query(header + "\nSELECT * {}")
    names = re.findall(r"\?(\w+)", header.splitlines()[0])
    terms = tuple(
        tuple(Literal(value) if isinstance(value, int | str) else value for value in row) for row in rows
    )
    written = Written(Answer(tuple(dict.fromkeys(names)), terms), query, READING, language)
    assert query.chart
    return picture(query.chart, written, name="x", title="Un <titre>", source="esslod")


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def widths(svg: str) -> list[float]:
    marks = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [float(one.attrib["width"].rstrip("%")) for one in marks if "mark" in one.get("class", "")]


BARS = f"# chart: bars ?place ?amount\n# column amount: unit {EURO} @fr Montant @en Amount"


def test_bars_are_as_long_as_their_numbers() -> None:
    """Twice the amount, twice the bar; each with its name and its number as readers write it."""
    made = drawn(BARS, [("Ici", 2000), ("Là", 1000), ("Là", 1000)])
    assert made
    long, short = widths(made.inline)
    assert long == pytest.approx(2 * short)
    assert texts(made.inline) == ["Ici", "2\u202f000\u00a0€", "Là", "1\u202f000\u00a0€"]
    assert "Ici 2\u202f000\u00a0€" in made.summary


def test_a_loss_goes_the_other_way() -> None:
    """Zero is always on the scale: what is below it begins there and ends left of it."""
    scale = Scale([-10.0, 30.0], room=80.0)
    assert scale.bar(30.0) == (20.0, 60.0)
    assert scale.bar(-10.0) == (0.0, 20.0)
    assert Scale([0.0]).bar(0.0) == (0.0, 0.0)


def test_a_value_stands_over_its_reference() -> None:
    """Both have their number, and the reference its name."""
    made = drawn("# chart: benchmark ?what ?value ?other ?reference", [("part", 14, "France", 10)])
    assert made
    assert texts(made.inline) == ["part", "14", "10 · France"]


def test_the_parts_of_a_bar_make_a_whole() -> None:
    """One bar a group, filled by its parts in their colours, each told below with its amount."""
    made = drawn("# chart: stacked ?budget ?section ?amount", [("2022", "a", 30), ("2022", "b", 10)])
    assert made
    assert sum(widths(made.inline)[:2]) == pytest.approx(100.0, abs=1.0)
    assert texts(made.inline) == ["2022", "a · 30", "b · 10"]


def test_periods_share_an_axis_of_years() -> None:
    """Both years are included; what has no end is not drawn."""
    year = NamedNode(XSD.gYear.value)
    rows = [
        ("Plan A", Literal("2020", datatype=year), Literal("2021", datatype=year)),
        ("Plan B", Literal("2022", datatype=year), Literal("2023", datatype=year)),
        ("Plan C", Literal("2022", datatype=year), None),
    ]
    made = drawn("# chart: periods ?plan ?first ?last", rows)
    assert made
    assert widths(made.inline) == [50.0, 50.0]
    assert texts(made.inline) == ["Plan A (2020–2021)", "Plan B (2022–2023)", "2020", "2021", "2022", "2023"]


@pytest.mark.parametrize(
    "rows", [[], [("Ici", "beaucoup")], [("Ici", 1)]], ids=["none", "no number", "one bar"]
)
def test_what_says_nothing_is_not_drawn(rows: list[tuple[object, ...]]) -> None:
    """No answer, no number, or a single bar, which shows nothing that its number does not."""
    assert drawn(BARS, rows) is None


def test_a_picture_of_very_many_says_that_it_is_cut() -> None:
    """More marks than a picture can bear are left to the table."""
    made = drawn(BARS, [(f"n° {place}", place + 1) for place in range(MOST + 5)])
    assert made
    assert made.cut
    assert len(widths(made.inline)) == MOST


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=90), min_size=2, max_size=4))
def test_any_name_stays_a_text(names: list[str]) -> None:
    """Whatever a thing is called, the picture is well-formed XML that holds it as text, beside shapes only.

    No script, no inline style, no link: the strictest policy of contents has nothing to refuse.
    """
    made = drawn(BARS, [(name, place + 1) for place, name in enumerate(names)])
    if made is None:
        return
    for svg in (made.inline, made.file):
        root = ElementTree.fromstring(svg)
        assert {element.tag for element in root.iter()} <= {
            SVG + tag for tag in ("svg", "title", "desc", "rect", "text", "line")
        }
        assert not {
            name for element in root.iter() for name in element.attrib if name.startswith(("on", "style"))
        }
        assert root.get("role") == "img"
        labelled = {element.get("id") for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")}
        assert set(root.get("aria-labelledby", "").split()) == labelled
    shown = "".join("".join(texts(made.inline)).split())
    assert all("".join(UNWRITABLE.sub("", name).split()) in shown for name in names)
