"""The engine that lives on this machine: Oxigraph over the release's own store.

Strangers' queries go to query processes; what the site itself asks is answered here,
in process, by a store that is open read only.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import QuerySolutions, Store, Variable

from esslod.engine import channel, wording
from esslod.engine.complexity import Bounds
from esslod.engine.pool import Pool
from esslod.engine.process import Process, out_of_memory
from esslod.engine.seam import SparqlAnswer
from esslod.engine.worker import Settings
from esslod.errors import EngineFailure, NotAcceptable, QueryTooLarge
from esslod.rdf.formats import RDF_SYNTAXES, RESULTS_SYNTAXES

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import NamedNode, Quad

    from esslod.config import Site
    from esslod.engine.seam import SparqlRequest, Term
    from esslod.errors import EsslodError
    from esslod.rdf.formats import Syntax


def settings_of(site: Site, store: Path) -> Settings:
    """What a query process of *site* is told."""
    return Settings(
        store=str(store.resolve()),
        memory=site.query_memory,
        rows=site.query_rows,
        bytes=site.query_bytes,
        bounds=Bounds(
            text_bytes=site.query_text_bytes,
            nesting=site.query_nesting,
            patterns=site.query_patterns,
            list_items=site.query_list_items,
            path_steps=site.query_path_steps,
            hosts=site.service_hosts,
        ),
    )


class Embedded:
    """An `Engine` over the store in *store_folder*, under the limits of *site*.

    Safe to use from any number of threads. Raises OSError when the store cannot be opened.
    """

    def __init__(self, store_folder: Path, site: Site) -> None:
        self._store = Store.read_only(str(store_folder))
        self._seconds = site.query_seconds
        self._settings = settings_of(site, store_folder)
        self._pool = Pool(
            self._start, workers=site.query_workers, queue=site.query_queue, wait=site.query_wait
        )

    def ask(self, request: SparqlRequest) -> SparqlAnswer:
        """See `Engine.ask`. The answer is whole or an error is raised."""
        process = self._pool.take()
        well = False
        try:
            head, body, last = _exchange(process, _message(request), self._limit(request))
            well = not last.get("worn", False)
        except _Told as told:
            well = told.well
            raise told.error from None
        finally:
            self._pool.give(process, well=well)
        syntax = request.rdf if head["family"] == "rdf" else request.results
        return SparqlAnswer(head["form"], cast("Syntax", syntax), body)

    def about(self, node: NamedNode) -> list[Quad]:
        """See `Engine.about`."""
        return list(self._store.quads_for_pattern(node, None, None, None))

    def pointing_to(self, node: NamedNode, limit: int) -> list[Quad]:
        """See `Engine.pointing_to`."""
        return list(islice(self._store.quads_for_pattern(None, None, node, None), limit))

    def select(self, query: str, **substitutions: Term) -> list[dict[str, Term]]:
        """See `Engine.select`; the default graph is the union of all."""
        values = {Variable(name): term for name, term in substitutions.items()}
        found = self._store.query(query, use_default_graph_as_union=True, substitutions=values)
        if not isinstance(found, QuerySolutions):
            raise TypeError("not a SELECT query")
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in found]

    def ready(self) -> bool:
        """See `Engine.ready`."""
        return self._pool.ready()

    def pids(self) -> tuple[int, ...]:
        """The query processes of this moment."""
        return self._pool.pids()

    def close(self) -> None:
        """See `Engine.close`."""
        self._pool.close()

    def _limit(self, request: SparqlRequest) -> float:
        """Seconds for *request*: the site's, or fewer when the caller says so."""
        asked = request.seconds
        return self._seconds if asked is None or asked <= 0 else min(asked, self._seconds)

    def _start(self) -> Process:
        process = Process(self._settings)
        process.greet()
        return process


class _Told(Exception):
    """The process answered with a fault; *well* when it can go on."""

    def __init__(self, error: EsslodError) -> None:
        super().__init__(str(error))
        self.well = not isinstance(error, (EngineFailure, QueryTooLarge))
        self.error = error


def _message(request: SparqlRequest) -> dict[str, Any]:
    return {
        "query": request.query,
        "default_graphs": request.default_graphs,
        "named_graphs": request.named_graphs,
        "results": _named(request.results),
        "rdf": _named(request.rdf),
    }


def _named(syntax: Syntax | None) -> dict[str, str] | None:
    return None if syntax is None else {"name": syntax.name, "media_type": syntax.media_type}


def _exchange(
    process: Process, message: dict[str, Any], seconds: float
) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
    """The head, the body and the last word of an answer. Raises _Told for a fault, or the cause of death."""
    head: dict[str, Any] = {}
    last: dict[str, Any] = {}
    pieces: list[bytes] = []
    for kind, body in process.frames(message, seconds):
        match kind:
            case channel.BODY:
                pieces.append(body)
            case channel.ANSWER:
                head = json.loads(body)
            case channel.END:
                last = json.loads(body)
            case _:
                raise _Told(_fault(json.loads(body)))
    return head, b"".join(pieces), last


def _fault(table: dict[str, Any]) -> EsslodError:
    error = wording.unpack(table)
    if isinstance(error, QueryTooLarge) and not error.message:
        return out_of_memory()
    if isinstance(error, NotAcceptable) and not error.offered:
        return NotAcceptable(error.message, _offered())
    return error


def _offered() -> list[tuple[str, str]]:
    return [(syntax.media_type, f"?format={syntax.name}") for syntax in (*RESULTS_SYNTAXES, *RDF_SYNTAXES)]
