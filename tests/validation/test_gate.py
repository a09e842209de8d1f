"""The gate: places, and what is told of which file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from esslod.addresses import CANONICAL_BASE, Addresses
from esslod.sources.load import load
from esslod.validation.gate import judge, judge_quads
from esslod.validation.report import Place, Report

ADDRESSES = Addresses()
TODAY = date(2026, 1, 1)
HEAD = f"@base <{CANONICAL_BASE}> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
RULES = (
    HEAD
    + """
<shapes#Thing> a sh:NodeShape ; sh:targetClass <def#Thing> ;
  sh:property <shapes#Name> , <shapes#Size> , <shapes#Near> .
<shapes#Name> sh:path <def#name> ; sh:minCount 1 ; sh:maxCount 1 ;
  sh:message "Nom.\\nNommez."@fr , "Name.\\nName it."@en .
<shapes#Size> sh:path <def#size> ; sh:maxInclusive 9 ; sh:severity sh:Warning .
<shapes#Near> sh:path <def#near> ; sh:class <def#Thing> .
"""
)
A = "<id/a> a <def#Thing> ;\n  <def#name> 'a' ;\n  <def#size> 5 , 10 .\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path, "shapes/rules.ttl", RULES)
    write(tmp_path, "data/a.ttl", HEAD + A)
    return tmp_path


def write(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def judged(site: Path, *paths: Path) -> Report:
    return judge(load(site, ADDRESSES, paths), TODAY, ADDRESSES)


def said(report: Report) -> list[tuple[str, int, str]]:
    return [(f.place.file, f.place.line, f.rule.rpartition("#")[2]) for f in report.faults]


def test_a_result_stands_where_its_value_is_written(site: Path) -> None:
    """The second value is on the line of the first here, and its severity is the shape's."""
    report = judged(site)
    assert said(report) == [("data/a.ttl", 5, "Size")]
    assert (report.faults[0].severity, report.conforms) == ("warning", True)
    assert report.checked == ("data/a.ttl", "shapes/rules.ttl")


def test_a_missing_value_stands_where_its_subject_begins(site: Path) -> None:
    """What is not written has no line of its own."""
    write(site, "data/b.ttl", HEAD + "\n\n<id/b> a <def#Thing> .\n")
    report = judged(site)
    assert ("data/b.ttl", 5, "Name") in said(report)
    assert not report.conforms


def test_too_many_values_stand_where_the_property_is(site: Path) -> None:
    """Subject and property, when no single value is at fault."""
    write(site, "data/b.ttl", HEAD + "<id/b> a <def#Thing> ;\n <def#name> 'b' ,\n 'c' .\n")
    assert ("data/b.ttl", 4, "Name") in said(judged(site))


def test_a_syntax_fault_does_not_flood(site: Path) -> None:
    """What an unreadable statement may hold is not told missing; other files are judged as ever."""
    write(site, "data/b.ttl", HEAD + "<id/b> a <def#Thing> .\n<id/b> <def#name> b .\n")
    write(site, "data/c.ttl", HEAD + "<id/c> a <def#Thing> .\n")
    report = judged(site)
    assert [where for where in said(report) if where[0] != "data/a.ttl"] == [
        ("data/b.ttl", 0, "gate:withheld"),
        ("data/b.ttl", 4, "syntax:turtle"),
        ("data/c.ttl", 3, "Name"),
    ]


def test_a_link_into_an_unreadable_file_is_not_blamed(site: Path) -> None:
    """The class of what it points at may be in lines that could not be read."""
    write(site, "data/b.ttl", HEAD + "<id/b> a <def#Thing> ; <def#name> b .\n")
    write(site, "data/c.ttl", HEAD + "<id/c> a <def#Thing> ; <def#name> 'c' ; <def#near> <id/b> .\n")
    assert ("data/c.ttl", 3, "Near") not in said(judged(site))
    write(site, "data/b.ttl", HEAD)
    assert ("data/c.ttl", 3, "Near") in said(judged(site))


