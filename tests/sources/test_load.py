"""From a folder to statements, origins and faults."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from esslod.addresses import CANONICAL_BASE, Addresses
from esslod.sources.load import Sources, load
from esslod.validation.report import Place

ADDRESSES = Addresses()
EDITION = "data/territories/epci-246300701/2025-02-11.ttl"
EDITION_IRI = CANONICAL_BASE + "id/profile/epci-246300701/2025-02-11"
HEAD = f"@base <{CANONICAL_BASE}> .\n"
GOOD = HEAD + "<id/profile/epci-246300701/2025-02-11> <def#p> 1 .\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of one edition, one vocabulary and one shapes file."""
    write(tmp_path, EDITION, GOOD)
    write(tmp_path, "ontology/esslod.ttl", HEAD + "<def> <def#p> 1 .\n")
    write(tmp_path, "shapes/rules.ttl", HEAD + "<shapes#A> <def#list> ( 1 2 ) .\n")
    return tmp_path


def write(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def said(sources: Sources) -> list[tuple[str, int, str]]:
    return [(f.place.file, f.place.line, f.rule.removeprefix("syntax:")) for f in sources.faults]


def test_a_file_is_a_graph_named_by_its_place(site: Path) -> None:
    """The graph of an edition is the edition itself."""
    sources = load(site, ADDRESSES)
    assert said(sources) == []
    assert {s.file: s.graph.removeprefix(CANONICAL_BASE) for s in sources.files} == {
        EDITION: "id/profile/epci-246300701/2025-02-11",
        "ontology/esslod.ttl": "def",
        "shapes/rules.ttl": "shapes/rules",
    }
    assert {quad.graph_name for quad in sources.files[0].quads} == {NamedNode(EDITION_IRI)}
    assert sources.origins.of(NamedNode(EDITION_IRI)) == Place(EDITION, 2)


def test_origins_go_from_the_statement_to_the_subject(site: Path) -> None:
    """The most precise place known wins."""
    write(site, "data/x.ttl", HEAD + "<a> <p> 1 ;\n  <p> 2 ;\n  <q> 3 .\n")
    origins = load(site, ADDRESSES).origins
    a, p, q = (NamedNode(CANONICAL_BASE + name) for name in "apq")
    two = Literal(2)
    assert origins.of(a, p, two) == Place("data/x.ttl", 3)
    assert origins.of(a, q, two) == Place("data/x.ttl", 4)
    assert origins.of(a, None, two) == Place("data/x.ttl", 3)
    assert origins.of(a, a, two) == Place("data/x.ttl", 2)
    assert origins.of(p) is None


def test_another_base_moves_every_address(site: Path) -> None:
    """Under its own domain a publisher finds every IRI, graphs and datatypes included; texts stay."""
    write(site, "data/x.ttl", HEAD + f'<a> <p> "{CANONICAL_BASE}a" , "1"^^<def#D> .\n')
    other = Addresses("https://data.example.org/")
    terms = [t for q in load(site, other).quads for t in (q.subject, q.predicate, q.graph_name)]
    assert not [term for term in terms if CANONICAL_BASE in str(term)]
    objects = {str(q.object) for q in load(site, other).quads if q.graph_name.value.endswith("dataset/x")}
    assert objects == {f'"{CANONICAL_BASE}a"', '"1"^^<https://data.example.org/def#D>'}
    assert load(site, other).digest == load(site, ADDRESSES).digest


def test_blank_nodes_are_named_by_file_and_order(site: Path) -> None:
    """Two loads give the same labels, and two files never share one."""
    write(site, "shapes/others.ttl", HEAD + "<shapes#B> <def#list> ( 3 ) .\n_:x <p> _:y .\n")
    first, second = load(site, ADDRESSES), load(site, ADDRESSES)
    assert first.quads == second.quads
    labels = {q.subject.value for q in first.quads if isinstance(q.subject, BlankNode)}
    assert labels == {
        "shapes-rules-ttl-1",
        "shapes-rules-ttl-2",
        "shapes-others-ttl-1",
        "shapes-others-ttl-2",
    }


def test_blank_nodes_are_for_shapes_only(site: Path) -> None:
    """A resource without an address cannot be cited."""
    write(site, "data/x.ttl", HEAD + "<a> <p>\n [ <q> 1 ] .\n")
    assert said(load(site, ADDRESSES)) == [("data/x.ttl", 3, "blank-node")]


def test_literals_are_checked_where_they_stand(site: Path) -> None:
    """The fault shows the value and the form to write."""
    write(
        site,
        "data/x.ttl",
        HEAD + '<a> <p> 1.50 ;\n <q> "2025-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .\n',
    )
    faults = load(site, ADDRESSES).faults
    assert [(f.rule, f.place.line) for f in faults] == [
        ("syntax:rewritten-literal", 2),
        ("syntax:ill-formed-literal", 3),
    ]
    assert faults[0].remedy.en == 'Write "1.5"^^xsd:decimal.' or faults[0].remedy.en == "Write 1.5."
    assert "2025-02-30" in faults[1].message.fr


@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [
        (b"\xef\xbb\xbf" + GOOD.encode(), "byte-order-mark", 1),
        (GOOD.replace("1 .", '"\xe9" .').encode("latin-1"), "encoding", 2),
        (GOOD.encode() + b"\0", "binary", 3),
        (GOOD.encode("utf-16"), "binary", 1),
        (GOOD.replace("epci", "ept"), "subject", 1),
        (GOOD + "<a> <b>", "turtle", 3),
        (GOOD + "<a> <b> <<( <c> <d> <e> )>> .", "rdf-1.2", 3),
        ("", "subject", 1),
    ],
)
def test_what_is_wrong_with_a_file_is_said(site: Path, content: str | bytes, rule: str, line: int) -> None:
    """Encoding, kind, place and syntax each have their rule and line."""
    write(site, EDITION, content)
    assert (EDITION, line, rule) in said(load(site, ADDRESSES))


