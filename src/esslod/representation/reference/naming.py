"""How reference pages show a term: a link with its name, a type of literals in words, a value as written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import Addresses
from esslod.fields import Fields
from esslod.namespaces import RDF, XSD
from esslod.rdf.description import Reader, labels_of
from esslod.representation import writing
from esslod.representation.naming import Names
from esslod.representation.page import Value
from esslod.representation.values import Values
from esslod.representation.words import word

#: Type of literals → word.
_DATATYPES: Final = {
    XSD.string: "datatype-string",
    RDF.langString: "datatype-langString",
    XSD.boolean: "datatype-boolean",
    XSD.integer: "datatype-integer",
    XSD.nonNegativeInteger: "datatype-nonNegativeInteger",
    XSD.positiveInteger: "datatype-positiveInteger",
    XSD.decimal: "datatype-decimal",
    XSD.double: "datatype-double",
    XSD.date: "datatype-date",
    XSD.dateTime: "datatype-dateTime",
    XSD.dateTimeStamp: "datatype-dateTimeStamp",
    XSD.gYear: "datatype-gYear",
    XSD.gYearMonth: "datatype-gYearMonth",
    XSD.anyURI: "datatype-anyURI",
    XSD.token: "datatype-token",
    XSD.hexBinary: "datatype-hexBinary",
    XSD.duration: "datatype-duration",
}


class Show:
    """Makes the value of any term, in *language*. *known* names what is asked for most; `learn` adds more."""

    def __init__(  # noqa: PLR0913, PLR0917 -- what a page is made with
        self,
        reader: Reader,
        addresses: Addresses,
        prefixes: Mapping[str, str],
        fields: Fields,
        known: Iterable[Quad],
        language: str,
    ) -> None:
        self._reader = reader
        self.language = language
        self.names = Names(known, prefixes, addresses.base)
        self._values = Values(addresses, fields, self.names, {}, language)

    def learn(self, terms: Iterable[Any]) -> None:
        """Look up the names of those of *terms* that have none yet, in one question."""
        unknown = {term for term in terms if isinstance(term, NamedNode) and not self.names.known(term)}
        self.names.add(labels_of(self._reader, sorted(unknown, key=str)))

    def __call__(self, term: Any) -> Value:
        if isinstance(term, NamedNode) and (said := self.datatype(term)):
            return Value(said, machine=term.value)
        return self._values.one(term, None)

    def text(self, node: NamedNode) -> str:
        """The name of *node*."""
        return self.names.best(node, self.language)[0]

    def sorting(self, node: NamedNode) -> tuple[str, str]:
        """Where *node* stands in an alphabetical list."""
        return writing.sorting_key(self.text(node)), node.value

    def spoken(self, terms: Iterable[Any]) -> Value | None:
        """The one of these texts that the reader understands best."""
        texts = {(term.language or ""): term for term in terms if isinstance(term, Literal)}
        chosen = texts.get(self.language) or texts.get("") or next(iter(texts.values()), None)
        return None if chosen is None else self(chosen)

    def datatype(self, node: NamedNode) -> str:
        """A type of literals in words; empty for what is none, or one that has no words here."""
        return word(_DATATYPES[node], self.language) if node in _DATATYPES else ""
