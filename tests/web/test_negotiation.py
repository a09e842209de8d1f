"""Negotiation against RFC 9110 §12: a table of headers, then laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.rdf.formats import HTML, JSON_LD, N_TRIPLES, RDF_SYNTAXES, RDF_XML, TURTLE, Syntax
from esslod.web.negotiation import best, best_language, media_ranges

OFFERED: tuple[Syntax, ...] = (HTML, *RDF_SYNTAXES)
DATA_FIRST: tuple[Syntax, ...] = (*RDF_SYNTAXES, HTML)

TABLE = [
    # what is sent, what is answered
    (None, HTML),
    ("", HTML),
    ("*/*", HTML),
    ("text/turtle", TURTLE),
    ("TEXT/Turtle", TURTLE),
    ("text/*", HTML),
    ("application/*", JSON_LD),
    ("text/html;q=0, text/*", TURTLE),
    ("*/*, text/html;q=0", TURTLE),
    ("text/turtle;q=0.5, application/ld+json", JSON_LD),
    ("text/turtle;q=0.5, application/ld+json;q=0.4", TURTLE),
    ("text/turtle;q=0", None),
    ("*/*;q=0", None),
    ("image/png", None),
    ("image/png, */*;q=0.1", HTML),
    ("text/turtle, */*", TURTLE),  # equal weight: the one that was named
    ("application/ld+json, text/turtle", TURTLE),  # equal and named: the server's order
    ("text/turtle;q=0.001", TURTLE),
    ("text/turtle;q=1.000", TURTLE),
    ("text/turtle ; q=0.8 , text/html ; q=0.9", HTML),
    ("text/turtle;charset=utf-8", TURTLE),
    ("text/turtle;charset=UTF-8", TURTLE),
    ('text/turtle;charset="utf-8"', TURTLE),
    ("text/turtle;charset=iso-8859-1", None),
    ("text/html;level=1", None),
    ("text/html;level=1, text/turtle;q=0.2", TURTLE),
    ("text/*;q=0.3, text/html;q=0.7, text/html;level=1, */*;q=0.5", HTML),
    ('text/html;title="a, b; q=0", text/turtle;q=0.3', TURTLE),  # separators within quotes
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSON_LD),
    ("text/n3", TURTLE),  # another name of it, understood
    ("text/turtle;q=0, text/n3", None),  # what would be sent was refused
    ("application/json", JSON_LD),
    ("application/xml", RDF_XML),
    ("text/plain", N_TRIPLES),
    ("application/xhtml+xml", HTML),
    ("text/turtle;q=2", HTML),  # outside the grammar: as if absent
    ("text/turtle;q=0.1234, application/ld+json;q=0.1", JSON_LD),
    ("turtle, application/ld+json", JSON_LD),
    ("*/turtle, application/ld+json", JSON_LD),
    (",, text/turtle ,", TURTLE),
    ("text/turtle;q=0.5;ext=1", TURTLE),
    # what programs send
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", HTML),
    (
        "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3",
        TURTLE,
    ),
    (
        "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8",
        RDF_SYNTAXES[4],
    ),
    ("application/rdf+xml, text/rdf+n3;q=0.9, application/xhtml+xml;q=0.5, */*;q=0.1", RDF_XML),
    ("application/json, text/plain, */*", JSON_LD),
]


@pytest.mark.parametrize(("accept", "expected"), TABLE)
def test_table(accept: str | None, expected: Syntax | None) -> None:
    """Each header of the table gets the representation that RFC 9110 §12.5.1 calls for."""
    assert best(accept, OFFERED) is expected


def test_nothing_offered() -> None:
    """Where nothing is on offer there is nothing to prefer."""
    assert best("*/*", ()) is None
    assert best(None, ()) is None


def test_server_order_decides_between_equals() -> None:
    """A caller without preference gets what the server lists first."""
    assert best("*/*", DATA_FIRST) is TURTLE
    assert best(None, DATA_FIRST) is TURTLE


tokens = st.sampled_from(
    sorted({s.media_type for s in OFFERED} | {"*/*", "text/*", "application/*", "image/png"})
)
weights = st.integers(0, 1000).map(lambda thousandths: f"{thousandths / 1000:.3f}")
headers = st.lists(st.tuples(tokens, weights), min_size=1, max_size=6, unique_by=lambda member: member[0])


def written(members: list[tuple[str, str]]) -> str:
    return ", ".join(f"{kind};q={weight}" for kind, weight in members)


@given(headers)
def test_chosen_is_never_refused(members: list[tuple[str, str]]) -> None:
    """What is chosen has a quality above zero in the header."""
    chosen = best(written(members), OFFERED)
    qualities = dict(members)
    if chosen is not None:
        kind = chosen.media_type.partition("/")[0]
        exact = next(qualities[name] for name in (chosen.media_type, f"{kind}/*", "*/*") if name in qualities)
        assert float(exact) > 0


@given(headers, st.randoms())
def test_order_of_members_does_not_matter(members: list[tuple[str, str]], random) -> None:
    """Preference is in weights, not in the order of the header's members."""
    shuffled = list(members)
    random.shuffle(shuffled)
    assert best(written(members), OFFERED) is best(written(shuffled), OFFERED)


@given(headers)
def test_scaling_weights_changes_nothing(members: list[tuple[str, str]]) -> None:
    """Only the order of weights counts: halving all keeps the choice."""
    coarse = [(kind, f"{int(float(weight) * 10) / 10:.1f}") for kind, weight in members]
    halved = [(kind, f"{float(weight) / 2:.2f}") for kind, weight in coarse]
    assert best(written(coarse), OFFERED) is best(written(halved), OFFERED)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No header, however odd, raises."""
    best(text, OFFERED)
    best_language(text, ("fr", "en"))
    assert all(0 <= member.quality <= 1 for member in media_ranges(text))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "fr"),
        ("", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("de", "fr"),
        ("de, en;q=0.5", "en"),
        ("fr;q=0.4, en;q=0.5", "en"),
        ("*", "fr"),
        ("fr;q=0, *", "en"),
        ("en;q=high", "fr"),
        ("fr-CA, en", "fr"),
    ],
)
def test_languages(header: str | None, expected: str) -> None:
    """French unless the reader prefers English; a region asks for its language."""
    assert best_language(header, ("fr", "en")) == expected
