"""A report as text, JSON, SARIF and Turtle."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from esslod.addresses import CANONICAL_BASE
from esslod.namespaces import SH
from esslod.validation.render import json_text, sarif, text, turtle
from esslod.validation.report import Fault, Place, Report, Text

MISSING = Fault(
    Place("data/a é.ttl", 12),
    "violation",
    CANONICAL_BASE + "shapes#Name",
    Text("nom", "name"),
    Text("Il manque un nom.", "A name is missing."),
    Text("Ajoutez rdfs:label.", "Add rdfs:label."),
    focus=f"<{CANONICAL_BASE}id/a>",
    path="<http://www.w3.org/2000/01/rdf-schema#label>",
    value=f'"1.50"^^<{CANONICAL_BASE}def#Size>',
    component=SH.MinCountConstraintComponent.value,
)
BROKEN = Fault(
    Place("data/b.ttl", 3, 7),
    "warning",
    "syntax:turtle",
    Text("syntaxe", "syntax"),
    Text('Le « " » manque.', 'The “"” is missing.'),
    Text("Fermez.", "Close."),
    value='<a> "x\x1b[31m',
    component="syntax:turtle",
)
NOTE = Fault(
    Place(""), "info", "gate:elsewhere", Text("a", "b"), Text("Ailleurs.", "Elsewhere."), Text("", "")
)
REPORT = Report((MISSING, BROKEN, NOTE), ("data/a é.ttl", "data/b.ttl"))


def test_text_says_place_message_value_rule_and_remedy() -> None:
    """One block a fault, addresses as the files write them, and a last line that counts."""
    assert (
        text(REPORT, "fr")
        == """\
data/a é.ttl:12: violation: Il manque un nom.
    sujet : <id/a>  rdfs:label
    valeur : "1.50"^^ess:Size
    règle : nom (<shapes#Name>)
    remède : Ajoutez rdfs:label.

data/b.ttl:3:7: avertissement: Le « " » manque.
    valeur : <a> "x\ufffd[31m
    règle : syntaxe (syntax:turtle)
    remède : Fermez.

information: Ailleurs.
    règle : a (gate:elsewhere)

2 fichiers vérifiés : 1 violation, 1 avertissement, 1 information.
"""
    )


def test_text_speaks_english() -> None:
    """Everything but the data is in the language asked for."""
    assert text(REPORT, "en").startswith("data/a é.ttl:12: violation: A name is missing.\n    about: <id/a>")
    assert text(Report((), ("x",)), "en") == "1 file checked: 0 violations, 0 warnings, 0 infos.\n"


def test_text_paints_only_when_asked() -> None:
    """No escape reaches a pipe, and none of a file's ever reaches a terminal."""
    assert "\x1b" not in text(REPORT, "fr")
    assert "\x1b[31mviolation\x1b[0m" in text(REPORT, "fr", color=True)
    assert "x\x1b" not in text(REPORT, "fr", color=True)


def test_json_holds_everything_in_both_languages() -> None:
    """The schema is named, and stable."""
    said = json.loads(json_text(REPORT))
    assert {key: said[key] for key in ("format", "conforms", "counts", "checked")} == {
        "format": "esslod-report/1",
        "conforms": False,
        "counts": {"violation": 1, "warning": 1, "info": 1},
        "checked": ["data/a é.ttl", "data/b.ttl"],
    }
    assert said["faults"][0] == {
        "file": "data/a é.ttl",
        "line": 12,
        "column": 0,
        "severity": "violation",
        "rule": CANONICAL_BASE + "shapes#Name",
        "ruleName": {"fr": "nom", "en": "name"},
        "message": {"fr": "Il manque un nom.", "en": "A name is missing."},
        "remedy": {"fr": "Ajoutez rdfs:label.", "en": "Add rdfs:label."},
        "focus": MISSING.focus,
        "path": MISSING.path,
        "value": MISSING.value,
        "component": MISSING.component,
    }


def test_sarif_is_as_the_standard_wants_it() -> None:
    """SARIF 2.1.0: required properties, known levels, valid indexes, lines from 1, URIs."""
    log = json.loads(sarif(REPORT))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"] and rule["defaultConfiguration"]["level"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
    first, second, third = run["results"]
    location = first["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "data/a%20%C3%A9.ttl"}, "region": {"startLine": 12}}
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 7}
    assert "locations" not in third
    help_text = next(rule["help"]["text"] for rule in rules if rule["id"] == MISSING.rule)
    assert MISSING.remedy.fr in help_text
    assert MISSING.remedy.en in help_text


def test_turtle_is_a_shacl_report() -> None:
    """Each result has exactly one focus node, severity and component; places are W3C pointers."""
    triples = [quad.triple for quad in parse(turtle(REPORT).encode(), RdfFormat.TURTLE)]
    results = [t.object for t in triples if t.predicate == SH.result]
    assert len(results) == 3
    for predicate in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
        assert sorted(str(t.subject) for t in triples if t.predicate == predicate) == sorted(
            map(str, results)
        )
    assert Literal(False) in [t.object for t in triples if t.predicate == SH.conforms]
    assert NamedNode(CANONICAL_BASE + "id/a") in [t.object for t in triples if t.predicate == SH.focusNode]
    lines = NamedNode("http://www.w3.org/2009/pointers#lineNumber")
    assert {t.object.value for t in triples if t.predicate == lines and isinstance(t.object, Literal)} == {
        "12",
        "3",
    }
    assert Literal("Il manque un nom.\nAjoutez rdfs:label.", language="fr") in [t.object for t in triples]


def test_turtle_of_nothing_conforms() -> None:
    """No result, no fault."""
    triples = [quad.triple for quad in parse(turtle(Report()).encode(), RdfFormat.TURTLE)]
    assert len(triples) == 2
    assert Literal(True) in [triple.object for triple in triples]


@given(st.text(), st.text())
def test_any_text_can_be_written(said: str, file: str) -> None:
    """Messages and file names of any characters give valid Turtle, JSON and SARIF."""
    fault = Fault(
        Place(file, 1), "info", "syntax:x", Text(said, said), Text(said, said), Text(said, said), value=said
    )
    report = Report((fault,), (file,))
    list(parse(turtle(report).encode(), RdfFormat.TURTLE))
    json.loads(json_text(report))
    json.loads(sarif(report))
    text(report, "fr").encode()
