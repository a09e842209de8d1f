"""The index of addresses: a sorted file searched in place says what a set in memory would."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from esslod.web import spelling
from esslod.web.subjects import Lines, Listed, Subjects

BASE = "https://example.org/"
PATHS = ["def", "def#A", "def#B", "defg", "id/a", "id/a#p", "id/a/b", "id/a-b", "id/ab", "id/é", "id/x/y/z#q"]

paths = st.text(alphabet="ab-/é", min_size=1, max_size=5)
iris = st.sets(
    st.builds(lambda path, part: BASE + path + part, paths, st.sampled_from(["", "#p", "#q"])), max_size=12
)


def file_of(folder: Path, found: set[str]) -> Path:
    """An N-Triples file that says two things of each."""
    lines = {f'<{iri}> <urn:{number}> "v" .\n' for iri in found for number in range(2)}
    file = folder / "all.nt"
    file.write_bytes(b"".join(sorted(line.encode() for line in lines)) + b"_:b <urn:1> <urn:2> .\n")
    return file


@given(found=iris, path=paths)
def test_file_and_memory_agree(tmp_path_factory, found: set[str], path: str) -> None:
    """Parts, presence and names are the same however the index is held, and are what they should be."""
    lines = Subjects([Lines(file_of(tmp_path_factory.mktemp("nt"), found))])
    listed = Subjects([Listed(found)])
    iri = BASE + path
    documents = {each.partition("#")[0] for each in found}
    assert lines.parts(iri) == listed.parts(iri) == tuple(sorted(x for x in found if x.startswith(iri + "#")))
    assert lines.has(iri) == listed.has(iri) == (iri in documents)
    assert lines.begins(iri) == listed.begins(iri) == any(each.startswith(iri) for each in found)
    folder = iri.rstrip("/") + "/"
    beneath = {x.removeprefix(folder).partition("/")[0] for x in documents if x.startswith(folder)}
    assert lines.names(folder) == listed.names(folder) == tuple(sorted(beneath - {""}))


def test_several_sources_are_one(tmp_path: Path) -> None:
    """What stands in one file or in another is there, each once."""
    one = Lines(file_of(tmp_path, {BASE + path for path in PATHS[:5]}))
    subjects = Subjects([one, Listed(BASE + path for path in PATHS[3:])])
    assert subjects.parts(BASE + "def") == (BASE + "def#A", BASE + "def#B")
    assert subjects.names(BASE + "id/") == ("a", "a-b", "ab", "x", "é")
    assert not subjects.has(BASE + "id")
    assert not Subjects([]).has(BASE)


def test_one_spelling_needs_one_candidate() -> None:
    """Case, slashes and accents are set right; where two names fit, none is chosen."""
    subjects = Subjects([Listed(BASE + path for path in [*PATHS, "id/Twin", "id/twin"])])
    assert spelling.one_spelling(subjects, BASE, "ID//A/") == "id/a"
    assert spelling.one_spelling(subjects, BASE, "id/E\u0301") == "id/é"
    assert spelling.one_spelling(subjects, BASE, "id/TWIN") is None
    assert spelling.one_spelling(subjects, BASE, "id/twin") == "id/twin"
    assert spelling.one_spelling(subjects, BASE, "id/x/y") is None
    assert spelling.one_spelling(subjects, BASE, "/") is None


def test_near_addresses_exist() -> None:
    """Only addresses there are get proposed; a level left out is put back."""
    subjects = Subjects(
        [Listed(BASE + path for path in ["id/place/town/63113", "id/place/town/63114", "def"])]
    )
    assert spelling.near(subjects, BASE, "id/place/town/63115") == (
        BASE + "id/place/town/63114",
        BASE + "id/place/town/63113",
    )
    assert spelling.near(subjects, BASE, "id/place/63113") == (BASE + "id/place/town/63113",)
    assert spelling.near(subjects, BASE, "id/plac/town/63113") == (BASE + "id/place/town/63113",)
    assert spelling.near(subjects, BASE, "id/place/town") == ()
    assert spelling.near(subjects, BASE, "") == ()