def test_a_fault_in_one_file_hides_nothing_of_another(site: Path) -> None:
    """Every fault of every file at once."""
    write(site, "data/a.ttl", "<a> <b> .\n<c> .\n")
    write(site, "data/b.ttl", "x:a <b> <c> .\n")
    sources = load(site, ADDRESSES)
    assert said(sources) == [
        ("data/a.ttl", 1, "turtle"),
        ("data/a.ttl", 2, "turtle"),
        ("data/b.ttl", 1, "turtle"),
    ]
    assert sources.incomplete == {"data/a.ttl", "data/b.ttl"}
    assert len(sources.files) == 5


def test_messages_are_in_plain_french_and_english(site: Path) -> None:
    """No sentence of the parser reaches the author when we have a better one."""
    write(site, "data/a.ttl", "x:a <b> <c> .\n")
    (fault,) = load(site, ADDRESSES).faults
    assert fault.message.fr == "Le préfixe « x: » n’est pas déclaré."
    assert fault.message.en == "The prefix “x:” is not declared."
    assert "@prefix x:" in fault.remedy.fr


def test_a_forgotten_quote_is_told_as_such(site: Path) -> None:
    """Even when the parser stumbles later, over what the text should have held."""
    write(site, "data/a.ttl", '<a> <b> "c , "d" .\n')
    (fault,) = load(site, ADDRESSES).faults
    assert fault.message.en == "A text between quotes is not closed on its line."


def test_a_folder_named_like_a_file_is_a_fault(site: Path) -> None:
    """data/x.ttl/ cannot be read, and does not stop the rest."""
    (site / "data/x.ttl").mkdir()
    assert said(load(site, ADDRESSES)) == [("data/x.ttl", 0, "unreadable")]


def test_links_that_turn_in_circles_are_faults(site: Path) -> None:
    """A link to itself and a folder within itself end."""
    (site / "data/loop.ttl").symlink_to("loop.ttl")
    (site / "data/again").symlink_to(site / "data", target_is_directory=True)
    faults = said(load(site, ADDRESSES))
    assert ("data/loop.ttl", 0, "unreadable") in faults
    assert len(faults) < 5


