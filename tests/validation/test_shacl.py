"""The validator and the shapes it is given."""

from __future__ import annotations

import logging
from datetime import date

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from esslod.validation.result import Result
from esslod.validation.shacl import validate, validate_plainly
from esslod.validation.shapes import Shapes, asks_alike_for_all, on_day

BASE = "https://w3id.org/esslod/"
HEAD = f"""@base <{BASE}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
TODAY = date(2026, 1, 1)


def quads(text: str) -> list[Quad]:
    return list(parse((HEAD + text).encode(), RdfFormat.TURTLE))


def judged(facts: str, shapes: str, today: date = TODAY) -> list[Result]:
    return list(validate(quads(facts), quads(shapes), today=today))


def rules(results: list[Result]) -> list[str]:
    return [result.rule.removeprefix(BASE) for result in results]


ONE = "<shapes#One> a sh:NodeShape ; sh:targetClass <C> ; sh:property <shapes#P> ."


def test_a_message_has_two_lines_what_and_remedy() -> None:
    """The first line is the message, the rest the remedy, in each language."""
    shape = (
        '<shapes#P> sh:path <p> ; sh:minCount 1 ; sh:message "Manque.\\nAjoutez."@fr , "Missing.\\nAdd."@en .'
    )
    (result,) = judged("<x> a <C> .", ONE + shape)
    assert (result.message.fr, result.remedy.fr) == ("Manque.", "Ajoutez.")
    assert (result.message.en, result.remedy.en) == ("Missing.", "Add.")
    assert (result.path, result.rule, result.value) == (f"<{BASE}p>", BASE + "shapes#P", None)


def test_a_rule_without_message_still_speaks() -> None:
    """The validator's own English never reaches the author."""
    (result,) = judged("<x> a <C> .", ONE + '<shapes#P> sh:path <p> ; sh:minCount 1 ; sh:name "nom"@fr .')
    assert result.message.fr == "La règle « nom » n’est pas respectée (MinCount)."
    assert result.remedy.en == "Correct or add the value."


def test_a_shape_on_a_superclass_reaches_the_subclass() -> None:
    """The ontology is part of what is judged."""
    facts = "<D> rdfs:subClassOf <C> . <x> a <D> ."
    assert rules(judged(facts, ONE + "<shapes#P> sh:path <p> ; sh:minCount 1 .")) == ["shapes#P"]


@pytest.mark.parametrize(
    "value", ['"22"^^xsd:gYear', '"2025-13"^^xsd:gYearMonth', '"2025-02-11"^^xsd:dateTime']
)
def test_ill_formed_values_fail_their_datatype(value: str) -> None:
    """pySHACL alone lets these pass."""
    datatype = value.partition("^^")[2]
    (result,) = judged(
        f"<x> a <C> ; <p> {value} .", ONE + f"<shapes#P> sh:path <p> ; sh:datatype {datatype} ."
    )
    assert result.component.endswith("DatatypeConstraintComponent")


@pytest.mark.parametrize("value", ["01", "1.50", '"1"^^xsd:short'])
def test_values_come_back_as_written(value: str) -> None:
    """rdflib would have rewritten them."""
    facts = quads(f"<x> a <C> ; <p> {value} .")
    (result,) = validate(facts, quads(ONE + "<shapes#P> sh:path <p> ; sh:nodeKind sh:IRI ."), today=TODAY)
    assert result.value == facts[1].object


SPARQL = """<shapes#S> a sh:NodeShape ; sh:targetClass <C> ; sh:sparql <shapes#Q> .
<shapes#Q> sh:prefixes <shapes#N> ; sh:message "{?value} ({$this})\\nNon."@fr ; sh:select \"\"\"%s\"\"\" .
<shapes#N> sh:declare <shapes#N-e> .
<shapes#N-e> sh:prefix "e" ; sh:namespace "https://w3id.org/esslod/"^^xsd:anyURI ."""


def test_a_sparql_constraint_fills_its_message() -> None:
    """Variables of the row and the focus node are named in the message."""
    shapes = SPARQL % "SELECT $this ?value { $this e:p ?value . FILTER (?value > 1) }"
    (result,) = judged("<x> a <C> ; <p> 1 , 2 .", shapes)
    assert result.message.fr == f"2 ({BASE}x)"
    assert result.rule == BASE + "shapes#Q"


