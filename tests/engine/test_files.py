"""Any RDF files become a store: every syntax, named graphs kept, faults told with their place."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, serialize

from esslod.engine.files import load, syntax_of
from esslod.errors import EXIT_INPUT, UnreadableFiles
from esslod.rdf.formats import RDF_SYNTAXES, RdfSyntax

BASE = "https://example.org/"
THING, NAME = NamedNode(BASE + "thing"), NamedNode(BASE + "name")


def quads_in(folder: Path) -> list[Quad]:
    return sorted(Store.read_only(str(folder)), key=str)


@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("syntax", RDF_SYNTAXES, ids=lambda syntax: syntax.name)
def test_every_syntax_is_read_by_its_suffix(syntax: RdfSyntax, compressed: bool, tmp_path: Path) -> None:
    """Each format of the table, compressed or not."""
    content = serialize([Quad(THING, NAME, Literal("é"), DefaultGraph())], format=syntax.rdf)
    assert content is not None
    file = tmp_path / f"x.{syntax.suffix}{'.gz' if compressed else ''}"
    file.write_bytes(gzip.compress(content) if compressed else content)
    assert load([file], tmp_path / "store", BASE).quads == 1
    assert quads_in(tmp_path / "store") == [Quad(THING, NAME, Literal("é"), DefaultGraph())]


def test_named_graphs_stay_named_and_the_rest_is_the_default_graph(tmp_path: Path) -> None:
    """N-Quads and TriG bring graphs; Turtle goes to the default graph."""
    (tmp_path / "a.nq").write_text(f'{THING} {NAME} "a" <{BASE}g1> .\n{THING} {NAME} "b" .\n')
    (tmp_path / "b.trig").write_text(f'<{BASE}g2> {{ {THING} {NAME} "c" , "d" }}')
    (tmp_path / "c.ttl").write_text(f'{THING} {NAME} "e" .')
    loaded = load([tmp_path / name for name in ("a.nq", "b.trig", "c.ttl")], tmp_path / "store", BASE)
    assert loaded.graphs == ((BASE + "g1", 1), (BASE + "g2", 2))
    assert loaded.quads == 5
    default = [quad for quad in quads_in(tmp_path / "store") if quad.graph_name == DefaultGraph()]
    assert {quad.object.value for quad in default if isinstance(quad.object, Literal)} == {"b", "e"}


def test_blank_nodes_of_two_files_are_not_one(tmp_path: Path) -> None:
    """The same label in two files names two nodes."""
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_text(f'_:x {NAME} "{name}" .\n')
    load([tmp_path / "a.nt", tmp_path / "b.nt"], tmp_path / "store", BASE)
    assert len({quad.subject for quad in quads_in(tmp_path / "store")}) == 2


def test_every_bad_file_is_told_with_its_place(tmp_path: Path) -> None:
    """One fault a file, file:line:column where the parser knows it, all at once."""
    contents = {
        "syntax.ttl": b"<a:a> <a:b> <a:c> .\n<a:b> nonsense .\n",
        "encoding.nt": b'<a:a> <a:b> "\xe9" .\n',
        "not.ttl.gz": b"plain",
        "sheet.csv": b"a,b\n",
        "remote.jsonld": b'{"@context": "https://example.org/context", "@id": "a:b"}',
        "good.ttl": b"<a:a> <a:b> <a:c> .",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    files = [tmp_path / name for name in (*contents, "missing.ttl")]
    with pytest.raises(UnreadableFiles) as raised:
        load(files, tmp_path / "store", BASE)
    told = [str(fault).removeprefix(f"{tmp_path}/") for fault in raised.value.faults]
    assert told[0] == "syntax.ttl:2:7: nonsense is not a valid predicate"
    assert told[1].startswith("encoding.nt:1:")
    assert [line.partition(":")[0] for line in told[2:]] == [
        "not.ttl.gz", "sheet.csv", "remote.jsonld", "missing.ttl",
    ]  # fmt: skip
    assert ".ttl .jsonld .nt .rdf .nq .trig" in told[3]
    assert raised.value.exit_code == EXIT_INPUT


def test_the_digest_tells_contents_apart(tmp_path: Path) -> None:
    """Same bytes and names, same digest: it is what answers are tagged with."""
    file = tmp_path / "a.ttl"
    digests = []
    for number, text in enumerate(("<a:a> <a:b> 1 .", "<a:a> <a:b> 2 .", "<a:a> <a:b> 1 .")):
        file.write_text(text)
        digests.append(load([file], tmp_path / f"store{number}", BASE).digest)
    assert digests[0] == digests[2] != digests[1]


def test_relative_iris_are_under_the_file(tmp_path: Path) -> None:
    """RFC 3986 §5.1.3: the base is where the file was read from."""
    (tmp_path / "a b.ttl").write_text("<#me> <a:b> <a:c> .")
    load([tmp_path / "a b.ttl"], tmp_path / "store", BASE)
    (quad,) = quads_in(tmp_path / "store")
    assert quad.subject == NamedNode((tmp_path / "a b.ttl").as_uri() + "#me")


@pytest.mark.parametrize(("base", "ours"), [(BASE, True), ("https://elsewhere.example/", False)])
def test_it_tells_whether_the_files_are_about_the_base(base: str, ours: bool, tmp_path: Path) -> None:
    """Then their addresses are those of a release; else everything is found by its IRI."""
    (tmp_path / "a.ttl").write_text(f"{THING} {NAME} 1 .")
    assert load([tmp_path / "a.ttl"], tmp_path / "store", base).ours is ours


def test_suffixes() -> None:
    """The last suffix decides, in any case; ``.gz`` is left aside."""
    suffixes = {"a.TTL": "ttl", "a.nt.gz": "nt", "a.ttl.csv": None, "ttl": None}
    assert {name: getattr(syntax_of(Path(name)), "suffix", None) for name in suffixes} == suffixes
