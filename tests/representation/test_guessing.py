"""Charts and maps are offered when the columns of an answer lend themselves to it, and only then."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from esslod.addresses import Addresses
from esslod.namespaces import XSD
from esslod.queries import Chart, Map
from esslod.representation.asking import Answer
from esslod.representation.guessing import guess_chart, guess_map
from esslod.representation.outlines import outlines

A, B = NamedNode("urn:a"), NamedNode("urn:b")
ONE, TWO = Literal(1), Literal("2.5", datatype=XSD.decimal)
Y1, Y2 = Literal("2021", datatype=XSD.gYear), Literal("2026-01-01", datatype=XSD.date)


@pytest.mark.parametrize(
    ("variables", "rows", "chart"),
    [
        (("s", "n"), [(A, ONE), (B, TWO)], Chart("bars", ("s", "n"))),
        (("n", "s", "sLabel"), [(ONE, A, Literal("a")), (TWO, B, None)], Chart("bars", ("sLabel", "n"))),
        (("s", "n", "m"), [(A, None, ONE), (B, TWO, ONE)], Chart("bars", ("s", "n"))),
        (("p", "from", "to"), [(A, Y1, Y2), (B, Y1, Y2)], Chart("periods", ("p", "from", "to"))),
        (("s", "n"), [(A, ONE)], None),
        (("s", "n"), [(A, ONE), (B, Literal("many"))], None),
        (("n", "m"), [(ONE, TWO), (TWO, ONE)], None),
        (("s", "empty"), [(A, None), (B, None)], None),
    ],
)
def test_a_chart(variables, rows, chart: Chart | None) -> None:
    """Bars for a name and a number, periods for two dates; nothing for one row, text or numbers alone."""
    assert guess_chart(Answer(variables, tuple(rows))) == chart


def test_a_map() -> None:
    """Two areas of a layer with a number each make a map of that layer; other things do not."""
    addresses, layers = Addresses(), outlines().layers
    for layer in layers.values():
        first, second = (NamedNode(addresses.iri(area.iri_path)) for area in layer.areas[:2])
        own = Answer(("n", "area"), ((ONE, first), (TWO, second)))
        assert guess_map(own, layers, addresses) == (Map("area", "n", "area"), layer)
        within = Answer(("thing", "area", "n"), ((A, first, ONE), (B, second, TWO)))
        assert guess_map(within, layers, addresses) == (Map("area", "n", "thing"), layer)
        assert guess_map(Answer(("n", "area"), ((ONE, first),)), layers, addresses) is None
        assert guess_map(Answer(("area",), ((first,), (second,))), layers, addresses) is None
    assert guess_map(Answer(("n", "s"), ((ONE, A), (TWO, B))), layers, addresses) is None