def test_no_clock_is_read() -> None:
    """NOW() is the day given; in a comment or a text it stays."""
    shapes = SPARQL % (
        "SELECT $this ?value { $this e:p ?value . # NOW()\\n"
        "FILTER (SUBSTR(STR(?value), 1, 10) > SUBSTR(STR(now( )), 1, 10) && 'NOW()' = 'NOW()') }"
    )
    facts = '<x> a <C> ; <p> "2025-06-01"^^xsd:date .'
    assert judged(facts, shapes, date(2025, 6, 1)) == []
    assert rules(judged(facts, shapes, date(2025, 5, 31))) == ["shapes#Q"]
    assert (
        on_day("?now NOW() # NOW()", "T") == '?now "T"^^<http://www.w3.org/2001/XMLSchema#dateTime> # NOW()'
    )


def test_prefixes_of_ours_follow_the_base() -> None:
    """Constraints judge a site under another domain alike."""
    other = "https://data.example.org/"
    shapes = SPARQL % "SELECT $this ?value { $this e:p ?value ; a <https://w3id.org/esslod/C> }"
    facts, rules_there = (
        list(parse(text.replace(f"@base <{BASE}", f"@base <{other}").encode(), RdfFormat.TURTLE))
        for text in (HEAD + "<x> a <C> ; <p> 1 .", HEAD + shapes)
    )
    (result,) = validate(facts, rules_there, today=TODAY, base=other)
    assert str(result.focus) == f"<{other}x>"


