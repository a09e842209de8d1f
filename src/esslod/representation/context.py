"""The JSON-LD context: short names for properties and classes, and what their values are.

One context serves every resource of a site. Its names come from two places: the table of
borrowed vocabularies below, and the release's own vocabulary. A name that was published never
changes its meaning (``tests/corpus/context`` keeps the first list): a context may only grow, and
a change of meaning is a new version at a new address (JSON-LD 1.1 §4.1; decision 0017).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pyoxigraph import NamedNode, Triple

from esslod.namespaces import OWL, PREFIXES, RDF, RDFS, XSD

#: What values of a term are: IRIs, texts by language, or (a datatype's IRI) literals of that type.
LINK: Final = "@id"
LANGUAGES: Final = "@language"
ID: Final = "id"
TYPE: Final = "type"

#: Names of borrowed properties. No sign: literals, or links to things written out; ``>`` links;
#: ``@`` texts in languages; ``:`` dates.
_BORROWED: Final = """
label @rdfs:label | comment @rdfs:comment | prefLabel @skos:prefLabel | altLabel @skos:altLabel
definition @skos:definition | scopeNote @skos:scopeNote | editorialNote @skos:editorialNote
note @skos:note | title @dct:title | description @dct:description
citation @dct:bibliographicCitation | keyword @dcat:keyword
identifier dct:identifier | isPartOf >dct:isPartOf | hasPart >dct:hasPart | source >dct:source
license >dct:license | publisher >dct:publisher | creator >dct:creator | language >dct:language
spatial >dct:spatial | temporal >dct:temporal | subject >dct:subject | conformsTo >dct:conformsTo
references >dct:references | accessRights >dct:accessRights | format >dct:format
created :dct:created | issued :dct:issued | modified :dct:modified
isReplacedBy >dct:isReplacedBy | replaces >dct:replaces
version dcat:version | isVersionOf >dcat:isVersionOf | hasVersion >dcat:hasVersion
startDate dcat:startDate | endDate dcat:endDate | theme >dcat:theme | dataset >dcat:dataset
distribution >dcat:distribution | accessURL >dcat:accessURL | downloadURL >dcat:downloadURL
byteSize dcat:byteSize | mediaType >dcat:mediaType | landingPage >dcat:landingPage
contactPoint >dcat:contactPoint | notation skos:notation | inScheme >skos:inScheme
broader >skos:broader | narrower >skos:narrower | hasTopConcept >skos:hasTopConcept
topConceptOf >skos:topConceptOf | wasDerivedFrom >prov:wasDerivedFrom
wasAttributedTo >prov:wasAttributedTo | name foaf:name | homepage >foaf:homepage | page >foaf:page
primaryTopic >foaf:primaryTopic | member >org:member | organization >org:organization
memberDuring >org:memberDuring | dataSet >qb:dataSet | amount obeu-measure:amount
currency >obeu-attribute:currency | budgetOf >obeu-dimension:organization
fiscalPeriod >obeu-dimension:fiscalPeriod | value sdmx-measure:obsValue
unitMeasure >sdmx-attribute:unitMeasure | refArea >sdmx-dimension:refArea
refPeriod sdmx-dimension:refPeriod | hasSource >oa:hasSource | hasSelector >oa:hasSelector
start oa:start | end oa:end | subClassOf >rdfs:subClassOf | subPropertyOf >rdfs:subPropertyOf
domain >rdfs:domain | range >rdfs:range | seeAlso >rdfs:seeAlso | isDefinedBy >rdfs:isDefinedBy
versionIRI >owl:versionIRI | versionInfo owl:versionInfo | position schema:position
foundingDate :schema:foundingDate | translator >schema:translator
"""
_SIGNS: Final = {">": LINK, "@": LANGUAGES, ":": XSD.date.value}
#: Ranges whose literals need no type in JSON: its own texts, numbers and booleans.
_PLAIN: Final = frozenset(term.value for term in (XSD.string, XSD.integer, XSD.boolean))


@dataclass(frozen=True)
class Term:
    """One short name: the IRI it stands for, and what its values are (`LINK`, `LANGUAGES`, a datatype)."""

    iri: str
    values: str = ""


@dataclass(frozen=True)
class Context:
    """The names a document may use. ``address`` is where they are published; empty when nowhere."""

    address: str
    terms: Mapping[str, Term]
    prefixes: Mapping[str, str]

    @cached_property
    def names(self) -> dict[str, str]:
        """IRI → short name."""
        return {term.iri: name for name, term in self.terms.items()}

    def compact(self, iri: str) -> str:
        """The short name of a property, class or datatype, or ``prefix:name``, or the IRI itself."""
        name = self.names.get(iri)
        return name if name is not None else self.prefixed(iri)

    def prefixed(self, iri: str) -> str:
        """``prefix:name`` where a prefix fits (the longest namespace), else the IRI itself."""
        known = self._prefixed.get(iri)
        if known is None:
            fitting = (item for item in self._spaces if iri.startswith(item[1]) and iri != item[1])
            prefix, space = next(fitting, ("", ""))
            local = iri.removeprefix(space)
            known = iri if not prefix or local.startswith("//") else f"{prefix}:{local}"
            self._prefixed[iri] = known
        return known

    @cached_property
    def _prefixed(self) -> dict[str, str]:
        """What `prefixed` found: properties, classes and datatypes, so never many."""
        return {}

    @cached_property
    def _spaces(self) -> list[tuple[str, str]]:
        return sorted(self.prefixes.items(), key=lambda item: -len(item[1]))

    def definitions(self, used: Iterable[str] | None = None) -> dict[str, Any]:
        """What stands behind ``@context``; only the names and prefixes *used*, when given.

        The prefixes that terms themselves need come along.
        """
        wanted = set(self.terms) | set(self.prefixes) if used is None else set(used)
        terms = {name: self._definition(term) for name, term in self.terms.items() if name in wanted}
        for term in (self.terms[name] for name in terms):
            wanted |= {self.prefixed(iri).partition(":")[0] for iri in (term.iri, term.values)}
        spoken = {prefix: space for prefix, space in self.prefixes.items() if prefix in wanted}
        return {"@version": 1.1, ID: "@id", TYPE: "@type", **spoken, **terms}

    def _definition(self, term: Term) -> object:
        iri = self.prefixed(term.iri)
        if term.values == LANGUAGES:
            return {"@id": iri, "@container": LANGUAGES}
        if term.values:
            return {"@id": iri, "@type": term.values if term.values == LINK else self.prefixed(term.values)}
        return iri

    @cached_property
    def document(self) -> bytes:
        """The context as a document of its own."""
        return (json.dumps({"@context": self.definitions()}, ensure_ascii=False, indent=2) + "\n").encode()

    @cached_property
    def digest(self) -> str:
        """Names this content: two contexts that say the same have the same digest."""
        return hashlib.sha256(self.document).hexdigest()[:12]


def borrowed() -> dict[str, Term]:
    """Short names of the properties that our data borrow from general vocabularies."""
    terms = {}
    for entry in _BORROWED.replace("\n", "|").split("|"):
        if not entry.strip():
            continue
        name, _, meant = entry.strip().partition(" ")
        values = _SIGNS.get(meant[0], "")
        prefix, _, local = meant[1 if values else 0 :].partition(":")
        terms[name] = Term(PREFIXES[prefix] + local, values)
    return terms


def context_of(
    vocabulary: Iterable[Triple], namespace: str, prefixes: Mapping[str, str], address: str = ""
) -> Context:
    """The context of a site: borrowed names, then what *vocabulary* declares under *namespace*.

    A name already taken by a borrowed term or a prefix is not taken over: what came first stays.
    """
    said = list(vocabulary)
    terms = borrowed()
    ranges = {
        t.subject: t.object.value
        for t in said
        if t.predicate == RDFS.range and isinstance(t.object, NamedNode)
    }
    for triple in sorted((t for t in said if t.predicate == RDF.type), key=str):
        iri = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
        name = iri.removeprefix(namespace)
        values = _values_of(triple.object, ranges.get(triple.subject, ""))
        free = name not in terms and name not in prefixes and name not in (ID, TYPE)
        if values is not None and iri.startswith(namespace) and name.isidentifier() and free:
            terms[name] = Term(iri, values)
    return Context(address, terms, dict(prefixes))


def _values_of(kind: object, range_: str) -> str | None:
    """What values a term of this class has; None when it gets no name."""
    if kind == OWL.ObjectProperty:
        return LINK
    if kind == OWL.DatatypeProperty and range_ == RDF.langString.value:
        return LANGUAGES
    if kind == OWL.DatatypeProperty:
        return range_ if range_.startswith(XSD.iri) and range_ not in _PLAIN else ""
    return "" if kind in (RDF.Property, OWL.Class, RDFS.Class) else None
