"""Running the application with Granian: ``site.processes``, each with ``site.threads``, an orderly end.

Granian starts its worker processes from a clean interpreter (``spawn``): the process that
calls `serve` may have built a release just before, and a process with threads must not be
forked. Each gets a `Publication`, a few plain values and a piece of memory to count in that
they share, and makes the application itself: nothing is built at import. Each listens at the address
with a `Door` of its own (the kernel shares callers out), behind which Granian listens on a socket in
a folder that is the server's alone.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from esslod.config import Site
from esslod.web import signals
from esslod.web.allocator import one_arena
from esslod.web.asked import SITE
from esslod.web.door import BACKLOG, Door
from esslod.web.known import Known
from esslod.web.tally import Tally

if TYPE_CHECKING:
    from flask import Flask
    from granian.server.mp import MPServer

#: Seconds that requests under way get to finish after the signal to stop.
PATIENCE: Final = 30
_OURS_ALONE: Final = 0o600
#: What is known at the door may take this share of what the cache may, beside it.
_KNOWN_SHARE: Final = 4


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
    _bound(host, port, shared=False).close()  # said at once, and not by each process for itself
    multiprocessing.set_start_method("spawn", force=True)
    publication = replace(publication, tally=Tally(publication.site.processes))
    with tempfile.TemporaryDirectory(prefix="esslod-") as behind:
        server = _granian(publication.site, Path(behind))
        signals.hear()
        server.serve(
            spawn_target=partial(_work, _Places(host, port, Path(behind))),
            target_loader=publication.application,
            wrap_loader=False,
        )


def _granian(site: Site, behind: Path) -> MPServer:
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415 : heavy
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server.mp import MPServer  # noqa: PLC0415

    return MPServer(
        target="esslod",
        uds=behind / "nobody",  # each process has its own
        uds_permissions=_OURS_ALONE,
        interface=Interfaces.WSGI,
        # Browsers speak HTTP/2 to the proxy only, and `door.py` reads HTTP/1.
        http=HTTPModes.http1,
        workers=site.processes,
        blocking_threads=site.threads,
        websockets=False,
        # Its one warning at start says that `threads` is more than twice the cores, which is our choice.
        log_level=LogLevels.error,
        url_path_prefix=site.path_prefix.rstrip("/") or None,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
    )


def free_port(host: str) -> int:
    """A port of *host* that nobody listens on now."""
    with socket.socket(_family(host)) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def home_of(site: Site) -> str:
    """The address of the site's root where it listens, ending in a slash."""
    host = f"[{site.host}]" if ":" in site.host else site.host
    return f"http://{host}:{site.port}{site.path_prefix.rstrip('/')}/"


@dataclass(frozen=True)
class _Places:
    """Where callers come to, and the folder where the web servers behind the doors listen."""

    host: str
    port: int
    behind: Path


def _work(
    places: _Places, number: int, name: str | None, make: Callable[[int], Flask], _socket: Any, *settings: Any
) -> None:
    """The worker process: a door, and Granian's own behind it; then the engines are closed."""
    from granian._granian import UnixListenerSpec  # noqa: PLC0415
    from granian.server.mp import MPServer  # noqa: PLC0415

    from esslod.web.app import close, shelf_of  # noqa: PLC0415

    one_arena()
    application = make(number)
    shelf, site = shelf_of(application), application.config[SITE]
    # A process that replaces another has a socket of its own, too.
    path = places.behind / f"{number}-{os.getpid()}"
    listening = UnixListenerSpec(str(path), BACKLOG, _OURS_ALONE).build()
    known = Known(site.cache_bytes // _KNOWN_SHARE, shelf.last_turn)
    door = Door(_bound(places.host, places.port), path, known, look=shelf.turn)
    signals.hear(door.shut)
    # What has been loaded stays: looking through it for garbage, again and again, would cost
    # more than many an answer. New garbage is looked for, but not after every few requests.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    try:
        door.open()
        answer = door.around(application.wsgi_app)
        MPServer._spawn_wsgi_worker(number, name, lambda: answer, ((None, listening), None), *settings)
    finally:
        door.wait(PATIENCE)
        close(application)


def _bound(host: str, port: int, *, shared: bool = True) -> socket.socket:
    """A socket at the address, which the processes of one server may have together (*shared*).

    Raises OSError when it is taken.
    """
    wire = socket.socket(_family(host))
    try:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        wire.bind((host, port))
    except OSError:
        wire.close()
        raise
    return wire


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
