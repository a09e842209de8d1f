"""Templates: escaping, languages, accessibility landmarks."""

from __future__ import annotations

import re
from itertools import pairwise

from esslod.representation.html import Alternate, Frame, render
from esslod.representation.look import asset
from esslod.representation.page import Cluster, Page, Row, Section, Thing, Value

EVIL = '<script>alert(1)</script>" onload="x'


def frame(**changes: object) -> Frame:
    given = {
        "language": "fr",
        "root": "/",
        "path": "doc/x",
        "site_title": "Site",
        "publisher": "Nous",
    } | changes
    return Frame(**given)  # type: ignore[arg-type]


def page() -> Page:
    value = Value(EVIL, "en", "link", iri="https://x.example/?a=1&b=" + EVIL, machine="m")
    row = Row(EVIL, "ex:p", value, EVIL, (Cluster("", (value, value)), Cluster(EVIL, (Value(EVIL),))))
    thing = Thing(
        "https://x.example/",
        "",
        "",
        Value(EVIL),
        Value(EVIL, "en"),
        (value,),
        (Value(EVIL),),
        (Section(EVIL, (row,)),),
    )
    part = Thing("https://x.example/#p", "p", "", Value("part"), None, (), (), ())
    return Page("fr", thing, (("Classe", (part,)),), (row,), 1, 2, ((value, (row,)),), True)


def resource(**changes: object) -> str:
    return render("resource.html", frame(**changes), page=page(), graph=None).decode()


def test_everything_is_escaped() -> None:
    """No text of the data becomes markup."""
    text = resource(site_title=EVIL, publisher=EVIL, canonical="https://x.example/" + EVIL)
    assert "<script" not in text
    assert '" onload' not in text


def test_landmarks_and_headings() -> None:
    """One h1, no skipped level, a skip link to main, labelled navigations, a language on the page."""
    text = resource()
    assert text.count("<h1") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert '<html lang="fr">' in text
    assert 'href="#main"' in text and 'id="main"' in text
    assert re.findall(r"<nav(?![^>]*aria-label)", text) == []
    identifiers = re.findall(r'\bid="([^"]+)"', text)
    assert len(identifiers) == len(set(identifiers))


def test_foreign_words_are_marked() -> None:
    """A value in the other language carries its lang."""
    assert re.search(r'<a class="outside"[^>]* lang="en"', resource())


def test_language_follows_the_reader() -> None:
    """Asked by address, the language is in every link; else in none."""
    assert frame(asked=True, language="en").link("def#T") == "/def?lang=en#T"
    assert frame().link("def#T") == "/def#T"
    assert frame(root="/ess/").link("") == "/ess/"


def test_a_link_to_a_file_has_no_language() -> None:
    """Its bytes are the same for every reader; a version's dots are no suffix."""
    asked = frame(asked=True, language="en")
    assert asked.link("ldes/catalog.trig#page-1") == "/ldes/catalog.trig#page-1"
    assert asked.link("catalog.html") == "/catalog.html?lang=en"
    assert asked.link("def/0.1.0") == "/def/0.1.0?lang=en"


def test_alternates_are_linked() -> None:
    """Every other format is linked in the head and shown to people."""
    text = resource(alternates=(Alternate("Turtle", "doc/x.ttl", "text/turtle"),))
    assert text.count('href="/doc/x.ttl"') == 2


def test_style_asks_no_other_host() -> None:
    """The style sheet imports and fetches nothing."""
    style = asset("style.css").decode()
    assert "url(" not in style
    assert "@import" not in style


def test_what_robots_read_is_in_the_head() -> None:
    """A sentence, OpenGraph, whole addresses by language, and a block of data that is not escaped again."""
    text = resource(canonical="https://x.example/doc/x", description=EVIL, structured='{"name":"\\u003c"}')
    head = text.partition("</head>")[0]
    assert '<script type="application/ld+json">{"name":"\\u003c"}</script>' in head
    assert head.count("<script") == 1
    assert '<meta property="og:url" content="https://x.example/doc/x">' in head
    assert 'hreflang="en" href="https://x.example/doc/x?lang=en"' in head
    assert 'hreflang="x-default" href="https://x.example/doc/x"' in head
