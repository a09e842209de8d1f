"""The engine that lives on this machine: Oxigraph over the release's own store.

Strangers' queries go to query processes; what the site itself asks is answered here,
in process, by a store that is open read only.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import QuerySolutions, Store, Variable

from esslod.engine import channel
from esslod.engine.complexity import Bounds
from esslod.engine.desk import Desk
from esslod.engine.exchange import Exchange
from esslod.engine.federated import Federation
from esslod.engine.lanes import LongOnes
from esslod.engine.pool import Pool
from esslod.engine.process import Process
from esslod.engine.seam import SparqlAnswer, SparqlStream
from esslod.engine.spool import Spool
from esslod.engine.worker import Settings
from esslod.rdf.description import stated

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from pyoxigraph import NamedNode, Quad

    from esslod.config import Site
    from esslod.engine.seam import Form, SparqlRequest, Term
    from esslod.rdf.formats import Syntax

    Frames = Generator[tuple[bytes, bytes], None, None]

#: Bytes of an answer that are kept back: one that fails before is an error, with its status.
HELD_BACK = 128 * 1024


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
        ),
        base=site.base_iri,
    )


class Embedded:
    """An `Engine` over the store in *store_folder*, under the limits of *site*.

    Safe to use from any number of threads. Raises OSError when the store cannot be opened.
    """

    def __init__(self, store_folder: Path, site: Site) -> None:
        self._store = Store.read_only(str(store_folder))
        self._site = site
        # A release's index has the union of its graphs for default graph; other files have what they say.
        self._union = site.union_default_graph
        self._settings = settings_of(site, store_folder)
        self._long_ones = LongOnes()
        self._pool = self._new_pool(self._settings)
        self._federation = Federation(
            site.service_hosts,
            self._settings,
            lambda port: self._new_pool(_relayed(self._settings, port)),
        )

    def ask(self, request: SparqlRequest) -> SparqlAnswer:
        """See `Engine.ask`."""
        _, frames = self._begun(request)
        with closing(frames):
            form, family, whole = _head(frames)
            body = b"".join(body for _, body in frames) if whole is None else whole
        return SparqlAnswer(form, _syntax(family, request), body)

    def stream(self, request: SparqlRequest) -> SparqlStream:
        """See `Engine.stream`: what is small, or fails early, is as with `ask`."""
        exchange, frames = self._begun(request)
        form, family, whole = _head(frames)
        syntax = _syntax(family, request)
        if whole is not None:
            frames.close()
            return SparqlStream(form, syntax, iter((whole,)), _nothing, whole)
        first = bytearray()
        for _, body in frames:
            first += body
            if len(first) >= HELD_BACK:
                break
        else:
            whole = bytes(first)
            return SparqlStream(form, syntax, iter((whole,)), _nothing, whole)
        rest = (body for _, body in frames)
        spool = Spool(bytes(first), rest, stop=exchange.stop, attend=exchange.attend)
        return SparqlStream(form, syntax, spool, spool.close)

    def about(self, node: NamedNode) -> list[Quad]:
        """See `Engine.about`."""
        return stated(self._store.quads_for_pattern(node, None, None, None))

    def pointing_to(self, node: NamedNode, limit: int) -> list[Quad]:
        """See `Engine.pointing_to`."""
        # A statement and its copy in the union stand side by side in this index.
        found = self._store.quads_for_pattern(None, None, node, None)
        return stated(islice(found, 2 * limit))[:limit]

    def select(self, query: str, **substitutions: Term) -> list[dict[str, Term]]:
        """See `Engine.select`; the default graph is the union of all."""
        values = {Variable(name): term for name, term in substitutions.items()}
        found = self._store.query(query, use_default_graph_as_union=not self._union, substitutions=values)
        if not isinstance(found, QuerySolutions):
            raise TypeError("not a SELECT query")
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in found]

    def ready(self) -> bool:
        """See `Engine.ready`."""
        return self._pool.ready()

    def pids(self) -> tuple[int, ...]:
        """The query processes of this moment."""
        return (*self._pool.pids(), *self._federation.pids())

    def close(self) -> None:
        """See `Engine.close`."""
        self._federation.close()
        self._pool.close()

    def _begun(self, request: SparqlRequest) -> tuple[Exchange, Frames]:
        """The exchange of *request*, and its frames; nothing is taken from the pool before they are read."""
        seconds = self._limit(request)
        message = _message(request)
        granted = self._federation.granted(request.query, seconds)
        if granted is None:
            exchange = Exchange(message, seconds, abandoned=request.abandoned)
            return exchange, exchange.frames(self._pool, self._long_ones)
        message |= {
            "query": granted.text,
            "edits": granted.edits,
            "endpoints": granted.grant.addresses(),
        }
        exchange = Exchange(message, seconds, grant=granted.grant, abandoned=request.abandoned)
        return exchange, exchange.frames(granted.pool, self._long_ones)

    def _new_pool(self, settings: Settings) -> Pool:
        desk = None if settings.relay else _desk(self._site)  # a federated query is never a small one

        def start() -> Process:
            process = Process(settings, desk)
            process.greet()
            return process

        site = self._site
        return Pool(
            start, workers=site.query_workers, queue=site.query_queue, wait=site.query_wait, desk=desk
        )

    def _limit(self, request: SparqlRequest) -> float:
        """Seconds for *request*: the site's, or fewer when the caller says so."""
        asked, most = request.seconds, self._site.query_seconds
        return most if asked is None or asked <= 0 else min(asked, most)


def _desk(site: Site) -> Desk | None:
    """The desk of *site*; None where the system has no such thing, and all goes by the pool."""
    try:
        return Desk(site.threads)
    except OSError:
        return None


def _nothing() -> None:
    pass


def _relayed(settings: Settings, port: int) -> Settings:
    """For a process that may reach the relay; its texts are longer than what the caller wrote."""
    bounds = replace(settings.bounds, text_bytes=10 * settings.bounds.text_bytes)
    return replace(settings, relay=port, bounds=bounds)


def _head(frames: Frames) -> tuple[Form, str, bytes | None]:
    """The form of the query, the family of the answer's formats, and the answer when it is whole."""
    kind, body = next(frames)
    head, _, whole = body.partition(b"\n") if kind == channel.WHOLE else (body, b"", None)
    form, family = head.decode().split(" ")
    return cast("Form", form), family, whole


def _syntax(family: str, request: SparqlRequest) -> Syntax:
    return cast("Syntax", request.rdf if family == "rdf" else request.results)


def _message(request: SparqlRequest) -> dict[str, Any]:
    return {
        "query": request.query,
        "default_graphs": request.default_graphs,
        "named_graphs": request.named_graphs,
        "results": _named(request.results),
        "rdf": _named(request.rdf),
        "edits": (),
        "endpoints": (),
    }


def _named(syntax: Syntax | None) -> dict[str, str] | None:
    return None if syntax is None else {"name": syntax.name, "media_type": syntax.media_type}
