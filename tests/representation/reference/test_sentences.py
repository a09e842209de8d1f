"""Every constraint that SHACL Core knows is told in words, in both languages."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from tests.readers import Reader

from esslod.addresses import CANONICAL_BASE, Addresses
from esslod.fields import Fields
from esslod.namespaces import SH, prefixes
from esslod.representation.reference.known import Reference
from esslod.representation.reference.sentences import Sentences
from esslod.representation.reference.shapes import CONSTRAINTS
from esslod.representation.reference.spoken import Sentence

HEAD = """
@base <https://w3id.org/esslod/> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<def#Beast> rdfs:label "bête"@fr , "beast"@en . <def#born> rdfs:label "né le"@fr , "born on"@en .
<code/colour> skos:prefLabel "Couleur"@fr , "Colour"@en .
<shapes#Short> a sh:NodeShape ; rdfs:label "Un mot"@fr , "A word"@en ; sh:maxLength 3 .
<shapes#Coloured> a sh:NodeShape ; sh:property [ sh:path skos:inScheme ; sh:hasValue <code/colour> ] .
<shapes#X> sh:path <def#x> ; """
SAID = [
    ("sh:minCount 1 ; sh:maxCount 1", "Exactement une valeur.", "Exactly one value."),
    ("sh:minCount 2 ; sh:maxCount 2", "Exactement 2 valeurs.", "Exactly 2 values."),
    ("sh:minCount 1", "Au moins une valeur.", "At least one value."),
    ("sh:minCount 2", "Au moins 2 valeurs.", "At least 2 values."),
    ("sh:maxCount 1", "Une valeur au plus.", "At most one value."),
    ("sh:minCount 0 ; sh:maxCount 4", "4 valeurs au plus.", "At most 4 values."),
    ("sh:minCount 1 ; sh:maxCount 4", "De 1 à 4 valeurs.", "From 1 to 4 values."),
    ("sh:maxCount 0", "Aucune valeur.", "No value."),
    ("sh:minCount 0", "Autant de valeurs qu’on veut.", "Any number of values."),
    ("sh:datatype xsd:date", "Chaque valeur est du type date.", "Each value is of type date."),
    ("sh:class <def#Beast>", "…de la classe « bête ».", "…of the class “beast”."),
    ("sh:nodeKind sh:IRI", "…une adresse (IRI).", "…an address (IRI)."),
    ("sh:nodeKind sh:Literal", "…pas une adresse.", "…not an address."),
    ("sh:in ( 1 2 )", "…l’une de celles-ci : 1, 2.", "…one of these: 1, 2."),
    ("sh:hasValue 7", "L’une des valeurs est « 7 ».", "One of the values is “7”."),
    ('sh:pattern "^a$"', "…la forme ^a$ (expression régulière).", "…the form ^a$ (regular expression)."),
    ('sh:pattern "a" ; sh:flags "i"', "…majuscules et minuscules confondues).", "…lower case alike)."),
    ('sh:languageIn ( "fr" "en" )', "…ces langues : fr, en.", "…these languages: fr, en."),
    ("sh:uniqueLang true", "Une valeur au plus par langue.", "At most one value a language."),
    ("sh:minInclusive 1", "Chaque valeur vaut au moins 1.", "Each value is at least 1."),
    ("sh:minExclusive 1", "…plus grande que 1.", "…greater than 1."),
    ("sh:maxInclusive 1", "Chaque valeur vaut au plus 1.", "Each value is at most 1."),
    ("sh:maxExclusive 1500", "…plus petite que 1\u202f500.", "…less than 1,500."),
    ("sh:minLength 2", "…au moins 2 caractères.", "…at least 2 characters."),
    ("sh:maxLength 2", "…au plus 2 caractères.", "…at most 2 characters."),
    ("sh:equals <def#born>", "…celles de « né le ».", "…those of “born on”."),
    ("sh:disjoint <def#born>", "…une valeur de « né le ».", "…a value of “born on”."),
    ("sh:lessThan <def#born>", "…celles de « né le ».", "…those of “born on”."),
    ("sh:lessThanOrEquals <def#born>", "…celles de « né le ».", "…those of “born on”."),
    ("sh:node <shapes#Short>", "…« Un mot ». [Chaque valeur compte au plus 3 caractères.]",
     "…“A word”. [Each value has at most 3 characters.]"),
    ("sh:node <shapes#Coloured>", "…un code de la liste « Couleur ».", "…a code of the list “Colour”."),
    ("sh:not <shapes#Short>", "Aucune valeur ne respecte la règle « Un mot ». […]",
     "No value obeys the rule “A word”. […]"),
    ("sh:or ( <shapes#Short> [ sh:hasValue 7 ] )",
     "…l’une au moins de ces règles : [Un mot [Chaque valeur compte au plus 3 caractères.] "
     "sans nom, qui suit [L’une des valeurs est « 7 ».]]",
     "…at least one of these rules: [A word [Each value has at most 3 characters.] "
     "unnamed, below [One of the values is “7”.]]"),
    ("sh:and ( <shapes#Short> )", "…toutes ces règles : […]", "…all of these rules: […]"),
    ("sh:xone ( <shapes#Short> )", "…une seule de ces règles : […]", "…exactly one of these rules: […]"),
    ("sh:qualifiedValueShape <shapes#Short> ; sh:qualifiedMinCount 1",
     "Au moins une valeur respecte la règle « Un mot ». […]",
     "At least one value obeys the rule “A word”. […]"),
    ("sh:closed true ; sh:property [ sh:path <def#born> ]",
     "…que celles-ci : né le.", "…than these: born on."),
]  # fmt: skip


