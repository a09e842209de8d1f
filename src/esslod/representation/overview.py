"""What a release holds, at a glance: numbers and editions that are the same for every reader, read once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from esslod.addresses import EDITIONS, VOCABULARY
from esslod.representation.asking import ask

if TYPE_CHECKING:
    from esslod.queries import QueryFile
    from esslod.release.manifest import Manifest
    from esslod.representation.asking import Answer
    from esslod.representation.questions import Questions

_CLASSES: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?class rdfs:isDefinedBy %s . ?thing a ?class
  FILTER NOT EXISTS { ?narrower rdfs:subClassOf ?class ; rdfs:isDefinedBy ?vocabulary }
} GROUP BY ?class"""
_PLACES: Final = """
SELECT DISTINCT ?edition ?place WHERE {
  VALUES ?edition { %s } ?edition ?property ?place . ?place a <http://purl.org/dc/terms/Location>
}"""
#: A query, and its answer.
KeyFigures = tuple["QueryFile", "Answer"]
_FIGURES: Final = "figures"
#: Seconds that the home page waits for its figures.
_PATIENCE: Final = 5.0


class Overview:
    """What the release of *manifest* holds; *questions* are those of the same release."""

    def __init__(self, questions: Questions, manifest: Manifest) -> None:
        self._questions = questions
        self._manifest = manifest

    @cached_property
    def figures(self) -> KeyFigures | None:
        """The query whose answer are the key figures, and its answer; None when the release has none.

        Raises what `Engine.ask` raises.
        """
        for query in self._questions.files.values():
            if query.chart and query.chart.kind == _FIGURES:
                return query, ask(self._questions.engine, query, {}, seconds=_PATIENCE)
        return None

    @cached_property
    def counts(self) -> dict[NamedNode, int]:
        """How many things each class of our vocabulary has; a parent class would count them twice."""
        vocabulary = NamedNode(self._questions.reading.addresses.iri(VOCABULARY))
        rows = self._questions.engine.select(_CLASSES % vocabulary)
        return {
            row["class"]: int(row["count"].value)
            for row in rows
            if isinstance(row["class"], NamedNode) and isinstance(row["count"], Literal)
        }

    @cached_property
    def editions(self) -> tuple[NamedNode, ...]:
        """The latest edition of each profile, the newest first."""
        addresses = self._questions.reading.addresses
        latest: dict[str, str] = {}
        for graph in self._manifest.graphs:
            if (addresses.path(graph.iri) or "").startswith(EDITIONS):
                profile, _, day = graph.iri.rpartition("/")
                latest[profile] = max(latest.get(profile, ""), day)
        newest = sorted(sorted(latest.items()), key=lambda item: item[1], reverse=True)
        return tuple(NamedNode(f"{profile}/{day}") for profile, day in newest)

    def places(self, editions: tuple[NamedNode, ...]) -> dict[NamedNode, NamedNode]:
        """The place that each of *editions* is about."""
        if not editions:
            return {}
        rows = self._questions.engine.select(_PLACES % " ".join(map(str, editions)))
        return {row["edition"]: row["place"] for row in sorted(rows, key=lambda row: str(row["place"]))}