@pytest.mark.parametrize(
    ("shapes", "rule"),
    [
        (ONE + "<shapes#P> sh:path <p> ; sh:minCout 1 .", "shapes:unknown-term"),
        (ONE, "shapes:undescribed-shape"),
        (ONE + '<shapes#P> sh:path <p> ; sh:pattern "(" .', "shapes:bad-pattern"),
        (ONE + '<shapes#P> sh:path <p> ; sh:pattern "\\\\p{L}" .', "shapes:bad-pattern"),
        (SPARQL % "SELECT nonsense", "shapes:unusable-shape"),
        (SPARQL % "ASK { $this e:p 1 }", "shapes:unusable-shape"),
        (SPARQL % "SELECT $this { $this unknown:p 1 }", "shapes:unusable-shape"),
        (ONE + "<shapes#P> sh:path <p> ; sh:minCount 1 , 2 .", "shapes:unusable-shape"),
        (ONE + "<shapes#P> sh:path <p> ; sh:datatype <a> , <b> .", "shapes:unusable-shape"),
        (ONE + "<shapes#P> a sh:PropertyShape ; sh:minCount 1 .", "shapes:unusable-shape"),
        (ONE + "<shapes#P> sh:path <p> ; sh:node <shapes#One> .", ""),
        (ONE + '<shapes#P> sh:path <p> ; sh:minCount "many" .', "shapes:unusable-shape"),
        (ONE + "<shapes#P> sh:path [ sh:zeroOrMorePath 5 ] ; sh:minCount 1 .", "shapes:unusable-shape"),
    ],
)
def test_a_wrong_shape_is_a_fault_of_the_shapes(
    shapes: str, rule: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Never a traceback, never silence, and nothing on standard error."""
    with caplog.at_level(logging.DEBUG):
        results = judged("<x> a <C> ; <p> <x> , 1 .", shapes)
    assert rule in [*rules(results), ""]
    assert capfd.readouterr().err == ""
    assert rdflib.NORMALIZE_LITERALS


def test_a_wrong_shape_does_not_hide_the_others() -> None:
    """Each shape is tried alone when one of them stops the validator."""
    shapes = (
        ONE + "<shapes#P> sh:path <p> ; sh:minCount 1 . "
        "<shapes#Two> a sh:NodeShape ; sh:targetClass <C> ; sh:property <shapes#W> . "
        "<shapes#W> sh:path <p> ; sh:minCount 1 , 2 ."
    )
    assert rules(judged("<x> a <C> .", shapes)) == ["shapes:unusable-shape", "shapes#P"]


def test_a_misspelt_term_is_told_with_the_nearest() -> None:
    """sh:minCout: the rule would have been ignored without a word."""
    results = judged("<x> a <C> .", ONE + "<shapes#P> sh:path <p> ; sh:minCout 1 .")
    assert results[0].remedy.en == "Correct the spelling. Did you mean sh:minCount?"
    assert results[0].path == "<http://www.w3.org/ns/shacl#minCout>"


def test_paths_are_written_as_sparql_writes_them() -> None:
    """SHACL §2.3.1."""
    path = "( <a> [ sh:inversePath <b> ] [ sh:alternativePath ( <c> [ sh:oneOrMorePath <d> ] ) ] )"
    written = quads(f"<P> sh:path {path} .")
    shapes, shape = Shapes(written), NamedNode(BASE + "P")
    assert shapes.path(shape) == f"<{BASE}a>/^<{BASE}b>/(<{BASE}c>|<{BASE}d>+)"


@pytest.mark.parametrize(
    ("query", "alike"),
    [
        ("SELECT $this ?value WHERE { $this <p> ?value . FILTER NOT EXISTS { ?x <q> $this } }", True),
        ("SELECT $this { ?this <p> ?v . FILTER (?v > 1 && EXISTS { ?v <q> 2 }) }", True),
        ("SELECT $this { { $this <p> ?v } UNION { $this <q> ?v } }", False),
        ("SELECT $this { $this <p> ?v OPTIONAL { ?v <q> ?w } }", False),
        ("SELECT $this { ?v <p> $this }", False),
        ("SELECT $this { BIND (STR($this) AS ?v) $this <p> ?v }", False),
        ("SELECT $this { $this <p> ?v } GROUP BY $this HAVING (COUNT(*) > 1)", False),
        ("SELECT $this { $this <p> ?v } LIMIT 1", False),
        ("SELECT $this { $this <p> 'LIMIT { }' } # GROUP {", True),
    ],
)
def test_a_query_is_asked_once_for_all_only_when_that_is_sound(query: str, alike: bool) -> None:
    """When $this is bound from the beginning and rows stand alone."""
    assert asks_alike_for_all(query) is alike


@given(st.text(max_size=40))
def test_no_query_text_makes_the_reading_raise(text: str) -> None:
    """Whatever an author writes in sh:select."""
    on_day(text, "T")
    asks_alike_for_all(text)


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:minCount 1", "sh:maxCount 1", "sh:datatype xsd:string", "sh:nodeKind sh:IRI", "sh:class <C>",
        "sh:minExclusive 1", "sh:maxInclusive 1", "sh:minLength 2", "sh:pattern '^a'", "sh:languageIn ('fr')",
        "sh:uniqueLang true", "sh:equals <q>", "sh:disjoint <q>", "sh:lessThan <q>", "sh:in (1 'aa')",
        "sh:hasValue 1", "sh:node <N>", "sh:not <N>", "sh:or (<N> [sh:nodeKind sh:IRI])",
        "sh:and (<N> [sh:nodeKind sh:IRI])", "sh:xone (<N> [sh:nodeKind sh:IRI])",
        "sh:property [sh:path <p> ; sh:maxCount 0]", "sh:property [sh:path <q> ; sh:minCount 1]",
        "sh:qualifiedValueShape <N> ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "path", ["<p>", "[sh:inversePath <p>]", "(<p> <p>)", "[sh:alternativePath (<p> <q>)]"]
)
def test_quickly_is_as_pyshacl_by_itself(constraint: str, path: str) -> None:
    """Of nodes with no value, one, several, each other, it says what pySHACL says of each."""
    facts = quads("""
        <none> a <C> . <one> a <C> ; <p> 1 . <two> a <C> ; <p> 1, 2 ; <q> 2 .
        <text> a <C> ; <p> 'b', 'aa' . <tongues> a <C> ; <p> 'a'@fr, 'aa'@fr, 'b'@en ; <q> 'a'@fr .
        <out> a <C> ; <p> <one>, <two>, <none>, <other> ; <q> <one> . <other> <p> <one> .
        <loop> a <C> ; <p> <loop> .""")
    needs_q = "<N> a sh:NodeShape ; sh:property [sh:path <q> ; sh:minCount 1] ."
    shapes = quads(f"{ONE} <shapes#P> sh:path {path} ; {constraint} . {needs_q}")
    told, plain = (
        {(r.rule, r.component, r.path, r.focus, r.value) for r in results}
        for results in (validate(facts, shapes, today=TODAY), validate_plainly(facts, shapes))
    )
    assert told == plain
