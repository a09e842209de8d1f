"""Values for parameters: terms of the declared type, or refused with what was expected; never query text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from esslod.errors import BadRequest
from esslod.namespaces import XSD
from esslod.parameters import Parameter
from esslod.queries import bind, read_query
from esslod.representation.choices import Choice
from esslod.representation.given import Given, read_given

BASE = "https://pets.example/"
QUERY = read_query("""# param word: string @fr Mot. @en Word.
# param thing: iri from <https://pets.example/def#Beast> @fr Chose. @en Thing.
# param n: integer min 1 max 9 default 3 @fr Nombre. @en Number.
# param day: date @fr Jour. @en Day.
# param late: string @fr Mot. @en Word.
SELECT ?word ?thing ?n ?day ?late {
  VALUES ?n { 3 }  # param
  VALUES ?late { UNDEF }  # param
}
""")
BEASTS = (
    Choice(BASE + "id/tom", "id/tom", "Tom l’Éclair"),
    Choice(BASE + "id/rex", "id/rex", "Rex"),
    Choice(BASE + "id/rex-2", "id/rex-2", "rex"),
)


def read(**typed: str) -> Given:
    def choices(parameter: Parameter) -> Sequence[Choice]:
        return BEASTS if parameter.choices else ()

    return read_given(QUERY, list(typed.items()), choices, BASE, "fr")


def answered(values: Given) -> dict[str, object]:
    found = Store().query(bind(QUERY.text, values.values))
    assert isinstance(found, QuerySolutions)
    (row,) = found
    return {name: row[name] for name in ("word", "thing", "n", "day", "late") if row[name] is not None}


ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
HOSTILE = st.sampled_from(
    [
        '"',
        "\\",
        "'",
        '"""',
        "}",
        "{",
        "\n",
        "\r",
        "#",
        "\t# param",
        "VALUES ?n { 9 }  # param",
        "} UNION {",
        "?n",
        "\x00",
    ]
)


@given(st.lists(st.one_of(HOSTILE, ANY), min_size=1, max_size=6).map("".join), ANY)
def test_any_text_is_read_back_as_it_was_typed(word: str, late: str) -> None:
    """Quotes, braces, line breaks, a whole clause: the query answers with that very text, nothing else."""
    assert answered(read(word=word, late=late)) == {
        "word": Literal(word), "late": Literal(late), "n": Literal(3)
    }  # fmt: skip


@given(st.one_of(HOSTILE, ANY))
def test_any_text_for_an_iri_is_that_iri_or_refused(text: str) -> None:
    """What is no IRI, and no name of a choice, never reaches the query."""
    found = read(thing=f"https://pets.example/id/{text}")
    if found.faults:
        assert not found.values
    elif found.values:
        assert (
            answered(found)["thing"] == found.values["thing"] == NamedNode(found.typed["thing"].strip("<>"))
        )


@pytest.mark.parametrize(
    "typed", ["id/tom", BASE + "id/tom", "Tom l’Éclair", "tom l'eclair", " TOM  L’ECLAIR "]
)
def test_a_choice_is_named_as_people_name_it(typed: str) -> None:
    """By its address, whole or short, or by its name, accents and capitals aside."""
    assert read(thing=typed).values == {"thing": NamedNode(BASE + "id/tom")}


def test_a_name_of_two_things_is_refused_with_both() -> None:
    """Guessing would answer another question."""
    fault = read(thing="Rex").faults["thing"]
    assert "id/rex" in fault
    assert "id/rex-2" in fault


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"n": "ten"}, "5"),
        ({"n": "10"}, "max 9"),
        ({"day": "11/02/2025"}, "2025-02-11"),
        ({"thing": "a b"}, "IRI, id/territory/epci/246300701"),
    ],
)
def test_each_fault_is_told_with_what_was_expected(typed: dict[str, str], fault: str) -> None:
    """All faults at once, each at its parameter; whoever cannot show them gets the first."""
    found = read(word="fine", **typed)
    assert list(found.faults.values()) == [fault]
    assert "word" in found.values
    with pytest.raises(BadRequest):
        found.check()


def test_nothing_typed_is_nothing_given() -> None:
    """An empty field of a form asks for everything, and a default stays."""
    assert read(word="", n="  ").values == {}
    assert answered(read(word="", n="")) == {"n": Literal("3", datatype=XSD.integer)}


def test_unknown_and_repeated_parameters_are_refused() -> None:
    """Neither is silently left out."""
    with pytest.raises(BadRequest):
        read(nope="1")
    twice = read_given(QUERY, [("word", "a"), ("word", "b")], lambda _: (), BASE, "fr")
    assert set(twice.faults) == {"word"}
