"""Running the application with Granian: ``site.processes``, each with ``site.threads``, an orderly end.

Granian starts its worker processes from a clean interpreter (``spawn``): the process that
calls `serve` may have built a release just before, and a process with threads must not be
forked. Each gets a `Publication`, a few plain values and a piece of memory to count in that
they share, and makes the application itself: nothing is built at import.
"""

from __future__ import annotations

import gc
import multiprocessing
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from esslod.config import Site
from esslod.web import signals
from esslod.web.allocator import one_arena
from esslod.web.tally import Tally

if TYPE_CHECKING:
    from flask import Flask

#: Seconds that requests under way get to finish after the signal to stop.
PATIENCE: Final = 30


@dataclass(frozen=True)
class Publication:
    """What to serve. ``follow`` obeys the library's ``current`` link from then on."""

    release: Path
    store: Path
    site: Site
    follow: bool = True
    tally: Tally | None = None

    def application(self, number: int = 1) -> Flask:
        """What web process *number* answers with."""
        from esslod.web.app import create_app  # noqa: PLC0415 : only the worker needs Flask

        # What the site's limits are about is shared out: together the processes keep within them.
        share = self.site.processes
        site = replace(
            self.site,
            cache_bytes=self.site.cache_bytes // share,
            query_workers=max(1, self.site.query_workers // share),
        )
        library = self.site.releases_folder.resolve() if self.follow else None
        counting = (self.tally, number) if self.tally else None
        return create_app(self.release, self.store, site, follow=library, counting=counting)


def serve(publication: Publication, host: str, port: int) -> None:
    """Answer on *host*:*port* until SIGTERM or SIGINT. Raises OSError when the address is taken.

    The signal handlers are Granian's while this runs: call it from the main thread.
    """
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415 : heavy
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server.mp import MPServer  # noqa: PLC0415

    _check(host, port)
    multiprocessing.set_start_method("spawn", force=True)
    publication = replace(publication, tally=Tally(publication.site.processes))
    server = MPServer(
        target="esslod",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # Browsers speak HTTP/2 to the proxy only; an answer can be broken off (`unbroken.py`) in HTTP/1 only.
        http=HTTPModes.http1,
        workers=publication.site.processes,
        blocking_threads=publication.site.threads,
        websockets=False,
        # Its one warning at start says that `threads` is more than twice the cores, which is our choice.
        log_level=LogLevels.error,
        url_path_prefix=publication.site.path_prefix.rstrip("/") or None,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
    )
    signals.hear()
    server.serve(spawn_target=_work, target_loader=publication.application, wrap_loader=False)


def free_port(host: str) -> int:
    """A port of *host* that nobody listens on now."""
    with socket.socket(_family(host)) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def home_of(site: Site) -> str:
    """The address of the site's root where it listens, ending in a slash."""
    host = f"[{site.host}]" if ":" in site.host else site.host
    return f"http://{host}:{site.port}{site.path_prefix.rstrip('/')}/"


def _work(number: int, name: str | None, make: Callable[[int], Flask], *settings: Any) -> None:
    """The worker process: Granian's own, then the engines are closed."""
    from granian.server.mp import MPServer  # noqa: PLC0415

    from esslod.web.app import close  # noqa: PLC0415

    one_arena()
    signals.hear()
    application = make(number)
    # What has been loaded stays: looking through it for garbage, again and again, would cost
    # more than many an answer. New garbage is looked for, but not after every few requests.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    try:
        MPServer._spawn_wsgi_worker(number, name, lambda: application, *settings)
    finally:
        close(application)


def _check(host: str, port: int) -> None:
    """Say at once that the address cannot be had; Granian would say it from its worker."""
    with socket.socket(_family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
