"""JSON-LD that a JSON developer can read: compact, short names, numbers as numbers.

The expanded form is built here from the terms themselves (a library's ``from_rdf`` is
quadratic, and rdflib's rewrites numbers), then compacted by PyLD against a context that
travels inside the document. `terms_of` derives the short names from the vocabulary; a
published, versioned context and frames will hang here too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from esslod.namespaces import DCT, OWL, RDF, RDFS, SKOS, XSD

#: What a context says of one short name.
TermDefinition = Mapping[str, str]

_IDENTIFIED: Final = "@id"
_LANGUAGE_MAPS: Final = {
    "label": RDFS.label,
    "comment": RDFS.comment,
    "prefLabel": SKOS.prefLabel,
    "altLabel": SKOS.altLabel,
    "definition": SKOS.definition,
    "scopeNote": SKOS.scopeNote,
    "editorialNote": SKOS.editorialNote,
    "title": DCT.title,
    "description": DCT.description,
}
#: Lexical forms that JSON's own numbers and booleans bring back unchanged.
_BOOLEANS: Final = {"true": True, "false": False}
_LARGEST_EXACT: Final = 2**53


def terms_of(vocabulary: Iterable[Triple], namespace: str) -> dict[str, TermDefinition]:
    """Short names for the properties that *vocabulary* declares under *namespace*.

    ``label`` and its like become language maps; an object property's values are IRIs.
    """
    terms: dict[str, TermDefinition] = {
        name: {_IDENTIFIED: property_.value, "@container": "@language"}
        for name, property_ in _LANGUAGE_MAPS.items()
    }
    kinds: dict[object, TermDefinition] = {
        OWL.ObjectProperty: {"@type": "@id"},
        OWL.DatatypeProperty: {},
        RDF.Property: {},
    }
    typed = (triple for triple in vocabulary if triple.predicate == RDF.type and triple.object in kinds)
    for triple in sorted(typed, key=str):
        iri = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
        name = iri.removeprefix(namespace)
        if iri.startswith(namespace) and name.isidentifier() and name not in terms:
            terms[name] = {_IDENTIFIED: iri, **kinds[triple.object]}
    return terms


def document(
    triples: Sequence[Triple], prefixes: Mapping[str, str], terms: Mapping[str, TermDefinition]
) -> bytes:
    """Compact JSON-LD of *triples*, things in the order they come, context first."""
    expanded = _expanded(triples)
    context = _context(triples, prefixes, terms)
    compacted = _compacted(expanded, context)
    things = compacted.get("@graph", [{key: compacted[key] for key in compacted if key != "@context"}])
    text = {"@context": context, "@graph": [_tidy(thing) for thing in things]}
    return (json.dumps(text, ensure_ascii=False, indent=2) + "\n").encode()


def _compacted(expanded: list[dict[str, Any]], context: dict[str, Any]) -> dict[str, Any]:
    from pyld import jsonld  # noqa: PLC0415 : slow to import, and only this function needs it

    # No document loader: our contexts are inline, and no outside host is ever asked.
    options = {"graph": True, "documentLoader": _refuse, "ordered": True}
    compacted: dict[str, Any] = jsonld.compact(expanded, context, options)
    return compacted


def _refuse(url: str, _options: object = None) -> dict[str, Any]:
    raise ValueError(url)


def _expanded(triples: Iterable[Triple]) -> list[dict[str, Any]]:
    things: dict[str, dict[str, Any]] = {}
    for triple in triples:
        name = _name(triple.subject)
        thing = things.setdefault(name, {"@id": name})
        if triple.predicate == RDF.type:
            thing.setdefault("@type", []).append(_name(triple.object))
        else:
            thing.setdefault(triple.predicate.value, []).append(_value(triple.object))
    return list(things.values())


def _name(term: object) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(getattr(term, "value", term))


def _value(term: object) -> dict[str, Any]:
    if not isinstance(term, Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == XSD.string:
        return {"@value": term.value}
    native = _native(term)
    return {"@value": term.value, "@type": term.datatype.value} if native is None else {"@value": native}


def _native(term: Literal) -> int | bool | None:
    """A JSON number or boolean that means exactly *term* when read back, else None."""
    if term.datatype == XSD.boolean:
        return _BOOLEANS.get(term.value)
    if term.datatype == XSD.integer and term.value.removeprefix("-").isascii():
        digits = term.value.removeprefix("-")
        if digits.isdigit() and str(int(term.value)) == term.value and abs(int(term.value)) < _LARGEST_EXACT:
            return int(term.value)
    return None


def _context(
    triples: Sequence[Triple], prefixes: Mapping[str, str], terms: Mapping[str, TermDefinition]
) -> dict[str, Any]:
    """The prefixes and short names that these triples use, and no other."""
    properties: set[str] = set()
    iris: set[str] = set()
    for triple in triples:
        if triple.predicate != RDF.type:  # written @type
            properties.add(triple.predicate.value)
        iris.update(term.value for term in (triple.subject, triple.object) if isinstance(term, NamedNode))
        if isinstance(triple.object, Literal):
            iris.update(_value(triple.object).get("@type", "").split())
    # A language map holds nothing but texts with a language: PyLD would put numbers in it.
    mixed = {t.predicate.value for t in triples if not (isinstance(t.object, Literal) and t.object.language)}
    named = {
        name: dict(term)
        for name, term in terms.items()
        if term[_IDENTIFIED] in properties
        and not (term.get("@container") == "@language" and term[_IDENTIFIED] in mixed)
    }
    iris |= properties
    spoken = {
        prefix: namespace
        for prefix, namespace in prefixes.items()
        if prefix not in named and any(iri.startswith(namespace) and iri != namespace for iri in iris)
    }
    return {"@version": 1.1, **spoken, **named}


def _tidy(thing: dict[str, Any]) -> dict[str, Any]:
    """Identifier, type, then names, then the rest as PyLD sorted it."""
    leading = [key for key in ("@id", "@type", *_LANGUAGE_MAPS) if key in thing]
    return {key: thing[key] for key in (*leading, *(key for key in thing if key not in leading))}
