"""The query process: one release's store, read only, one query at a time, mortal.

Started as ``python -m esslod.engine.worker FD SETTINGS DESK``: FD is its end of a socket,
SETTINGS the JSON of `Settings`, DESK that of `Fittings` or nothing, standard input the lifeline.
It answers frames (`channel.py`) until the socket closes. Whatever goes wrong inside compiled code ends
this process and no other; the parent reads the cause from the way it died.
"""

from __future__ import annotations

import json
import marshal
import os
import sys
from dataclasses import asdict, dataclass, replace
from socket import socket
from typing import TYPE_CHECKING, Any, Final, cast

from esslod.engine import channel, landlock, limits, wording
from esslod.engine.attending import Desk
from esslod.engine.complexity import Bounds
from esslod.engine.desk import Fittings
from esslod.engine.output import Output, Rows, bounded
from esslod.engine.rewriting import Rewritten
from esslod.engine.said import said
from esslod.engine.scan import scan
from esslod.errors import BadRequest, EsslodError, NotAcceptable, QueryTooLarge

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

    from esslod.engine.scan import Outline

    Found = QuerySolutions | QueryBoolean | QueryTriples

_LIFELINE: Final = 0


@dataclass(frozen=True)
class Settings:
    """What a query process is told when it starts; sizes in bytes.

    ``relay`` is the port on loopback where SERVICE is answered, 0 when it is refused.
    ``base`` resolves relative IRIs
    of a query that has no BASE (RFC 3986 §5.1.4 leaves it to us).
    """

    store: str
    memory: int
    rows: int
    bytes: int
    bounds: Bounds
    base: str | None = None
    relay: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def settings_from_json(text: str) -> Settings:
    table = json.loads(text)
    bounds = table.pop("bounds")
    return Settings(**table, bounds=Bounds(**{**bounds, "hosts": tuple(bounds["hosts"])}))


def main(arguments: list[str]) -> None:
    """Live until the socket closes.

    Signals and network are bound before the engine is loaded, memory before it works.
    """
    limits.defaults()
    limits.die_with_parent(_LIFELINE)
    settings = settings_from_json(arguments[1])
    sealed = (not settings.relay or landlock.allow_port(settings.relay)) and limits.seal(
        relayed=settings.relay != 0
    )
    from pyoxigraph import Store  # noqa: PLC0415  its threads must be born sealed

    wire = socket(fileno=int(arguments[0]))
    desk = Desk(Fittings.from_json(arguments[2]), wire) if arguments[2] else None
    store = Store.read_only(settings.store)
    limits.bound_memory(settings.memory)
    channel.send_json(wire, channel.READY, {"sealed": sealed})
    try:
        while True:
            _obey(wire, desk, store, settings)
    except channel.Closed:
        os._exit(0)


def _obey(wire: socket, desk: Desk | None, store: Store, settings: Settings) -> None:
    """Do what the next frame says: answer a question, sit down at the desk, or say that we got up."""
    kind, body = channel.receive(wire)
    if kind == channel.ASK:
        _answer(wire, body, store, settings)
    elif kind == channel.SIT and desk is not None:
        desk.attend(lambda line, question: _answer(line, question, store, settings))
    elif kind == channel.RECALL:
        channel.send(wire, channel.LEFT, b"")


def _answer(line: channel.Wire, question: bytes, store: Store, settings: Settings) -> None:
    """Send the answer to *question* or its fault; the clock runs in between."""
    wire = channel.Corked(line)
    request = marshal.loads(question)  # noqa: S302 : our own parent wrote it
    limits.start_clock(request["seconds"])
    try:
        _evaluate(wire, store, settings, request)
    except EsslodError as error:
        limits.stop_clock()
        channel.send_json(wire, channel.FAULT, wording.pack(error))
    except MemoryError:
        limits.stop_clock()
        channel.send_json(wire, channel.FAULT, wording.pack(QueryTooLarge("")))
        wire.flush()
        os._exit(1)
    wire.flush()
    limits.stop_clock()


def _worn(memory: int) -> bool:
    """Whether this process once held more than half its memory: what is left is not all of the limit."""
    return limits.peak_above(memory // 2)


def _evaluate(wire: channel.Corked, store: Store, settings: Settings, request: dict[str, Any]) -> None:
    query, bounds = request["query"], settings.bounds
    if request["endpoints"]:
        bounds = replace(bounds, hosts=tuple(request["endpoints"]))
    outline = scan(query, bounds)
    _check_expressions(store, outline)
    try:
        found = store.query(query, base_iri=settings.base, **_dataset(request))
        _write(wire, found, settings, request, outline)
    except SyntaxError as error:
        raise _syntax_error(str(error), request) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise wording.runtime_error(str(error), federated=outline.federated) from error


def _syntax_error(words: str, request: dict[str, Any]) -> EsslodError:
    """Told in places of the query as the caller wrote it."""
    edits = tuple((place, longer) for place, longer in request["edits"])
    return wording.syntax_error(words, request["query"], Rewritten(request["query"], edits))


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """The dataset to query: the protocol's (§2.1.4), else the query's, else the store's own."""
    from pyoxigraph import NamedNode  # noqa: PLC0415

    if request["default_graphs"] or request["named_graphs"]:
        try:
            return {
                "default_graph": [NamedNode(iri) for iri in request["default_graphs"]],
                "named_graphs": [NamedNode(iri) for iri in request["named_graphs"]],
            }
        except ValueError as error:
            raise said("graph", BadRequest, reason=error) from error
    return {}


def _check_expressions(store: Store, outline: Outline) -> None:
    """Raise BadRequest for a constant regular expression that is none: SPARQL would answer nothing at all."""
    for pattern, flags in outline.expressions:
        probe = cast("QuerySolutions", store.query(f'SELECT (REGEX("", {pattern}, {flags}) AS ?valid) {{}}'))
        if next(probe)["valid"] is None:
            raise said("expression", BadRequest, pattern=pattern, flags=flags)


def _write(
    wire: channel.Corked, found: Found, settings: Settings, request: dict[str, Any], outline: Outline
) -> None:
    """Serialise *found* in the syntax its family asked for; the engine works while we write."""
    import pyoxigraph  # noqa: PLC0415  as in `main`

    family = "rdf" if isinstance(found, pyoxigraph.QueryTriples) else "results"
    syntax = request[family]
    if syntax is None:
        what = "an RDF graph" if family == "rdf" else "solutions"
        raise NotAcceptable(f"{outline.form.upper()} answers with {what}, in a syntax you do not accept.")
    head = f"{outline.form} {family}".encode()
    rows = None if family == "rdf" else Rows(syntax["name"])
    output = Output(wire, head, settings.bytes, settings.rows, rows)
    if isinstance(found, pyoxigraph.QueryTriples):
        triples = bounded(found, settings.rows)
        rdf = pyoxigraph.RdfFormat.from_media_type(syntax["media_type"])
        pyoxigraph.serialize(triples, output, rdf, prefixes=_usable(outline.prefixes))  # type: ignore[arg-type]
    else:
        results = pyoxigraph.QueryResultsFormat.from_media_type(syntax["media_type"])
        found.serialize(output, results)  # type: ignore[arg-type]
    output.finish(worn=_worn(settings.memory))


def _usable(prefixes: dict[str, str]) -> dict[str, str]:
    """The query's own prefixes, for its answer; the odd ones (relative, undeclarable) are left out."""
    return {name: iri for name, iri in prefixes.items() if name.isidentifier() and "://" in iri}


if __name__ == "__main__":
    main(sys.argv[1:])
