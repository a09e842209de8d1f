"""Official shapes and code lists of DCAT-AP and data.europa.eu: outside the project, not ours to copy."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyshacl
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SH, SKOS

STANDARDS = Path(__file__).parents[3] / "shared" / "standards"
SHAPES = STANDARDS / "dcat-ap"
LISTS = STANDARDS / "eu"
EU = "http://publications.europa.eu/resource/authority/"

DCAT_AP_3 = (
    "3.0.1-dcat-ap-SHACL.ttl", "3.0.1-shapes.ttl", "3.0.1-range.ttl", "3.0.1-ranges.ttl",
    "3.0.1-shapes_recommended.ttl", "3.0.1-mdr-vocabularies.shape.ttl", "3.0.1-deprecateduris.ttl",
)  # fmt: skip
DCAT_AP_2 = (
    "2.1.1-shapes.ttl", "2.1.1-range.ttl", "2.1.1-shapes_recommended.ttl",
    "2.1.1-mdr-vocabularies.shape.ttl", "2.1.1-deprecateduris.ttl",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Result:
    """One result of a validation, as far as it counts here."""

    severity: str
    path: str
    component: str
    focus: str = ""


def shapes(file: str) -> Graph:
    """The shapes of *file*, without the nodes said to be property shapes that are not (3.0.1 has some)."""
    found = Graph().parse(SHAPES / file)
    for node in set(found.objects(None, SH.property)):
        if (node, SH.path, None) not in found:
            found.remove((node, None, None))
            found.remove((None, None, node))
    return found


def results(catalogue: Graph, files: Iterable[str]) -> list[Result]:
    """What the shapes in *files* say of *catalogue*, which they get with no other knowledge."""
    found = []
    for file in files:
        _, report, _ = pyshacl.validate(catalogue, shacl_graph=shapes(file), inference="none")
        for node in report.objects(None, SH.result):
            severity, path, component, focus = (
                str(report.value(node, term) or "")
                for term in (SH.resultSeverity, SH.resultPath, SH.sourceConstraintComponent, SH.focusNode)
            )
            found.append(Result(_local(severity), path, _local(component), focus))
    return sorted(found)


def of_corporate_body(result: Result) -> bool:
    """Whether it only says that the publisher is not of the EU's list of corporate bodies: no local
    authority is."""
    return result.severity == "Warning" and result.path == str(DCTERMS.publisher)


def summary(found: Iterable[Result]) -> dict[tuple[str, str, str], int]:
    """How many of each kind, for a test to show."""
    return dict(Counter((result.severity, result.path, result.component) for result in found))


def codes(file: str) -> set[str]:
    """The entries of a code list in RDF/XML, or of a list of those that are something (``true``)."""
    listed = Graph().parse(LISTS / file)
    concepts = {str(node) for node in listed.subjects(RDF.type, SKOS.Concept) if isinstance(node, URIRef)}
    return concepts or {str(node) for node in listed.subjects(None, Literal(True))}


def media_types() -> set[str]:
    """The media types that IANA has registered: ``text/turtle``…"""
    found = set()
    for file in LISTS.glob("mt-*.csv"):
        with file.open(encoding="utf-8", newline="") as rows:
            found |= {row["Template"] for row in csv.DictReader(rows)}
    return found - {""}


def licences() -> set[str]:
    """The licences that data.europa.eu knows."""
    known = codes("licences-skos.rdf") | codes("edp-licences-skos.rdf") | codes("piveau-licences-skos.rdf")
    with (LISTS / "mjanez-licenses.csv").open(encoding="utf-8", newline="") as rows:
        return known | {row[0] for row in csv.reader(rows)}


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
