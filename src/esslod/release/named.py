"""The names of things for the index: in French, in English, and what to show when a language lacks one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import Addresses
from esslod.rdf.description import LABELS

_RANK: Final = {property_: rank for rank, property_ in enumerate(LABELS)}


@dataclass(frozen=True)
class Named:
    """Names by language; ``plain`` is a name in no language, or the end of the IRI."""

    fr: str | None
    en: str | None
    plain: str

    @property
    def best(self) -> str:
        return self.fr or self.en or self.plain

    def row(self) -> tuple[str | None, str | None, str]:
        return self.fr, self.en, self.plain


class Namings:
    """Every name said in some quads."""

    def __init__(self, quads: Iterable[Quad], addresses: Addresses) -> None:
        self._addresses = addresses
        self._said: dict[str, dict[str, tuple[int, str]]] = {}
        for quad in quads:
            rank = _RANK.get(quad.predicate)
            if (
                rank is None
                or not isinstance(quad.object, Literal)
                or not isinstance(quad.subject, NamedNode)
            ):
                continue
            by_language = self._said.setdefault(quad.subject.value, {})
            language = (quad.object.language or "").partition("-")[0]
            candidate = (rank, quad.object.value)
            by_language[language] = min(by_language.get(language, candidate), candidate)

    def of(self, iri: str) -> Named:
        said = self._said.get(iri, {})
        other = next((said[language][1] for language in sorted(said) if language not in ("fr", "en")), "")
        plain = other or self._addresses.path(iri) or iri.partition("://")[2] or iri
        return Named(said.get("fr", (0, None))[1], said.get("en", (0, None))[1], plain)

    def texts(self, iri: str) -> Iterator[str]:
        """Every name of *iri*, in any language."""
        return (text for _, text in self._said.get(iri, {}).values())
