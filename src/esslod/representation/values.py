"""Terms as what a page shows: text or number in the reader's language, link, note, order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from esslod.addresses import Addresses
from esslod.fields import UNIT_OF, Fields
from esslod.namespaces import XSD
from esslod.representation import writing
from esslod.representation.linked import Facts, as_number
from esslod.representation.naming import Names
from esslod.representation.page import Cluster, Value

#: Longest list of one row shown without cutting it by class.
_SHORT_LIST: Final = 6


class Values:
    """Shows the terms of one page, whose names and linked things are known."""

    def __init__(
        self,
        addresses: Addresses,
        fields: Fields,
        names: Names,
        linked: Mapping[NamedNode, Facts],
        language: str,
    ) -> None:
        self._addresses = addresses
        self._fields = fields
        self._names = names
        self._linked = linked
        self._language = language
        self._links: dict[NamedNode, Value] = {}

    def clusters(self, values: Sequence[Value]) -> tuple[Cluster, ...]:
        """*values* cut by class when they are many and of several classes."""
        if len(values) <= _SHORT_LIST:
            return (Cluster("", tuple(values)),)
        clusters: dict[str, list[Value]] = {}
        for value in values:
            clusters.setdefault(self._kind_name(value), []).append(value)
        if len(clusters) == 1:
            return (Cluster("", tuple(values)),)
        return tuple(Cluster(title, tuple(members)) for title, members in clusters.items())

    def _kind_name(self, value: Value) -> str:
        facts = self._linked.get(NamedNode(value.machine)) if value.kind == "link" else None
        kinds = self._fields.narrowest(facts.kinds) if facts else []
        return self._names.best(kinds[0], self._language)[0] if kinds else ""

    def several(
        self, terms: Iterable[Any], units: Mapping[NamedNode, Any], property_: NamedNode | None = None
    ) -> tuple[Value, ...]:
        listed = list(terms)
        languages = {term.language for term in listed if isinstance(term, Literal) and term.language}
        if self._language in languages:  # the other language is one click away
            listed = [
                t
                for t in listed
                if not (isinstance(t, Literal) and t.language and t.language != self._language)
            ]
        unit = units.get(UNIT_OF[property_]) if property_ in UNIT_OF else None
        values = [self.one(term, unit) for term in listed]
        if len(values) < 2:  # most are single, and a key to sort by costs more than the value
            return tuple(values)
        return tuple(sorted(values, key=lambda value: (value.rank, writing.sorting_key(value.text))))

    def one(self, term: Any, unit: Any) -> Value:
        if isinstance(term, NamedNode):
            return self.link(term)
        if not isinstance(term, Literal):
            return Value(term.value if isinstance(term, BlankNode) else str(term), kind="code")
        if term.datatype == XSD.anyURI and term.value.startswith(("http://", "https://")):
            return self._address(term.value)
        if term.datatype in writing.NUMBERS:
            text = self._quantity(term, unit if isinstance(unit, NamedNode) else None)
            return Value(text, kind="number", machine=term.value, rank=as_number(term))
        text = writing.literal_text(term, self._language)
        kind = "date" if term.datatype == XSD.date else "text"
        return Value(text, self.foreign(term.language or ""), kind, machine=term.value)

    def _address(self, address: str) -> Value:
        """A web address that is a value: a link, on this host when it is ours."""
        ours = self._addresses.path(address)
        if ours is None:
            return Value(address, kind="link", iri=address, machine=address)
        if ours.endswith("/"):  # a namespace of ours: no document
            return Value(address, kind="code", machine=address)
        return Value(address, kind="link", path=ours.removesuffix("#"), machine=address)

    def _quantity(self, number: Literal, unit: NamedNode | None) -> str:
        label = self._names.best(unit, self._language)[0] if unit and self._names.known(unit) else ""
        return writing.quantity(number, unit, self._language, label)

    def link(self, node: NamedNode) -> Value:
        """A link to *node* by its name; made once, for a page names the same things often."""
        if node not in self._links:
            self._links[node] = self._link(node)
        return self._links[node]

    def _link(self, node: NamedNode) -> Value:
        text, spoken = self._names.best(node, self._language)
        document = self._addresses.document(node.value)
        facts = self._linked.get(node)
        note, rank = (self._note(facts), facts.position) if facts else ("", 0.0)
        if document is None:
            # Another scheme (javascript: …) is shown, never linked.
            iri = node.value if node.value.startswith(("http://", "https://", "mailto:")) else ""
            return Value(text, self.foreign(spoken), "link", None, iri, note, node.value, rank)
        fragment = (self._addresses.path(node.value) or "").partition("#")[2]
        path = f"{document}#{fragment}" if fragment else document
        return Value(text, self.foreign(spoken), "link", path, "", note, node.value, rank)

    def _note(self, facts: Facts) -> str:
        """The figure a linked thing carries, or the document of a passage, with the codes that say more."""
        if facts.measure is None and not facts.sources:
            return ""
        unit = next(iter(facts.units), None)
        codes = self.codes(facts)
        if facts.measure is not None:
            return " · ".join((self._quantity(facts.measure, unit), *codes))
        return " · ".join(
            (*(self._names.best(source, self._language)[0] for source in facts.sources), *codes)
        )

    def codes(self, facts: Facts) -> list[str]:
        """The names of the codes a thing bears, in the order of its fields."""
        fields = self._fields.of(facts.kinds)
        ordered = sorted(
            facts.codes,
            key=lambda code: (fields[code[0], False].order if (code[0], False) in fields else 1e9, str(code)),
        )
        return [self._names.best(code, self._language)[0] for _, code in ordered]

    def foreign(self, language: str) -> str:
        """*language* when it is not the page's, for the ``lang`` attribute."""
        return language if language != self._language else ""
