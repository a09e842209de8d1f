"""A release that somebody else serves, brought here file by file, to be verified.

Only the host that was named is asked: a redirect elsewhere is refused, nothing is taken from the
environment (no proxy, no credentials). What comes is bounded by what the manifest announces.
"""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from esslod import __version__
from esslod.addresses import DUMPS, LATEST, dump_path
from esslod.errors import DamagedRelease, UnreachableRelease
from esslod.release.library import is_name
from esslod.release.manifest import MANIFEST, SIGNATURE, SUMS, Manifest, from_json
from esslod.release.staging import writing

#: Seconds without a byte after which a server is given up.
PATIENCE: Final = 30.0
#: Bytes of the largest manifest that is read: about 300 000 files.
_LARGEST_MANIFEST: Final = 100_000_000
_LARGEST_SIGNATURE: Final = 10_000
_PIECE: Final = 1 << 16
_HOPS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_OF_RELEASE: Final = re.compile(r"(.*/)?dumps/([^/]+)/?(?:manifest\.json)?")
_HEADERS: Final = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": f"esslod/{__version__}"}


def is_address(text: str) -> bool:
    """Whether *text* is an address on the web rather than a name or a folder."""
    return text.startswith(("http://", "https://"))


def download(address: str, folder: Path, patience: float = PATIENCE) -> Path:
    """Bring the release at *address* to a new folder under *folder*, and return that one.

    *address* is a site's root (its current release is meant), ``…/dumps/{release}/``, or that of
    a manifest. A file the host has not is left out: `verify` tells. Raises UnreachableRelease,
    DamagedRelease when there is no manifest there, UnwritableLibrary.
    """
    with _Host(address, patience) as host:
        root, name = _root(host.origin, urlsplit(address).path)
        text = host.read(root + MANIFEST, _LARGEST_MANIFEST)
        if text is None:
            raise UnreachableRelease(f"{root}{MANIFEST}: HTTP 404", remedy="give the address of a site")
        manifest = _manifest(text)
        if name == LATEST:
            name = manifest.name
            root = _fixed(host, root, name, text)
        target = folder / (name if is_name(name) else manifest.name)
        _keep(target, MANIFEST, text)
        for path, most in _files(manifest):
            host.save(root + quote(path.removeprefix(DUMPS)), most, target, path)
    return target


def _root(origin: str, path: str) -> tuple[str, str]:
    """The address of the folder that holds the manifest, and the release it names."""
    found = _OF_RELEASE.fullmatch(path)
    if found:
        return f"{origin}{found[1] or '/'}{dump_path(found[2], '')}", found[2]
    site = path.removesuffix(DUMPS).rstrip("/")
    return f"{origin}{site}/{dump_path(LATEST, '')}", LATEST


def _manifest(text: bytes) -> Manifest:
    try:
        manifest = from_json(text.decode())
    except UnicodeDecodeError as error:
        raise DamagedRelease(f"{MANIFEST}: {error}") from error
    if not is_name(manifest.name):
        raise DamagedRelease(f"{MANIFEST}: {manifest.name!r} is no name of a release")
    return manifest


def _fixed(host: _Host, root: str, name: str, text: bytes) -> str:
    """The release's own address, where there is one: ``latest`` may move on while we read."""
    fixed = f"{root.removesuffix(f'{LATEST}/')}{name}/"
    return fixed if host.read(fixed + MANIFEST, len(text)) == text else root


def _files(manifest: Manifest) -> Iterator[tuple[str, int]]:
    """Path and most bytes of every file but the manifest."""
    yield SUMS, sum(len(entry.path.encode()) + 80 for entry in manifest.files) + 200
    yield SIGNATURE, _LARGEST_SIGNATURE
    yield from ((entry.path, max(entry.size, 0)) for entry in manifest.files if entry.path != MANIFEST)


def _keep(folder: Path, path: str, content: bytes) -> None:
    with writing(folder):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


class _Host:
    """One host, over one connection that is kept open."""

    def __init__(self, address: str, patience: float) -> None:
        try:
            parts = urlsplit(address)
            if parts.hostname is None or parts.username is not None:
                raise ValueError("not a plain address")
            self.origin = f"{parts.scheme}://{parts.netloc}"
            self._connection = (
                http.client.HTTPSConnection(
                    parts.netloc, timeout=patience, context=ssl.create_default_context()
                )
                if parts.scheme == "https"
                else http.client.HTTPConnection(parts.netloc, timeout=patience)
            )
        except (ValueError, http.client.HTTPException) as error:
            raise UnreachableRelease(f"{address}: {_reason(error)}", remedy="https://host/") from error

    def __enter__(self) -> _Host:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def read(self, address: str, most: int) -> bytes | None:
        """At most *most* bytes, and one more to show that there are more; None when there is no such file."""
        with self._got(address) as response:
            return None if response is None else b"".join(_pieces(response, most + 1, address))

    def save(self, address: str, most: int, folder: Path, path: str) -> None:
        """Write what is at *address* to *path* in *folder*: never more than *most* bytes and one."""
        with self._got(address) as response:
            if response is None:
                return
            target = folder / path
            with writing(folder):
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as file:
                    file.writelines(_pieces(response, most + 1, address))

    @contextmanager
    def _got(self, address: str) -> Iterator[http.client.HTTPResponse | None]:
        """The answer, None for 404 and 410. The connection is closed unless all of it was read."""
        for _ in range(_HOPS):
            response = self._answer(address)
            with closing(response):
                if response.status in _REDIRECTS:
                    address = self._followed(address, response)
                    continue
                yield self._good(address, response)
                if not response.isclosed():
                    self._connection.close()
                return
        raise UnreachableRelease(f"{address}: too many redirects")

    def _answer(self, address: str) -> http.client.HTTPResponse:
        kept = self._connection.sock is not None
        try:
            self._connection.request("GET", address.removeprefix(self.origin), headers=_HEADERS)
            return self._connection.getresponse()
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._connection.close()
            if kept:  # the server may have closed meanwhile a connection that was kept open
                return self._answer(address)
            raise UnreachableRelease(f"{address}: {_reason(error)}") from error

    def _followed(self, address: str, response: http.client.HTTPResponse) -> str:
        response.read(_PIECE)
        self._connection.close()
        target = urljoin(address, response.headers.get("Location", ""))
        if not target.startswith(f"{self.origin}/"):
            raise UnreachableRelease(
                f"{address}: leads to {target}", remedy="only the host you name is asked: name that one"
            )
        return target

    def _good(self, address: str, response: http.client.HTTPResponse) -> http.client.HTTPResponse | None:
        if response.status in (404, 410):
            self._connection.close()
            return None
        if response.status != 200:
            raise UnreachableRelease(f"{address}: HTTP {response.status}")
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise UnreachableRelease(f"{address}: compressed, which nobody asked for")
        return response


def _pieces(response: http.client.HTTPResponse, most: int, address: str) -> Iterator[bytes]:
    """The body, cut after *most* bytes. Raises UnreachableRelease."""
    while most:
        try:
            piece = response.read(min(most, _PIECE))
        except (OSError, http.client.HTTPException) as error:
            raise UnreachableRelease(f"{address}: {_reason(error)}") from error
        if not piece:
            return
        yield piece
        most -= len(piece)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
