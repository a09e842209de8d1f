"""What to call a thing on a page: its name in the reader's language, or the best there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from esslod.rdf.borrowed import BORROWED
from esslod.rdf.description import LABELS, Reader
from esslod.representation.words import LANGUAGES

_RANK: Final = {property_: rank for rank, property_ in enumerate(LABELS)}


_AT_ONCE: Final = 300
_QUESTION: Final = """
SELECT DISTINCT ?thing ?property ?name WHERE {
  VALUES ?thing { %s } ?thing ?property ?name FILTER(?property IN (%s))
}"""


def names_of(reader: Reader, nodes: Sequence[NamedNode]) -> Iterator[Quad]:
    """Every statement that names one of *nodes*, once, wherever it is said.

    As `labels_of` but for the graphs: what every edition says (a period, for instance) would come
    thousands of times.
    """
    properties = ", ".join(map(str, LABELS))
    for start in range(0, len(nodes), _AT_ONCE):
        some = " ".join(map(str, nodes[start : start + _AT_ONCE]))
        for row in reader.select(_QUESTION % (some, properties)):
            yield Quad(row["thing"], row["property"], row["name"])


class Names:
    """Names of things, gathered from quads whose predicate is one of `LABELS`."""

    def __init__(self, quads: Iterable[Quad], prefixes: Mapping[str, str], base: str = "") -> None:
        self._base = base
        self._prefixes = sorted(prefixes.items(), key=lambda item: -len(item[1]))
        self._names: dict[NamedNode, dict[str, tuple[int, str]]] = {}
        self.add(quads)

    def add(self, quads: Iterable[Quad]) -> None:
        for quad in quads:
            rank = _RANK.get(quad.predicate)
            if (
                rank is None
                or not isinstance(quad.object, Literal)
                or not isinstance(quad.subject, NamedNode)
            ):
                continue
            by_language = self._names.setdefault(quad.subject, {})
            language = (quad.object.language or "").partition("-")[0]
            candidate = (rank, quad.object.value)
            by_language[language] = min(by_language.get(language, candidate), candidate)

    def known(self, thing: NamedNode) -> bool:
        return thing in self._names

    def best(self, thing: NamedNode, language: str) -> tuple[str, str]:
        """(text, its language): in *language*, else without language, else any; else a short IRI."""
        names = self._names.get(thing, {})
        if not names and thing.value in BORROWED:
            return BORROWED[thing.value][LANGUAGES.index(language)], language
        for spoken in (language, "", *sorted(names)):
            if spoken in names:
                return names[spoken][1], spoken
        return self.short(thing), ""

    def in_language(self, thing: NamedNode, language: str) -> str:
        """The name in exactly *language*, or an empty text."""
        return self._names.get(thing, {}).get(language, (0, ""))[1]

    def short(self, thing: NamedNode) -> str:
        """``prefix:local`` when a prefix fits, a path under our base, else the IRI without its scheme."""
        for prefix, namespace in self._prefixes:
            local = thing.value.removeprefix(namespace)
            if local != thing.value and local and "/" not in local and "#" not in local:
                return f"{prefix}:{local}"
        if self._base and thing.value.startswith(self._base) and thing.value != self._base:
            return thing.value.removeprefix(self._base)
        return thing.value.partition("://")[2] or thing.value
