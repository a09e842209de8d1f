"""SHACL validation, by rdflib and pySHACL, which only this file and `quick.py` know.

Core constraints are pySHACL's work, on a copy of the data whose literals keep their text
(rdflib would rewrite ``01`` to ``1``). SPARQL constraints of targeted node shapes go to
Oxigraph (`sparql.py`), and the shapes themselves are checked first (`lint.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib.term import Node as RdflibTerm

from esslod.addresses import CANONICAL_BASE
from esslod.namespaces import SH, XSD
from esslod.sources.literals import is_typed, well_formed
from esslod.validation.idle import ANNOTATIONS, idle
from esslod.validation.lint import Lint, lint, unusable_shape
from esslod.validation.quick import QuickGraph, quickly
from esslod.validation.result import Result, Term, of_shape
from esslod.validation.shapes import TARGETS, Shapes, SparqlConstraint
from esslod.validation.sparql import sparql_results

_SHACL: Final = rdflib.Namespace(SH.iri)
_LOGGERS: Final = ("rdflib.term", "pyshacl-validate")


def validate(
    quads: Iterable[Quad], shapes: Iterable[Quad], *, today: date, base: str = CANONICAL_BASE
) -> tuple[Result, ...]:
    """Every result of the shapes on the union of the graphs of *quads*, without inference.

    *today* is what ``NOW()`` means in SPARQL constraints; *base* the site's base IRI. Classes are
    followed up ``rdfs:subClassOf``, so the ontology must be among *quads*. Faults of the shapes
    themselves are results whose focus is the shape. Never raises on what data or shapes hold.
    """
    facts = list(quads)
    with _literals_kept(), quickly():
        rules = _read(tuple(shapes), base)
        results = {*rules.lint.results, *sparql_results(rules.index, rules.constraints, facts, today, base)}
        if facts and rules.judging:
            graph = _rdflib_graph(facts, QuickGraph)
            results.update(_core_results(rules.index, rules.judging, graph, rules.graph))
    return tuple(sorted(results, key=lambda result: result.order))


@dataclass(frozen=True)
class _Rules:
    """A shapes graph, read: ``graph`` holds the statements ``judging``, which are pySHACL's."""

    index: Shapes
    lint: Lint
    constraints: list[SparqlConstraint]
    judging: list[Quad]
    graph: rdflib.Graph


@lru_cache(maxsize=4)
def _read(rules: tuple[Quad, ...], base: str) -> _Rules:
    """What can be known before any fact is."""
    index = Shapes(rules)
    linted, constraints = lint(index), index.sparql_constraints(base)
    taken = {(constraint.shape, SH.sparql, constraint.node) for constraint in constraints}
    left_out = linted.unusable | taken | idle(index)
    judging = [rule for rule in rules if (rule.subject, rule.predicate, rule.object) not in left_out]
    return _Rules(index, linted, constraints, judging, _shapes_graph(judging, QuickGraph))


def validate_plainly(quads: Iterable[Quad], shapes: Iterable[Quad]) -> tuple[Result, ...]:
    """The same by pySHACL alone, with its own clock: what `validate` is compared with."""
    rules = list(shapes)
    with _literals_kept():
        facts, shapes_graph = _rdflib_graph(quads, rdflib.Graph), _shapes_graph(rules, rdflib.Graph)
        results = set(_core_results(Shapes(rules), rules, facts, shapes_graph))
    return tuple(sorted(results, key=lambda result: result.order))


def _core_results(
    index: Shapes, rules: Sequence[Quad], graph: rdflib.Graph, shapes: rdflib.Graph
) -> list[Result]:
    try:
        return _run(index, graph, shapes)
    except Exception:  # noqa: BLE001 - pySHACL raises whatever a wrong shape leads it to
        return _run_one_by_one(index, graph, rules)


def _shapes_graph(rules: Iterable[Quad], kind: type[rdflib.Graph]) -> rdflib.Graph:
    return _rdflib_graph((rule for rule in rules if rule.predicate not in ANNOTATIONS), kind)


def _run(index: Shapes, graph: rdflib.Graph, shapes: rdflib.Graph) -> list[Result]:
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", inplace=True)
    if isinstance(report, Exception):
        raise report
    return [_result(index, report, node) for node in report.objects(None, _SHACL.result)]


def _run_one_by_one(index: Shapes, graph: rdflib.Graph, rules: Sequence[Quad]) -> list[Result]:
    """Each targeted shape with what it refers to, so that a wrong one is named and hides no other."""
    results: list[Result] = []
    for shape in index.targeted():
        reached = index.reached_from(shape)
        own = (
            rule
            for rule in rules
            if rule.subject in reached and (rule.subject == shape or rule.predicate not in TARGETS)
        )
        try:
            results += _run(index, graph, _shapes_graph(own, type(graph)))
        except Exception as error:  # noqa: BLE001 - as above
            results.append(unusable_shape(shape, _reason(error)))
    return results or [unusable_shape(NamedNode(SH.iri), "sh:NodeShape")]


def _reason(error: Exception) -> str:
    """The first line of what the validator said, without its addresses of documentation."""
    said = str(error).strip() or type(error).__name__
    return said.splitlines()[0][:300]


def _result(index: Shapes, report: rdflib.Graph, node: RdflibTerm) -> Result:
    def term(predicate: rdflib.URIRef) -> Term | None:
        value = report.value(node, predicate)
        return None if value is None else _pyoxigraph_term(value)

    shape = term(_SHACL.sourceShape)
    component = term(_SHACL.sourceConstraintComponent)
    focus = term(_SHACL.focusNode)
    path = term(_SHACL.resultPath)
    if shape is None or focus is None or not isinstance(component, NamedNode):
        return unusable_shape(shape or NamedNode(SH.iri), "sh:ValidationResult")
    return of_shape(
        index,
        shape,
        focus,
        component.value,
        constraint=term(_SHACL.sourceConstraint),
        path=index.path(shape) or (str(path) if isinstance(path, NamedNode) else ""),
        value=term(_SHACL.value),
    )


def _rdflib_graph(quads: Iterable[Quad], kind: type[rdflib.Graph]) -> rdflib.Graph:
    """The union of the graphs of *quads*; each distinct term is converted once."""
    graph = kind(bind_namespaces="none")
    known: dict[Term, Any] = {}

    def converted(term: Term) -> Any:
        if term not in known:
            known[term] = _rdflib_term(term)
        return known[term]

    for quad in quads:
        graph.add((converted(quad.subject), converted(quad.predicate), converted(quad.object)))
    return graph


def _rdflib_term(term: Term) -> RdflibTerm:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, Literal):
        raise TypeError(f"no RDF 1.1 term: {term}")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == XSD.string:
        return rdflib.Literal(term.value)
    literal = rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    if is_typed(term) and not well_formed(term):
        # rdflib does not look into gYear, gYearMonth and some others; SHACL §4.1.2 wants it to.
        literal._ill_typed = True
    return literal


def _pyoxigraph_term(term: Any) -> Term:
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype or XSD.string.value)))


@contextmanager
def _literals_kept() -> Iterator[None]:
    """rdflib leaves texts of literals alone, and neither library writes to standard error meanwhile."""
    normalising = rdflib.NORMALIZE_LITERALS
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    silent = [logger.disabled for logger in loggers]
    rdflib.NORMALIZE_LITERALS = False
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalising
        for logger, was in zip(loggers, silent, strict=True):
            logger.disabled = was
