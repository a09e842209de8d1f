"""Facts about verifying over HTTP: everything is fetched, from one host only, and nothing is believed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from esslod.errors import DamagedRelease, UnreachableRelease
from esslod.release.download import download
from esslod.release.library import Library
from esslod.release.verify import verify

Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A host that serves a folder of releases as esslod does; ``answers`` overrule it, by path."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.address = ""

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        _, dumps, release, name = (*path.split("/", 3), "", "", "")[:4]
        folder = self.library.folder / ("current" if release == "latest" else release)
        for file in (folder / "dumps" / name, folder / name):
            if dumps == "dumps" and file.is_file():
                return 200, {}, file.read_bytes()
        return 404, {}, b"none"


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """The client hangs up on what it did not ask for: nothing to tell."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, site: Site, *rest: Any) -> None:
        self.site = site
        super().__init__(*rest)

    def do_GET(self) -> None:
        assert self.headers["Accept-Encoding"] == "identity"
        status, headers, body = self.site.answer(self.path)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def name(publish: Callable[..., str]) -> str:
    return publish("a")


@pytest.fixture
def site(library: Library, name: str) -> Iterator[Site]:
    served = Site(library)
    with Server(("127.0.0.1", 0), partial(Handler, served)) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        served.address = f"http://127.0.0.1:{server.server_port}/"
        yield served
        server.shutdown()


def _found(site: Site, folder: Path, address: str = "") -> set[tuple[str, str]]:
    release = download(address or site.address, folder)
    return {(problem.kind, problem.subject) for problem in verify(release).problems}


@pytest.mark.parametrize(
    "path", ["", "dumps/", "dumps/latest", "dumps/latest/", "dumps/latest/manifest.json", "dumps/{name}/"]
)
def test_a_sound_release(site: Site, name: str, tmp_path: Path, path: str) -> None:
    """By the address of the site, of a release or of its manifest: all of it comes, and is sound."""
    folder = tmp_path / "down"
    assert _found(site, folder, site.address + path.format(name=name)) == set()
    (release,) = folder.iterdir()
    assert release.name == name
    assert verify(release).files > 50


def test_latest_is_pinned(site: Site, name: str, tmp_path: Path) -> None:
    """After the manifest, files are asked for at the release's own address: ``latest`` may move on."""
    _found(site, tmp_path / "down")
    assert site.asked[0] == "/dumps/latest/manifest.json"
    assert all(path.startswith(f"/dumps/{name}/") for path in site.asked[1:])


def test_one_changed_byte(site: Site, name: str, tmp_path: Path) -> None:
    """Of any file: data, catalogue, checksums, manifest."""
    release = site.library.folder / name
    paths = ("dumps/esslod.jelly", "catalog.ttl", "dumps/esslod.ttl.zst", "SHA256SUMS", "manifest.json")
    for number, path in enumerate(paths):
        content = bytearray((release / path).read_bytes())
        content[len(content) // 2] ^= 1
        changed = (200, {}, bytes(content))
        site.answers = {
            f"/dumps/{where}/{path.removeprefix('dumps/')}": changed for where in (name, "latest")
        }
        try:
            assert _found(site, tmp_path / str(number))
        except DamagedRelease as error:  # the manifest is no longer one
            assert path == "manifest.json", error


def test_a_missing_file_is_told(site: Site, name: str, tmp_path: Path) -> None:
    """The rest is verified all the same."""
    (site.library.folder / name / "dumps/esslod.trig").unlink()
    assert _found(site, tmp_path / "down") == {("missing", "dumps/esslod.trig")}


def test_no_more_than_announced(site: Site, name: str, tmp_path: Path) -> None:
    """A file without end is cut one byte after the size that the manifest says."""
    site.answers[f"/dumps/{name}/void.ttl"] = (200, {}, b"x" * 1_000_000)
    release = download(site.address, tmp_path / "down")
    entry = next(file for file in _manifest(release)["files"] if file["path"] == "void.ttl")
    assert (release / "void.ttl").stat().st_size == entry["size"] + 1


@pytest.mark.parametrize("target", ["http://example.org/", "//example.org/", "https://127.0.0.1/"])
def test_another_host_is_not_asked(site: Site, tmp_path: Path, target: str) -> None:
    """A redirect elsewhere is refused, with the address to name instead."""
    site.answers["/dumps/latest/manifest.json"] = (302, {"Location": target}, b"")
    with pytest.raises(UnreachableRelease, match="leads to"):
        download(site.address, tmp_path / "down")


def test_a_redirect_at_home_is_followed(site: Site, name: str, tmp_path: Path) -> None:
    """The same host may have moved its files; not for ever."""
    moved = {"Location": f"/dumps/{name}/manifest.json"}
    site.answers["/old/dumps/latest/manifest.json"] = (301, moved, b"moved")
    with pytest.raises(UnreachableRelease, match="too many"):
        site.answers["/dumps/latest/manifest.json"] = (302, {"Location": "/dumps/latest/manifest.json"}, b"")
        download(site.address, tmp_path / "down")
    release = download(f"{site.address}old/dumps/latest/manifest.json", tmp_path / "again")
    assert release.name == name


def test_a_path_never_leaves_the_folder(site: Site, name: str, tmp_path: Path) -> None:
    """Neither a file's path nor the name of the release leads anywhere else."""
    manifest = _manifest(site.library.folder / name)
    evil = {**manifest, "files": [{**manifest["files"][0], "path": "../../evil"}]}
    site.answers["/dumps/latest/manifest.json"] = (200, {}, json.dumps(evil).encode())
    with pytest.raises(DamagedRelease):
        download(site.address, tmp_path / "one")
    named = {**manifest, "name": "../../evil", "files": []}
    site.answers["/dumps/latest/manifest.json"] = (200, {}, json.dumps(named).encode())
    with pytest.raises(DamagedRelease, match="no name"):
        download(site.address, tmp_path / "two")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((404, {}, b""), "404"),
        ((500, {}, b""), "500"),
        ((200, {"Content-Encoding": "gzip"}, b"x"), "compressed"),
    ],
)
def test_what_cannot_be_had(site: Site, tmp_path: Path, answer: Answer, told: str) -> None:
    """The address and the reason are told."""
    site.answers["/dumps/latest/manifest.json"] = answer
    with pytest.raises(UnreachableRelease, match=told):
        download(site.address, tmp_path / "down")


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"<html>"])
def test_what_is_no_manifest(site: Site, tmp_path: Path, content: bytes) -> None:
    """A page that says 200 to everything is no release."""
    site.answers["/dumps/latest/manifest.json"] = (200, {}, content)
    with pytest.raises(DamagedRelease):
        download(site.address, tmp_path / "down")


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/", "http://user@127.0.0.1/", "http://", "http://[/", "http://127.0.0.1:x/"],
)
def test_nobody_there(address: str, tmp_path: Path) -> None:
    """A closed port, an address that is none: told, never a traceback."""
    with pytest.raises(UnreachableRelease):
        download(address, tmp_path)


def test_a_cut_connection(site: Site, name: str, tmp_path: Path) -> None:
    """A file that stops early is a changed file."""
    site.answers[f"/dumps/{name}/void.nt"] = (200, {"Content-Length": "7", "Connection": "close"}, b"short..")
    assert ("changed", "void.nt") in _found(site, tmp_path / "down")


def _manifest(release: Path) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((release / "manifest.json").read_text())
    return table
