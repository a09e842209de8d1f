"""The small seam between whoever has a question and whatever answers it.

`Embedded` answers from the release's own store; another engine may forward to any
SPARQL server. The web and the command line know only what is written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import BlankNode, NamedNode, Quad, Triple
    from pyoxigraph import Literal as RdfLiteral

    from esslod.rdf.formats import RdfSyntax, ResultsSyntax, Syntax

    Term = NamedNode | BlankNode | RdfLiteral | Triple

Form = Literal["select", "ask", "construct", "describe"]


@dataclass(frozen=True)
class SparqlRequest:
    """One query as the SPARQL 1.1 Protocol (§2.1) sends it.

    ``default_graphs`` and ``named_graphs`` replace the query's own dataset when either is
    given (§2.1.4). ``results`` and ``rdf`` are the syntaxes wanted for each family of
    answers: the query form decides which applies, and None means the caller cannot accept
    that family. ``seconds`` lowers the site's time limit; it never raises it.
    ``abandoned`` says, when asked, whether the caller is known to have hung up.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    results: ResultsSyntax | None = None
    rdf: RdfSyntax | None = None
    seconds: float | None = None
    abandoned: Callable[[], bool] | None = None


@dataclass(frozen=True)
class SparqlAnswer:
    """A whole answer: never one that a limit cut short, unless ``truncated`` says so."""

    form: Form
    syntax: Syntax
    body: bytes
    truncated: bool = False


@dataclass(frozen=True)
class SparqlStream:
    """An answer that is still being made, or one small enough to be whole already.

    ``whole`` is then its body, and ``pieces`` holds nothing else. Iterating ``pieces`` raises
    the error that cut the answer short: what was sent before must then be made to look
    incomplete. ``close`` must be called, at the end or when the caller has gone: the query ends.
    """

    form: Form
    syntax: Syntax
    pieces: Iterator[bytes]
    close: Callable[[], None]
    whole: bytes | None = None


class Engine(Protocol):
    """What answers questions about one release."""

    def ask(self, request: SparqlRequest) -> SparqlAnswer:
        """Answer a stranger's query, in isolation and under the site's limits.

        The answer is whole. Raises the caller's errors (QuerySyntaxError, QueryTooComplex, QueryTooLarge,
        QueryTimeout, ServiceRefused, NotAcceptable, BadRequest) and ours (EngineBusy,
        EngineFailure, UpstreamFailure).
        """
        ...

    def stream(self, request: SparqlRequest) -> SparqlStream:
        """As `ask`, but a large answer comes piece by piece, while it is made.

        An error before the first pieces is raised here; a later one by the iterator.
        """
        ...

    def about(self, node: NamedNode) -> list[Quad]:
        """Every quad whose subject is *node*."""
        ...

    def pointing_to(self, node: NamedNode, limit: int) -> list[Quad]:
        """At most *limit* quads whose object is *node*."""
        ...

    def select(self, query: str, **substitutions: Term) -> list[dict[str, Term]]:
        """Solutions of a trusted SELECT of our own; unbound variables are absent."""
        ...

    def ready(self) -> bool:
        """Whether a query asked now would find a living process."""
        ...

    def close(self) -> None:
        """End every process and file this engine holds."""
        ...
