"""Nothing is said in one language only: vocabulary, rules, questions, sentences of the code, documents.

Beside this: words of pages (representation/test_words.py), what profiles explain
(data/test_clermont.py), and pages as they are served (browser/test_pages.py).
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from esslod.web import problem_types

ROOT = Path(__file__).parent.parent
BOTH = ["en", "fr"]
GRAPHS = sorted([*(ROOT / "ontology").rglob("*.ttl"), *(ROOT / "shapes").glob("*.ttl")])
QUERIES = sorted((ROOT / "queries").glob("*.rq"))
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TABLES = [file for file in sorted((ROOT / "src").rglob("*.toml")) if file.parent.name != "words"]
#: Lists of such tables that are no sentences.
NAMES = {"columns"}
_TAG = re.compile(r"@(fr|en)\b")


@pytest.mark.parametrize("file", GRAPHS, ids=lambda file: file.stem)
def test_vocabulary_codes_and_rules(file: Path) -> None:
    """What French says of a term, a code or a rule (name, hint, message), English says, and back."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for triple in parse(file.read_bytes(), RdfFormat.TURTLE, base_iri="https://w3id.org/esslod/"):
        if isinstance(triple.object, Literal) and triple.object.language:
            said[str(triple.subject), triple.predicate.value].append(triple.object.language)
    assert said
    alone = {key: languages for key, languages in said.items() if set(languages) != set(BOTH)}
    assert alone == {}


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_questions(file: Path) -> None:
    """What a question's header says in a language it says in the other, in the same line or in its own."""
    header = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    keyed = [found[1] for line in header if (found := re.match(r"# (\w+)@(?:fr|en):", line))]
    assert {"title", "description"} <= set(keyed)
    assert all(keyed.count(key) == 2 for key in keyed), keyed
    for line in header:
        if not re.match(r"# \w+@(fr|en):", line) and _TAG.search(line):
            assert sorted(_TAG.findall(line)) == BOTH, line


def test_sentences_in_code() -> None:
    """A table or a call that gives a French sentence gives the English one beside it."""
    pairs = 0
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = _languages(node)
            pairs += len(names) == 2
            assert len(names) != 1, f"{file.name}:{getattr(node, 'lineno', '?')} {names}"
    assert pairs > 20


def _languages(node: ast.AST) -> set[str]:
    """``fr`` and ``en`` among the keys of a dictionary or the keywords of a call."""
    if isinstance(node, ast.Dict):
        return {key.value for key in node.keys if isinstance(key, ast.Constant)} & {"fr", "en"}
    if isinstance(node, ast.Call):
        return {str(keyword.arg) for keyword in node.keywords} & {"fr", "en"}
    return set()


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.stem)
def test_sentences_in_tables(file: Path) -> None:
    """The same for tables of sentences that are files: ``.fr`` and ``.en``, or two texts in a row."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    assert list(_alone(table)) == []


def _alone(value: Any, place: str = "") -> Iterator[str]:
    """Where one language is missing."""
    if place.rpartition(".")[2] in NAMES:
        return
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        if len(value) != 2 or not all(value):
            yield place
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _alone(each, f"{place}[{number}]")
    elif isinstance(value, dict):
        if len({"fr", "en"} & set(value)) == 1:
            yield place
        for key, each in value.items():
            yield from _alone(each, f"{place}.{key}")


def test_problems() -> None:
    """Each kind of problem has its title in both languages, and its remedy in both or in none."""
    kinds = [each for each in _values(problem_types) if is_dataclass(each) and not isinstance(each, type)]
    assert len(kinds) > 10
    for kind in kinds:
        for name in (field.name for field in fields(kind)):
            other = {"fr": "en", "remedy_fr": "remedy_en"}.get(name)
            if other:
                assert bool(getattr(kind, name)) == bool(getattr(kind, other)), kind


def _values(module: object) -> Iterator[object]:
    for value in vars(module).values():
        yield value
        yield from value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()


def test_documents() -> None:
    """An English document stands beside a French one with as many headings and blocks of code."""
    english = sorted((ROOT / "docs" / "en").glob("*.md"))
    assert english
    for file in english:
        (french,) = [
            other
            for other in (ROOT / "docs").rglob(file.name)
            if other.parent.name not in ("en", "decisions")
        ]
        for what in (r"^#+ ", r"^```\w"):
            counts = [
                len(re.findall(what, each.read_text(encoding="utf-8"), re.M)) for each in (french, file)
            ]
            assert counts[0] == counts[1], (file.name, what)