def test_a_pipe_is_not_waited_for(site: Path) -> None:
    """Only regular files are read."""
    os.mkfifo(site / "data/x.ttl")
    assert said(load(site, ADDRESSES)) == [("data/x.ttl", 0, "unreadable")]


@pytest.fixture
def locked(site: Path) -> Iterator[Path]:
    file = write(site, "data/x.ttl", GOOD)
    file.chmod(0)
    yield file
    file.chmod(0o600)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_a_fault(site: Path, locked: Path) -> None:
    """The reason is told."""
    assert said(load(site, ADDRESSES)) == [("data/x.ttl", 0, "unreadable")]


def test_places_that_mean_nothing_are_faults(site: Path) -> None:
    """A file must say by its place what it is about."""
    write(site, "data/territories/x.ttl", GOOD)
    write(site, "data/two words.ttl", GOOD)
    write(site, "data/reference/x.ttl", HEAD)
    write(site, "data/x.ttl", HEAD)
    write(site, "data/inferred.ttl", HEAD)
    assert set(said(load(site, ADDRESSES))) == {
        ("data/territories/x.ttl", 1, "place"),
        ("data/two words.ttl", 0, "file-name"),
        ("data/x.ttl", 1, "same-graph"),
        ("data/inferred.ttl", 1, "same-graph"),
    }


def test_files_of_another_kind_are_warned_of(site: Path) -> None:
    """Nobody believes that a spreadsheet dropped into data/ was read; notes and hidden files pass."""
    for name in ("data/x.csv", "data/README.md", "data/.hidden", "data/x.ttl~", "ontology/rules/a.rq"):
        write(site, name, "")
    sources = load(site, ADDRESSES)
    assert said(sources) == [("data/x.csv", 0, "ignored-file")]
    assert sources.faults[0].severity == "warning"


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    """Somebody is in the wrong folder."""
    assert [rule for *_, rule in said(load(tmp_path, ADDRESSES))] == ["no-files"]


def test_the_digest_changes_with_names_bytes_and_rules(site: Path) -> None:
    """It tells whether a release could be made again."""
    digests = [load(site, ADDRESSES).digest]
    write(site, "ontology/rules/a.rq", "CONSTRUCT")
    digests.append(load(site, ADDRESSES).digest)
    write(site, EDITION, GOOD + "\n")
    digests.append(load(site, ADDRESSES).digest)
    (site / "shapes/rules.ttl").rename(site / "shapes/other.ttl")
    digests.append(load(site, ADDRESSES).digest)
    assert len(set(digests)) == 4
    write(site, "data/README.md", "notes")
    assert load(site, ADDRESSES).digest == digests[-1]


def test_a_file_of_the_site_can_be_asked_about(site: Path) -> None:
    """The whole site is its context."""
    sources = load(site, ADDRESSES, [site / EDITION])
    assert sources.chosen == {EDITION}
    assert len(sources.files) == 3
    assert load(site, ADDRESSES, [site / "data"]).chosen == {EDITION}


def test_a_copy_elsewhere_stands_in_for_the_original(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An edition in another folder is judged as the edition it describes, in place of the site's own."""
    copy = write(tmp_path_factory.mktemp("elsewhere"), "2025-02-11.ttl", GOOD.replace("1 .", "2 ."))
    sources = load(site, ADDRESSES, [copy])
    assert sources.chosen == {copy.as_posix()}
    assert [s.file for s in sources.files if s.graph == EDITION_IRI] == [copy.as_posix()]
    assert said(sources) == []


def test_a_file_elsewhere_that_describes_nothing_known_is_a_data_file(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It is judged as data/{its name}."""
    copy = write(tmp_path_factory.mktemp("elsewhere"), "organisations.ttl", HEAD + "<id/x> <def#p> 1 .\n")
    sources = load(site, ADDRESSES, [copy, copy.with_name("gone.ttl")])
    assert CANONICAL_BASE + "dataset/organisations" in {source.graph for source in sources.files}
    assert said(sources) == [(copy.with_name("gone.ttl").as_posix(), 0, "unreadable")]
