"""How a resource is cited: in a sentence, and for programs that keep references."""

from __future__ import annotations

import json
import re

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from tests.readers import Reader

from esslod.representation.citing import Citation, Collection, bibtex, citation, csl, ris

BASE = "https://pets.example/"
TRIG = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<id/book/2024> {
  <id/book/2024> rdfs:label "Le livre & l’an_1"@fr , "The book"@en ; dct:modified "2024-03-05"^^xsd:date ;
    dcat:version "2024" ; dct:source <id/sheet> .
  <id/sheet> rdfs:label "La fiche, 5 mars 2024"@fr .
  <id/page> rdfs:label "La page"@fr .
}
"""
PETS = Collection("Les bêtes", "Le zoo", "abc123", "2026-01-02", "Licence Ouverte 2.0")


@pytest.fixture(scope="module")
def reader() -> Reader:
    store = Store()
    store.extend(parse(TRIG, RdfFormat.TRIG, base_iri=BASE))
    return Reader(store)


@pytest.fixture(scope="module")
def book(reader: Reader) -> Citation:
    return citation(reader, NamedNode(BASE + "id/book/2024"), PETS, "fr")


def test_the_sentence_names_what_the_licence_asks_for(book: Citation) -> None:
    """Publisher, title, version and day of its own, permanent address, licence, source."""
    assert book.text == (
        "Le zoo, «\u00a0Le livre & l’an_1\u00a0», Les bêtes, version 2024, 5\u00a0mars 2024, "
        "https://pets.example/id/book/2024. Licence Ouverte 2.0. D’après\u00a0: La fiche, 5 mars 2024."
    )


def test_a_part_is_drawn_from_what_its_graph_is_drawn_from(reader: Reader) -> None:
    """What has no day, version or source of its own has the release's, and its graph's source."""
    page = citation(reader, NamedNode(BASE + "id/page"), PETS, "en")
    assert (page.title, page.date, page.version) == ("La page", "2026-01-02", "abc123")
    assert page.sources == ("La fiche, 5 mars 2024",)
    assert page.text.startswith("Le zoo, “La page”, ")


def test_bibtex_reads_no_command_in_a_title(book: Citation) -> None:
    """Signs that BibTeX obeys are escaped, braces are paired, and the key has only plain letters."""
    entry = bibtex(book)
    assert r"title = {{Le livre \& l’an\_1}}" in entry
    assert entry.count("{") == entry.count("}")
    assert re.match(r"@misc\{[A-Za-z0-9-]+,\n", entry)


def test_ris_begins_and_ends_as_it_must(book: Citation) -> None:
    """A type first, an end last, each line a tag of two signs."""
    lines = ris(book).split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("TY  - DATA", "ER  - ")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert "DA  - 2024/03/05" in lines


def test_csl_says_the_day_in_numbers(book: Citation) -> None:
    """As citation processors want it."""
    (item,) = json.loads(csl(book))
    assert item["issued"] == {"date-parts": [[2024, 3, 5]]}
    assert (item["type"], item["URL"]) == ("dataset", "https://pets.example/id/book/2024")
