"""The two languages of the site's own words are complete, and every word is used."""

from __future__ import annotations

import re
from pathlib import Path

import esslod.representation
from esslod.rdf.borrowed import BORROWED
from esslod.representation.words import LANGUAGES, word, words, words_by_file

SOURCE = Path(esslod.representation.__file__).parent.parent
TEMPLATES = sorted((SOURCE / "representation/templates").glob("*.html"))


def test_both_languages() -> None:
    """Each word exists in both, with the same blanks to fill."""
    said = [entry for texts in words_by_file().values() for entry in texts.items()]
    assert len({name for name, _ in said}) == len(said), "a name stands in two files"
    for name, texts in said:
        assert len(texts) == len(LANGUAGES) and all(texts), name
        blanks = [sorted(re.findall(r"{(\w+)}", text)) for text in texts]
        assert blanks[0] == blanks[1], name
    assert all(french and english for french, english in BORROWED.values())


def test_templates_ask_for_words_that_exist() -> None:
    """Every word a template asks for is there."""
    asked = {name for file in TEMPLATES for name in re.findall(r"\bt\('([\w-]+)'", file.read_text())}
    assert asked <= set(words())


def test_every_word_is_used() -> None:
    """A word nobody asks for is a leftover."""
    texts = [file.read_text() for file in (*TEMPLATES, *SOURCE.rglob("*.py"))]
    unused = [
        name for name in words() if not any(f"'{name}'" in text or f'"{name}"' in text for text in texts)
    ]
    assert unused == []


def test_templates_have_no_words_of_their_own() -> None:
    """Text between tags comes from the words or from the data."""
    for file in TEMPLATES:
        bare = re.sub(
            r"{%.*?%}|{{.*?}}|{#.*?#}|SPARQL|Turtle|<[^>]*>|[\w-]+=\"[^\"]*\"",
            "",
            file.read_text(),
            flags=re.S,
        )
        assert not re.search(r"[a-zA-Zà-ÿ]{3,}", bare), file.name


def test_filling() -> None:
    """Blanks are filled by name, ``name`` itself included."""
    assert word("release-of", "en", name="ab", date="today") == "release ab of today"
