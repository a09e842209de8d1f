"""The shapes graph, read: names, messages, targets, SPARQL constraints (W3C SHACL, 20 July 2017).

Works on pyoxigraph terms; the validator's own reading is in `shacl.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from esslod.namespaces import OWL, RDF, RDFS, SH
from esslod.rdf.rebasing import rebase_iri, rebase_query
from esslod.validation.report import Severity, Text

Term = NamedNode | BlankNode | Literal | Triple
Node = NamedNode | BlankNode

#: Parameters whose values are shapes or constraints, which must then be described.
REFERRING: Final = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape, SH.sparql)
_NESTING: Final = (*REFERRING[1:4], SH["and"], SH["or"], SH.xone)
TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_TRUE: Final = frozenset({"true", "1"})
_SEVERITIES: Final[dict[str, Severity]] = {
    SH.Violation.value: "violation",
    SH.Warning.value: "warning",
    SH.Info.value: "info",
}
# Comments, texts and IRIs of SPARQL, where words mean nothing; and NOW() elsewhere.
_OPAQUE: Final = r"""
      \#[^\n]*+ | <[^<>"{}|^`\\\s]*+>
    | \"\"\" (?>[^"\\]++ | \\. | "(?!""))*+ \"\"\" | ''' (?>[^'\\]++ | \\. | '(?!''))*+ '''
    | " (?>[^"\\\n]++ | \\.)*+ " | ' (?>[^'\\\n]++ | \\.)*+ '
    """
_NOW: Final = re.compile(rf"(?xsi) {_OPAQUE} | (?<![\w:?$-]) (?P<now> NOW \s* \( \s* \) )")
_BEGINS_WITH_THIS: Final = re.compile(r"(?i)\A\s*SELECT\b[^{]*\{\s*[$?]this\s")
_NOT_ROW_BY_ROW: Final = re.compile(
    r"(?i)\b(?:GROUP|HAVING|LIMIT|OFFSET|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT|VALUES|MINUS|SERVICE|GRAPH)\b"
)


@dataclass(frozen=True)
class SparqlConstraint:
    """A ``sh:sparql`` constraint of a node shape that has targets (SHACL §5.2)."""

    shape: Node
    node: Node
    select: str
    prefixes: dict[str, str]


class Shapes:
    """A shapes graph as a dictionary: subject → predicate → objects, in the order written."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._facts: dict[Term, dict[NamedNode, list[Term]]] = {}
        for quad in quads:
            self._facts.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)

    def __iter__(self) -> Iterator[tuple[Node, NamedNode, Term]]:
        for subject, facts in self._facts.items():
            for predicate, objects in facts.items():
                for value in objects:
                    yield subject, predicate, value  # type: ignore[misc]

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        return self._facts.get(subject, {}).get(predicate, [])

    def has(self, subject: Term) -> bool:
        """Whether anything is said of *subject*."""
        return subject in self._facts

    def subjects(self, predicate: NamedNode) -> list[Node]:
        """What has *predicate*."""
        return [subject for subject, facts in self._facts.items() if predicate in facts]  # type: ignore[misc]

    def deactivated(self, node: Term) -> bool:
        """SHACL §2.1.3.3."""
        return any(_lexical(value) in _TRUE for value in self.objects(node, SH.deactivated))

    def severity(self, shape: Term) -> Severity:
        """SHACL §2.1.4; severities of other vocabularies count as violations."""
        values = [value for value in self.objects(shape, SH.severity) if isinstance(value, NamedNode)]
        return _SEVERITIES.get(values[0].value, "violation") if values else "violation"

    def name(self, *nodes: Term) -> Text:
        """The first name that one of *nodes* has: ``sh:name``, ``rdfs:label``, else its local name."""
        for node in nodes:
            for predicate in (SH.name, RDFS.label):
                if text := self._text(node, predicate):
                    return text
        local = next((n.value for n in nodes if isinstance(n, NamedNode)), "")
        local = local.rpartition("#")[2].rpartition("/")[2]
        return Text(local, local)

    def messages(self, *nodes: Term) -> Text | None:
        """The ``sh:message`` of the first of *nodes* that has one."""
        return next((text for node in nodes if (text := self._text(node, SH.message))), None)

    def _text(self, node: Term, predicate: NamedNode) -> Text | None:
        said = {
            (o.language or "")[:2]: o.value for o in self.objects(node, predicate) if isinstance(o, Literal)
        }
        if not said:
            return None
        any_language = next(iter(said.values()))
        french = said.get("fr", said.get("", any_language))
        return Text(french, said.get("en", said.get("", any_language)))

    def owner(self, node: Term) -> Term:
        """*node*, or for a blank one the nearest shape with an IRI that refers to it."""
        seen: set[Term] = set()
        while isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            referring = (s for s, _, value in self if value == node)
            node = next(referring, node)
        return node

    def path(self, shape: Term) -> str:
        """The path of a property shape as SPARQL writes it (SHACL §2.3.1); empty for a node shape."""
        paths = self.objects(shape, SH.path)
        return self.path_text(paths[0]) if paths else ""

    def path_text(self, path: Term, depth: int = 0) -> str:
        if isinstance(path, NamedNode) or depth > 20:
            return str(path)
        if alternatives := self.objects(path, SH.alternativePath):
            return "(" + "|".join(self.path_text(p, depth + 1) for p in self.members(alternatives[0])) + ")"
        for predicate, form in (
            (SH.inversePath, "^{}"),
            (SH.zeroOrMorePath, "{}*"),
            (SH.oneOrMorePath, "{}+"),
            (SH.zeroOrOnePath, "{}?"),
        ):
            if inner := self.objects(path, predicate):
                return form.format(self.path_text(inner[0], depth + 1))
        return "/".join(self.path_text(p, depth + 1) for p in self.members(path))

    def members(self, head: Term) -> list[Term]:
        """The members of an RDF list; a broken one ends where it breaks."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head not in seen and (first := self.objects(head, RDF.first)):
            seen.add(head)
            found.append(first[0])
            head = next(iter(self.objects(head, RDF.rest)), RDF.nil)
        return found

    def sparql_constraints(self, base: str) -> list[SparqlConstraint]:
        """Those we run ourselves: of active node shapes with targets that no other shape refers to.

        A shape that another refers to decides whether that one conforms: the validator must run it.
        """
        referred = {value for _, predicate, value in self if predicate in _NESTING}
        for predicate in (SH["and"], SH["or"], SH.xone):
            referred |= {
                m
                for s in self.subjects(predicate)
                for o in self.objects(s, predicate)
                for m in self.members(o)
            }
        found: list[SparqlConstraint] = []
        for shape in self.subjects(SH.sparql):
            targeted = any(self.objects(shape, target) for target in TARGETS) or self.is_class(shape)
            if (
                shape in referred
                or not targeted
                or self.objects(shape, SH.path)
                or self.objects(shape, SH.target)
            ):
                continue
            if self.deactivated(shape):
                continue
            for node in self.objects(shape, SH.sparql):
                select = self.objects(node, SH.select)
                if len(select) == 1 and isinstance(node, (NamedNode, BlankNode)):
                    query = rebase_query(_lexical(select[0]), base)
                    # Each prefix given costs time at each of thousands of runs: only those of the text.
                    declared = self._prefixes(node, base).items()
                    prefixes = {prefix: namespace for prefix, namespace in declared if f"{prefix}:" in query}
                    found.append(SparqlConstraint(shape, node, query, prefixes))
        return found

    def targeted(self) -> list[NamedNode]:
        """Shapes with an IRI that have targets of their own and are active."""
        shapes = dict.fromkeys(shape for target in TARGETS for shape in self.subjects(target))
        return [s for s in shapes if isinstance(s, NamedNode) and not self.deactivated(s)]

    def reached_from(self, shape: Term) -> set[Term]:
        """*shape* and everything it refers to, directly or not."""
        reached: set[Term] = {shape}
        waiting = [shape]
        while waiting:
            facts = self._facts.get(waiting.pop(), {})
            objects = {o for predicate, values in facts.items() if predicate not in TARGETS for o in values}
            waiting.extend(objects - reached)
            reached |= objects
        return reached

    def is_class(self, shape: Term) -> bool:
        """A shape that is also a class targets its instances (SHACL §2.1.3.3, implicit class targets)."""
        types = self.objects(shape, RDF.type)
        return RDFS.Class in types or OWL.Class in types

    def _prefixes(self, node: Term, base: str) -> dict[str, str]:
        """SHACL §5.2.1; namespaces of ours are under *base* like all that we publish."""
        declared: dict[str, str] = {}
        for source in self.objects(node, SH.prefixes):
            for declaration in self.objects(source, SH.declare):
                prefix = self.objects(declaration, SH.prefix)
                namespace = self.objects(declaration, SH.namespace)
                if prefix and namespace:
                    declared[_lexical(prefix[0])] = rebase_iri(_lexical(namespace[0]), base)
        return declared


def _lexical(term: Term) -> str:
    return term.value if isinstance(term, (Literal, NamedNode)) else ""


def on_day(query: str, moment: str) -> str:
    """*query* with every ``NOW()`` replaced by *moment*, an ``xsd:dateTime``: no clock is read."""
    instant = f'"{moment}"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    return _NOW.sub(lambda found: instant if found.group("now") else found.group(), query)


def asks_alike_for_all(query: str) -> bool:
    """Whether *query* run once gives, focus node by focus node, what it gives with ``$this`` bound.

    Sure when the pattern begins with ``$this``, so that it is bound wherever it is used; when the only
    groups in it are those of EXISTS; and when nothing counts or cuts rows. Else we say no.
    """
    skeleton = re.sub(rf"(?xs) {_OPAQUE}", " _ ", query)
    groups = len(re.findall(r"\{", skeleton)) - len(re.findall(r"(?i)\bEXISTS\s*\{", skeleton))
    return bool(groups == 1 and _BEGINS_WITH_THIS.match(skeleton) and not _NOT_ROW_BY_ROW.search(skeleton))
