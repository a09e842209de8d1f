"""The corpus of validation cases, run as its README says; adding a case needs no code here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib.plugins.sparql import processor

from esslod.addresses import CANONICAL_BASE
from esslod.namespaces import SH
from esslod.validation import sparql
from esslod.validation.report import Severity
from esslod.validation.result import Result
from esslod.validation.shacl import validate, validate_plainly
from esslod.validation.shacl_terms import SHACL_TERMS
from esslod.validation.shapes import Shapes

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests/corpus/validation"
TODAY = date(2026, 1, 1)
SHAPES_OF = {
    "minimal": ("shared", "profiles", "reference", "withdrawn"),
    "vocabulary": ("shared", "vocabulary"),
    "catalogue": ("catalogue",),
}
LEVELS: dict[Severity, str] = {"violation": "Violation", "warning": "Warning", "info": "Info"}
CASES = sorted(path.parent.name for path in CORPUS.glob("*/fail.ru"))
RULES_PREFIX = CANONICAL_BASE + "shapes#"
# rdflib finds a number smaller than a text; SPARQL 1.1 §17.3 says it is an error, and so does Oxigraph.
UNFAIR = {"lower-bound", "upper-bound", "observation-value-is-number"}
SUBJECTS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


@cache
def turtle(*names: str) -> tuple[Quad, ...]:
    """The statements of files; labels of blank nodes are drawn anew for each file."""
    files = (parse((ROOT / name).read_bytes(), RdfFormat.TURTLE, base_iri=CANONICAL_BASE) for name in names)
    return tuple(quad for file in files for quad in file)


@cache
def shapes_of(base: str) -> tuple[Quad, ...]:
    return turtle(*(f"shapes/{name}.ttl" for name in SHAPES_OF[base]))


@cache
def facts_of(base: str) -> tuple[Quad, ...]:
    files = [f"tests/corpus/validation/_base/{base}.ttl"]
    if base != "catalogue":
        files += [
            "ontology/esslod.ttl",
            *sorted(f"ontology/codes/{p.name}" for p in (ROOT / "ontology/codes").glob("*.ttl")),
        ]
    return turtle(*files)


def changed(update: Path) -> tuple[str, list[Quad]]:
    """The base that *update* names and the graph after it."""
    words = update.read_text(encoding="utf-8")
    base = words.splitlines()[0].removeprefix("# base:").strip()
    store = Store()
    store.bulk_extend(facts_of(base))
    store.update(words, base_iri=CANONICAL_BASE)
    return base, list(store)


def announced(results: Iterable[Result]) -> list[str]:
    """Results as the lines of ``fail.expected``."""
    return sorted(
        "\t".join(
            (
                LEVELS[result.severity],
                result.rule.removeprefix(RULES_PREFIX),
                result.focus.value if isinstance(result.focus, NamedNode) else "_:",
                result.message.fr,
            )
        )
        for result in results
    )


def expected(case: str) -> list[str]:
    return sorted((CORPUS / case / "fail.expected").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("case", CASES)
def test_a_failing_case_yields_exactly_what_it_announces(case: str) -> None:
    """Each fault gives its own results and no other."""
    base, facts = changed(CORPUS / case / "fail.ru")
    assert set(facts) != set(facts_of(base)), "the update changes nothing"
    assert announced(validate(facts, shapes_of(base), today=TODAY)) == expected(case)


@pytest.mark.parametrize("case", CASES)
def test_a_passing_case_yields_nothing(case: str) -> None:
    """What is right is not reported."""
    base, facts = changed(CORPUS / case / "pass.ru")
    assert announced(validate(facts, shapes_of(base), today=TODAY)) == []


@pytest.mark.parametrize("base", sorted(SHAPES_OF))
def test_the_bases_conform(base: str) -> None:
    """What the cases start from is right."""
    assert announced(validate(facts_of(base), shapes_of(base), today=TODAY)) == []


@pytest.fixture
def parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib parses a query again for each focus node; here each text is parsed once."""

    @cache
    def translated(words: str) -> Any:
        return translate(parse_text(words), None, {})

    parse_text, translate = processor.parseQuery, processor.translateQuery
    monkeypatch.setattr(processor, "parseQuery", lambda words: words)
    monkeypatch.setattr(processor, "translateQuery", lambda words, base, names: translated(words))


# rdflib's REPLACE gives re.sub its count by position, which Python deprecates from 3.13 on.
@pytest.mark.filterwarnings("ignore:'count' is passed as positional argument:DeprecationWarning")
@pytest.mark.parametrize("part", range(3))
def test_oxigraph_and_pyshacl_agree(part: int, parsed_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """SPARQL constraints on Oxigraph, asked node by node or once for all, say what pySHACL says.

    Many faults are put into one graph: what counts is that all ways find the same ones.
    """
    store = Store()
    store.bulk_extend(facts_of("minimal"))
    for case in [case for case in CASES if case not in UNFAIR][part::3]:
        words = (CORPUS / case / "fail.ru").read_text(encoding="utf-8")
        if words.startswith("# base: minimal"):
            store.update(words, base_iri=CANONICAL_BASE)
    facts, shapes = list(store), shapes_of("minimal")
    # pySHACL knows no other day than today.
    today = date.today()
    plain = told(validate_plainly(facts, shapes))
    for many in (1, 10**9):
        monkeypatch.setattr(sparql, "MANY", many)
        assert told(validate(facts, shapes, today=today)) == plain
    assert len(plain) > 20


def told(results: Iterable[Result]) -> set[tuple[str, ...]]:
    """What two validators must agree on: all but the wording."""
    return {(r.severity, r.rule, r.component, r.path, str(r.focus), str(r.value)) for r in results}


def rules() -> set[str]:
    """Every rule that can be in a report: see the README of the corpus, "What must be covered"."""
    shapes = Shapes([quad for base in SHAPES_OF for quad in shapes_of(base)])
    found: set[str] = set()
    for shape in {shape for target in SUBJECTS for shape in shapes.subjects(target)}:
        parts = [*shapes.objects(shape, SH.property), *shapes.objects(shape, SH.sparql)]
        if shapes.messages(shape):
            parts.append(shape)
        found |= {part.value.removeprefix(RULES_PREFIX) for part in parts if isinstance(part, NamedNode)}
    return found


def test_every_rule_has_a_case_that_fails() -> None:
    """A rule that no case breaks might never work."""
    broken = {line.split("\t")[1] for case in CASES for line in expected(case)}
    assert rules() - broken == set()


def test_every_case_has_both_sides() -> None:
    """A folder holds a change that passes, one that fails, and what the latter announces."""
    folders = [folder for folder in CORPUS.iterdir() if folder.is_dir() and folder.name != "_base"]
    names = {"pass.ru", "fail.ru", "fail.expected"}
    assert {folder.name: names - {file.name for file in folder.iterdir()} for folder in folders} == {
        folder.name: set() for folder in folders
    }


def test_the_known_shacl_terms_are_those_of_the_vocabulary() -> None:
    """The list we detect misspelt terms with is the list the shapes' authors have."""
    assert set((CORPUS / "sh-terms.txt").read_text(encoding="utf-8").split()) == SHACL_TERMS


def test_every_message_is_two_lines_in_two_languages() -> None:
    """What is wrong, then what to do; in French and in English."""
    shapes = Shapes([quad for base in SHAPES_OF for quad in shapes_of(base)])
    for shape in shapes.subjects(SH.message):
        texts = shapes.messages(shape)
        assert texts is not None
        assert [len(said.split("\n")) for said in (texts.fr, texts.en)] == [2, 2]
        assert texts.fr != texts.en