def told(turtle: str, language: str) -> list[Sentence]:
    store = Store()
    store.extend(parse(HEAD + turtle + " .", RdfFormat.TURTLE, base_iri=CANONICAL_BASE))
    reader = Reader(store)
    reference = Reference(reader, Addresses(), prefixes(CANONICAL_BASE), Fields(reader))
    sentences = Sentences(reference.shapes, reference.show(language), language)
    return list(sentences.of(NamedNode(CANONICAL_BASE + "shapes#X")))


def spelled(sentence: Sentence) -> str:
    under = " ".join(map(spelled, sentence.under))
    return f"{sentence.text} [{under}]" if under else sentence.text


def agrees(said: str, wanted: str) -> bool:
    """``…`` stands for anything, at either end."""
    said = said.replace("\u00a0", " ")
    start, _, end = wanted.partition("[…]") if "[…]" in wanted else (wanted, "", "")
    if end == "" and "[…]" in wanted:
        return start.removeprefix("…").strip() in said and said.endswith("]")
    return said.endswith(wanted.removeprefix("…")) and (wanted.startswith("…") or said == wanted)


@pytest.mark.parametrize(("turtle", "french", "english"), SAID, ids=[row[0] for row in SAID])
def test_a_constraint_in_words(turtle: str, french: str, english: str) -> None:
    """A parameter, alone on a shape, gives one sentence; what a shape inside asks for stands under it."""
    for language, wanted in (("fr", french), ("en", english)):
        said = [spelled(sentence) for sentence in told(turtle, language)]
        assert len(said) == 1 and agrees(said[0], wanted), said


def test_no_constraint_is_forgotten() -> None:
    """Each parameter of SHACL Core stands in the table above; a SPARQL constraint has its own message."""
    rows = " ".join(turtle for turtle, _, _ in SAID)
    names = {parameter.value.removeprefix(SH.iri) for parameter in CONSTRAINTS}
    assert {name for name in names if f"sh:{name} " not in rows} == {"sparql"}


def test_a_shape_that_holds_itself_ends() -> None:
    """A rule that asks for itself is told a few levels deep, not for ever."""
    said = told("sh:node <shapes#X>", "fr")
    assert len(said) == 1 and spelled(said[0]).count("règle") < 10


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("[ sh:inversePath <def#born> ]", "ce qui mène ici par né le"),
        ("[ sh:alternativePath ( <def#born> <def#x> ) ]", "né le ou ess:x"),
        ("( <def#born> <def#x> )", "né le puis ess:x"),
        ("[ sh:zeroOrMorePath <def#born> ]", "né le, répété autant qu’on veut"),
    ],
)
def test_a_path_in_words(path: str, words: str) -> None:
    """What a rule is about is read aloud, whatever the path."""
    said = told(f"sh:node [ sh:property [ sh:path {path} ; sh:minCount 1 ] ]", "fr")
    assert f"Pour {words} :" in spelled(said[0]).replace("\u00a0", " ")