def test_faults_of_shapes_stand_in_the_shapes_file(site: Path) -> None:
    """A misspelt term is told at its line."""
    write(site, "shapes/more.ttl", HEAD + "<shapes#M> a sh:NodeShape ;\n sh:targetClas <def#Thing> .\n")
    assert ("shapes/more.ttl", 4, "shapes:unknown-term") in said(judged(site))


def test_shapes_of_the_catalogue_do_not_judge_sources(site: Path) -> None:
    """They judge what a release says of itself, at the second gate."""
    rule = "<shapes#C> a sh:NodeShape ; sh:targetClass <def#Thing> ; sh:property <shapes#CN> .\n"
    write(site, "shapes/catalogue.ttl", HEAD + rule + "<shapes#CN> sh:path <def#no> ; sh:minCount 1 .\n")
    assert said(judged(site)) == [("data/a.ttl", 5, "Size")]


def test_without_shapes_nothing_conforms(site: Path) -> None:
    """A gate that checks nothing stays shut."""
    (site / "shapes/rules.ttl").unlink()
    report = judged(site)
    assert [fault.rule for fault in report.faults] == ["gate:no-shapes"]
    assert not report.conforms


def test_an_ill_formed_value_is_told_once(site: Path) -> None:
    """By the rule on its datatype when there is one, else by the rule on literals."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    date_rule = (
        f"<shapes#Thing> sh:property <shapes#D> . <shapes#D> sh:path <def#d> ; sh:datatype <{xsd}date> .\n"
    )
    write(
        site,
        "data/b.ttl",
        HEAD + f"<id/b> a <def#Thing> ; <def#name> 'b' ; <def#d> '1/2/25'^^<{xsd}date> .\n",
    )
    assert ("data/b.ttl", 3, "syntax:ill-formed-literal") in said(judged(site))
    write(site, "shapes/dates.ttl", HEAD + date_rule)
    assert [where for where in said(judged(site)) if where[0] == "data/b.ttl"] == [("data/b.ttl", 3, "D")]


def test_only_the_files_asked_about_are_told(site: Path) -> None:
    """And one line says that there is more elsewhere."""
    other = write(site, "data/b.ttl", HEAD + "<id/b> a <def#Thing> .\n")
    report = judged(site, other)
    assert said(report) == [("data/b.ttl", 3, "Name"), ("", 0, "gate:elsewhere")]
    assert report.checked == ("data/b.ttl",)
    assert judged(site, site / "data").count("violation") == 1


def test_a_file_from_elsewhere_is_judged_in_the_site(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It stands in for the site's file of the same graph."""
    copy = write(tmp_path_factory.mktemp("elsewhere"), "a.ttl", HEAD + A.replace("'a'", "'a' , 'b'"))
    assert said(judged(site, copy)) == [(copy.as_posix(), 4, "Name"), (copy.as_posix(), 5, "Size")]


def test_quads_without_files_are_placed_by_graph() -> None:
    """A catalogue has graphs, not lines."""
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    thing, graph = NamedNode(CANONICAL_BASE + "id/a"), NamedNode(CANONICAL_BASE + "catalog")
    quad = Quad(thing, kind, NamedNode(CANONICAL_BASE + "def#Thing"), graph)
    report = judge_quads(
        [quad, Quad(thing, kind, Literal(1), graph)], parse(RULES.encode(), RdfFormat.TURTLE), TODAY
    )
    assert [fault.place for fault in report.faults] == [Place(graph.value)]
    assert report.checked == (graph.value,)


def test_two_runs_give_the_same_report(site: Path) -> None:
    """The order of results does not depend on chance."""
    for letter in "bcdefgh":
        write(site, f"data/{letter}.ttl", HEAD + f"<id/{letter}> a <def#Thing> ; <def#size> 10 , 11 .\n")
    assert judged(site) == judged(site)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200))
def test_no_file_stops_the_gate(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever is dropped into data/, there is a report."""
    folder = tmp_path_factory.mktemp("site")
    write(folder, "shapes/rules.ttl", RULES)
    write(folder, "data/a.ttl", HEAD + A)
    (folder / "data/b.ttl").write_bytes(content)
    assert any(fault.place.file == "data/a.ttl" for fault in judged(folder).faults)
