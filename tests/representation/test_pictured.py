"""Which questions a page answers in pictures, and which it leads to."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from tests.readers import Reader

from esslod.addresses import Addresses
from esslod.errors import QueryTimeout
from esslod.fields import Fields
from esslod.queries import read_query
from esslod.representation.answers import Reading
from esslod.representation.pictured import Face, pictured
from esslod.representation.questions import Questions

BASE = "https://pets.example/"
TOM, REX = NamedNode(BASE + "id/tom"), NamedNode(BASE + "id/rex")
BEAST: Face = (TOM, (NamedNode(BASE + "def#Beast"),))
FEW: Face = (REX, (NamedNode(BASE + "def#Beast"),))
STONE: Face = (NamedNode(BASE + "id/stone"), (NamedNode(BASE + "def#Stone"),))
HEADER = """# title@fr: {title}
# param beast: iri @fr La bête. @en The beast.
# panel: <https://w3id.org/esslod/def#Beast> ?beast order {order}
"""
DRAWN = HEADER.format(title="Ce qu’elle pèse", order=2) + "# chart: bars ?year ?weight\n"
QUERY = f"SELECT ?beast ?year ?weight {{ ?beast <{BASE}def#weight> ?weight ; <{BASE}def#seen> ?year }}\n"


class Slow(Reader):
    """An engine that answers nothing in time."""

    def ask(self, request):
        raise QueryTimeout("too slow")


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    facts = "<id/tom> <def#weight> 3, 4 ; <def#seen> 2020 . <id/rex> <def#weight> 9 ; <def#seen> 2020 ."
    store.extend(parse(facts, RdfFormat.TURTLE, base_iri=BASE))
    return store


def asked(reader: Reader) -> Questions:
    plain = HEADER.format(title="Ce qu’elle mange", order=1) + QUERY
    files = {"weight": read_query(DRAWN + QUERY), "meals": read_query(plain)}
    return Questions(files, reader, Reading(reader, Addresses(BASE), {}, Fields(reader)))


def test_what_has_a_picture_is_shown_and_all_is_led_to(store: Store) -> None:
    """In the order the questions ask for, each with its parameter filled in."""
    shown = pictured(asked(Reader(store)), (STONE, BEAST), "fr")
    assert [view.title for view in shown.views] == ["Ce qu’elle pèse"]
    assert [(link.text, link.path) for link in shown.more] == [
        ("Ce qu’elle mange", "queries/meals?beast=id/tom"),
        ("Ce qu’elle pèse", "queries/weight?beast=id/tom"),
    ]


def test_a_picture_of_one_mark_is_left_out(store: Store) -> None:
    """A single bar says no more than its number, which the page gives; and of a stone nothing is asked."""
    assert pictured(asked(Reader(store)), (FEW,), "fr").views == ()
    assert pictured(asked(Reader(store)), (STONE,), "fr").more == ()


def test_a_page_without_its_pictures_is_not_whole(store: Store) -> None:
    """When the engine is late, the page says so and is not kept."""
    late = pictured(asked(Slow(store)), (BEAST,), "fr")
    assert [view.failed for view in late.views] == [True]
    assert not late.whole
