"""schema.org: what search engines read of a resource, in its page and as a profile of its own.

The mapping is from general vocabularies only, by the two tables below; a class or property of
the site's own counts as what its vocabulary says it is a sub-class or sub-property of. What has
no counterpart is left out: this is a view, the full description is the data.

The context is written out, so that the statements are the same whether or not a reader
fetches schema.org's own (F-UJI does not).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from esslod.addresses import Addresses
from esslod.namespaces import RDF, SCHEMA
from esslod.rdf.description import LABELS, Description, Reader
from esslod.representation.datasets import Datasets
from esslod.representation.schema_terms import ANYTHING, LINKS, PROPERTIES, SUMMARIES, TYPES, VALUES
from esslod.representation.words import LANGUAGES

_SUPERIORS: Final = """
SELECT ?term ?superior WHERE {
  ?term <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> ?superior }"""


class SchemaOrg:
    """Describes the resources of one release in schema.org's words. Reads its vocabulary once."""

    def __init__(self, reader: Reader, addresses: Addresses) -> None:
        self._addresses = addresses
        self._datasets = Datasets(reader, addresses)
        self._properties = dict(PROPERTIES)
        for row in reader.select(_SUPERIORS):
            if row["superior"] in PROPERTIES:
                self._properties.setdefault(row["term"], PROPERTIES[row["superior"]])

    def tree(self, description: Description, language: str = "") -> dict[str, Any]:
        """JSON-LD of what is described: texts in one *language*, or in all with their language."""
        own = [quad for quad in description.own if quad.subject == description.focus]
        kind = _type(quad.object for quad in own if quad.predicate == RDF.type)
        path = self._addresses.document(description.focus.value)
        tree: dict[str, Any] = {
            "@id": description.focus.value,
            "@type": kind,
            "name": _first(own, LABELS, language),
            "description": _first(own, SUMMARIES, language),
            "url": self._addresses.iri(path) if path is not None else None,
            **self._mapped(own, kind, description, language),
        }
        if kind in ("Dataset", "DataCatalog"):
            tree |= self._datasets.details(description, kind, tree, language)
        return _whole(tree)

    def home(self, base: str, language: str) -> dict[str, Any]:
        """The home page: a web site about the catalogue of the release."""
        catalogue = self._datasets.catalogue(language)
        site = {"@id": base, "@type": "WebSite", "url": base, "inLanguage": language}
        told = {name: catalogue[name] for name in ("name", "description", "publisher")}
        return _whole(site | told | {"mainEntity": catalogue})

    def quads(self, description: Description) -> tuple[Quad, ...]:
        """The same as statements: what `tree` says, in every language."""
        tree = self.tree(description)
        return tuple(parse(json.dumps(tree), RdfFormat.JSON_LD))

    def _mapped(
        self, own: Sequence[Quad], kind: str, description: Description, language: str
    ) -> dict[str, Any]:
        found: dict[str, list[Any]] = {}
        for quad in sorted(own, key=str):
            name, kinds = self._properties.get(quad.predicate, ("", frozenset()))
            if not name or (kinds and kind not in kinds):
                continue
            value = _value(quad.object, name, description, language)
            if value is not None and value not in found.setdefault(name, []):
                found[name].append(value)
        return {name: values[0] if len(values) == 1 else values for name, values in sorted(found.items())}


def _whole(tree: Mapping[str, Any]) -> dict[str, Any]:
    """*tree* without what is empty, under a context that holds what it uses."""
    kept = _filled(tree)
    used = set(_names(kept))
    values = {name: {"@type": kind} for name, kind in VALUES.items() if name in used}
    return {"@context": {"@vocab": SCHEMA.iri, **values}, **kept}


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: inner for name, inner in value.items() if inner not in (None, [], "")}
        return {name: _filled(inner) for name, inner in kept.items()}
    return [_filled(inner) for inner in value] if isinstance(value, list) else value


def _names(value: object) -> Iterator[str]:
    """Every name in a tree."""
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)


def script(tree: Mapping[str, Any]) -> str:
    """*tree* as it may stand in an HTML ``script`` element: nothing in it can end the element."""
    text = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _type(kinds: Iterable[object]) -> str:
    found = set(kinds)
    return next((name for kind, name in TYPES if kind in found), ANYTHING)


def _value(term: Any, name: str, description: Description, language: str) -> object:
    """A value as schema.org writes it; None for a text in another language than the one wanted."""
    if isinstance(term, Literal):
        return text_of(term, language)
    if not isinstance(term, NamedNode):
        return None
    if name in LINKS:
        return term.value
    labels = [quad for quad in description.labels if quad.subject == term]
    called = _first(labels, LABELS, language)
    return {"@id": term.value, "name": called} if called else {"@id": term.value}


def text_of(literal: Literal, language: str) -> object:
    """The literal in JSON: numbers as numbers, texts plain when one language is wanted."""
    if literal.language:
        if not language:
            return {"@value": literal.value, "@language": literal.language}
        return literal.value if literal.language.partition("-")[0] == language else None
    kind = literal.datatype.value.rpartition("#")[2]
    return int(literal.value) if kind == "integer" and literal.value.isdecimal() else literal.value


def _first(quads: Iterable[Quad], properties: Sequence[NamedNode], language: str) -> object:
    """The texts of the first of *properties* that has some: one, in *language*, or all."""
    listed = sorted(quads, key=str)
    for property_ in properties:
        literals = [q.object for q in listed if q.predicate == property_ and isinstance(q.object, Literal)]
        if literals and not language:
            texts = list(dict.fromkeys((literal.value, literal.language or "") for literal in literals))
            said = [{"@value": text, "@language": tag} if tag else text for text, tag in texts]
            return said[0] if len(said) == 1 else said
        if literals:
            return _spoken(literals, language)
    return None


def _spoken(literals: Sequence[Literal], language: str) -> str:
    """The text in *language*, else without language, else in another of ours."""
    by_language = {(literal.language or "").partition("-")[0]: literal.value for literal in literals}
    for wanted in (language, "", *LANGUAGES):
        if wanted in by_language:
            return by_language[wanted]
    return literals[0].value
