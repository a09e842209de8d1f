"""``esslod serve``: build when needed, then answer."""

from __future__ import annotations

import http.client
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from esslod import __version__
from esslod.addresses import CATALOGUE, DESCRIBE, THING
from esslod.commands import Invocation
from esslod.commands.publishing import announcer, current_with_index, library
from esslod.config import Site
from esslod.console import Console
from esslod.errors import EXIT_DONE, InvalidSettings, InvalidSources, OperatorError
from esslod.release.inputs import read_inputs
from esslod.release.manifest import read_manifest
from esslod.representation import html
from esslod.representation.look import look_of
from esslod.web.serve import Publication, free_port, home_of, serve

#: How often the server is asked whether it answers yet, and for how long, in seconds.
_ASK_EVERY: Final = 0.05
_PATIENCE: Final = 60.0
_TERMINATED: Final = 128 + signal.SIGTERM


def run(invocation: Invocation) -> int:
    """Serve the current release until told to stop (SIGINT, SIGTERM)."""
    site, console = _listening(invocation), invocation.console
    if faults := html.check(look_of(site)):  # before a release is built for nothing
        raise InvalidSettings(faults)
    if invocation.arguments.files:
        return _serve_files(invocation, site)
    if not _published(site):
        _build(invocation, site)
    release, store = current_with_index(site)
    _answer(Publication(release, store, site), _example(release, site), console)
    return EXIT_DONE


def _serve_files(invocation: Invocation, site: Site) -> int:
    """Serve what the files say, from a store that goes away with us."""
    from esslod.commands.loose import publication_of  # noqa: PLC0415 (the engine's modules: not needed else)

    # Until the server takes its signals over, a plain end would leave the store behind.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(_TERMINATED))
    files = [Path(file) for file in invocation.arguments.files]
    with publication_of(files, site, invocation.today) as publication:
        _answer(publication, "", invocation.console)
    return EXIT_DONE


def _answer(publication: Publication, example: str, console: Console) -> None:
    """Answer until told to stop; the invitation is printed once we do."""
    site = publication.site
    threading.Thread(target=_invite, args=(site, example, console), daemon=True).start()
    try:
        serve(publication, site.host, site.port)
    except OSError as error:
        raise _cannot_listen(site, error, console) from error


def _listening(invocation: Invocation) -> Site:
    """The settings, with the address and port that will really be listened on."""
    asked, site, console = invocation.arguments, invocation.site, invocation.console
    site = replace(site, host=asked.host or site.host)
    try:
        port = free_port(site.host) if asked.port == 0 else asked.port or site.port
    except OSError as error:
        raise _cannot_listen(site, error, console) from error
    return replace(site, port=port)


def _cannot_listen(site: Site, error: OSError, console: Console) -> OperatorError:
    said = console.pick("écoute impossible", "cannot listen")
    return OperatorError(
        f"{site.host}:{site.port}: {said} ({error.strerror or error})",
        remedy=console.pick("essayez un autre port : --port 0", "try another port: --port 0"),
    )


def _published(site: Site) -> bool:
    """Whether some release says what the files say, and one is current.

    Not "the current one says it": after a rollback, an older release is meant to be served.
    """
    releases = [release for release in library(site).releases() if release.manifest]
    inputs = read_inputs(site)
    now = (inputs.digest, inputs.settings, site.base_iri, __version__)
    return any(release.current for release in releases) and any(
        (made.sources_digest, made.settings, made.base_iri, made.software) == now
        for release in releases
        if (made := release.manifest)
    )


def _build(invocation: Invocation, site: Site) -> None:
    """A refusal is fatal only when there is nothing older to serve."""
    from esslod.build import build  # noqa: PLC0415 (heavy: not needed to serve what is published)
    from esslod.commands.build import tell_outcome, tell_refusal  # noqa: PLC0415

    console = invocation.console
    try:
        outcome = build(site, invocation.today, announcer(console), moment=invocation.moment)
        tell_outcome(outcome, console)
    except InvalidSources as refusal:
        tell_refusal(refusal, invocation)
        if not any(release.current for release in library(site).releases()):
            raise
        console.say(
            "ATTENTION : les fichiers sont refusés (ci-dessus). L’ANCIENNE version est servie.",
            "WARNING: the files are refused (above). The OLD release is being served.",
        )


def _example(release: Path, site: Site) -> str:
    """The path of something worth looking at: what one of the graphs about one thing is about."""
    paths = (site.addresses.path(graph.iri) or "" for graph in read_manifest(release).graphs)
    return max((path for path in paths if path.startswith(THING)), default=CATALOGUE)


def _invite(site: Site, example: str, console: Console) -> None:
    """Once the server answers: its address, and three things to try."""
    if not _answers(site):
        return
    home = home_of(site)
    console.say(f"esslod répond : {home}", f"esslod answers: {home}")
    console.say("À essayer (Ctrl-C arrête) :", "Try (Ctrl-C stops):")
    if example:
        console.tell(f"  curl -L -H 'Accept: text/turtle' {home}{example}")
        console.tell(f"  curl -L -H 'Accept: application/ld+json' {home}{example}")
    else:
        console.tell(f"  curl -G -H 'Accept: text/turtle' {home}{DESCRIBE} --data-urlencode 'iri=http://…'")
    console.tell(f"  curl {home}sparql --data-urlencode 'query=SELECT * WHERE {{ ?s ?p ?o }} LIMIT 5'")


def _answers(site: Site) -> bool:
    """Wait until the server answers; False when it has not within the time we allow."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(site.host, site.host)  # noqa: S104 (asked, not bound)
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(host, site.port, timeout=1)
        try:
            connection.request("HEAD", f"{site.path_prefix.rstrip('/')}/health")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            time.sleep(_ASK_EVERY)
        finally:
            connection.close()
    return False
