"""The whole thing, as README tells it: a server started by ``esslod serve``, asked with curl, stopped."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.servers import free_port
from tests.web.negotiation_rows import Answer, rows

pytestmark = pytest.mark.live

ROOT = Path(__file__).parent.parent.parent
TERRITORY = "id/territory/epci/246300701"
SUBJECT = ox.NamedNode("https://w3id.org/esslod/" + TERRITORY)
EDITION = Path("data/territories/epci-246300701/2025-02-11.ttl")
#: Seconds that a start may take on a machine that has much else to do.
PATIENCE = 120
_BLOCK = re.compile(r"^```sh live\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Server:
    """A running ``esslod serve``: its process, address, and the file that holds what it said."""

    process: subprocess.Popen[str]
    address: str
    told: Path

    def stop(self, signal_: int = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(signal_)
        return self.process.wait(timeout=40)

    def family(self) -> list[int]:
        """Every living process of its session."""
        listed = subprocess.run(["ps", "-eo", "sid=,pid=,stat="], capture_output=True, text=True, check=True)
        rows = (line.split() for line in listed.stdout.splitlines())
        return [int(pid) for sid, pid, state in rows if sid == str(self.process.pid) and state[0] != "Z"]

    def left_behind(self) -> list[int]:
        """Who is still there some time after the end.

        Python's resource tracker learns from the end of its parent that it is to end too, a moment later.
        """
        until = time.monotonic() + 10
        while (family := self.family()) and time.monotonic() < until:
            time.sleep(0.05)
        return family


def start(site: Path) -> Server:
    """``esslod serve`` in *site*, on a free port, until it says that it answers."""
    port = free_port()
    told = site.parent / f"told-{port}"
    until = time.monotonic() + PATIENCE
    with told.open("w", encoding="utf-8") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "esslod", "serve"],
            cwd=site,
            env={**os.environ, "ESSLOD_PORT": str(port), "LANG": "fr_FR.UTF-8", "LC_ALL": ""},
            stderr=err,
            stdout=err,
            text=True,
            start_new_session=True,
        )
    running = Server(process, f"http://127.0.0.1:{port}/", told)
    try:
        while running.address not in told.read_text(encoding="utf-8"):
            assert process.poll() is None, told.read_text(encoding="utf-8")
            assert time.monotonic() < until, told.read_text(encoding="utf-8")
            time.sleep(0.02)
    except BaseException:
        end(running)
        raise
    return running


def end(server: Server) -> None:
    """Leave nothing behind, even after a failed test."""
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait()
    for pid in server.family():
        os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def server(published_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server on a copy of the published site, for the tests that only ask."""
    site = Path(shutil.copytree(published_site, tmp_path_factory.mktemp("live") / "site", symlinks=True))
    running = start(site)
    yield running
    end(running)


def curl(*words: str) -> str:
    """What curl prints, failing on an HTTP error."""
    asked = subprocess.run(
        ["curl", "-sS", "--fail", *words], capture_output=True, encoding="utf-8", check=False
    )
    assert asked.returncode == 0, asked.stderr
    return asked.stdout


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_the_territory_as_data(server: Server, accept: str, syntax: ox.RdfFormat) -> None:
    """The thing redirects (303) to its description, which says the same in every syntax asked for."""
    thing = server.address + TERRITORY
    head = curl("-I", "-H", f"Accept: {accept}", thing)
    assert head.startswith("HTTP/1.1 303")
    assert re.search(r"^location:.*/doc/territory/epci/246300701", head, re.IGNORECASE | re.MULTILINE)
    told = curl("-L", "-H", f"Accept: {accept}", thing)
    triples = list(ox.parse(told, syntax))
    assert any(
        quad.subject == SUBJECT and quad.object == ox.Literal("Clermont Auvergne Métropole", language="fr")
        for quad in triples
    )


def test_the_territory_as_a_page(server: Server) -> None:
    """A browser gets HTML, in the end, that names the place."""
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    page = curl("-L", "-H", f"Accept: {accept}", server.address + TERRITORY)
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "Clermont Auvergne Métropole" in page


def test_sparql(server: Server) -> None:
    """The endpoint counts, by a form POST, by a direct POST and by GET."""
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    accept = "Accept: application/sparql-results+json"
    address = server.address + "sparql"
    direct = ("-H", "Content-Type: application/sparql-query", "--data-binary", query)
    answers = [
        curl("-H", accept, address, "--data-urlencode", f"query={query}"),
        curl("-H", accept, *direct, address),
        curl("-H", accept, "-G", address, "--data-urlencode", f"query={query}"),
    ]
    counts = {json.loads(answer)["results"]["bindings"][0]["n"]["value"] for answer in answers}
    assert len(counts) == 1
    assert int(counts.pop()) > 10_000


@pytest.mark.parametrize(
    "path", ["health", "def", "code/level", "catalog", "dumps/latest/esslod.nq", "sparql"]
)
def test_the_other_addresses_answer(server: Server, path: str) -> None:
    """Health, vocabulary, code lists, catalogue, dumps and the service description answer a bare GET."""
    assert curl("-L", server.address + path)


def test_verify_from_afar(server: Server, tmp_path: Path) -> None:
    """Whoever has the address only can check the whole release: every file, graph and name."""
    words = [sys.executable, "-m", "esslod", "--lang", "en", "verify", server.address]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "is intact" in done.stdout
    assert "Checked: files, graphs, identity." in done.stdout
    assert "the release is not signed" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_checksum_command(server: Server, tmp_path: Path) -> None:
    """A downloaded file is checked with the address of its checksum and a program everyone has."""
    for name in ("esslod.jelly.zst", "esslod.jelly.zst.sha256"):
        curl("-o", str(tmp_path / name), f"{server.address}dumps/latest/{name}")
    words = ["sha256sum", "-c", "esslod.jelly.zst.sha256"]
    assert subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_the_negotiation_table(server: Server) -> None:
    """Every row of tests/corpus/negotiation is answered by a real server as by the application."""
    place = server.address.removeprefix("http://").rstrip("/")
    with closing(http.client.HTTPConnection(place, timeout=20)) as connection:

        def ask(method: str, path: str, headers: Mapping[str, str]) -> Answer:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            reply = connection.getresponse()
            return Answer.of(reply.status, reply.getheaders(), reply.read())

        wrong = []
        for row in rows():
            try:
                row.check(ask)
            except AssertionError as difference:
                wrong.append(str(difference))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("document", ["README.md", "docs/how-to/query.md", "docs/reference/json-ld.md"])
def test_the_documented_commands(server: Server, document: str) -> None:
    """Each command marked live answers, typed as it is written."""
    found = _BLOCK.findall((ROOT / document).read_text(encoding="utf-8"))
    assert found
    for block in found:
        text = block.replace("http://127.0.0.1:8000/", server.address).replace("curl ", "curl -sS --fail ")
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text], capture_output=True, encoding="utf-8", check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout


def test_the_invitation_is_true(server: Server) -> None:
    """The three commands that serve prints work when pasted."""
    told = server.told.read_text(encoding="utf-8")
    commands = [line.strip() for line in told.splitlines() if line.strip().startswith("curl ")]
    assert len(commands) == 3
    for command in commands:
        text = command.replace("curl ", "curl -sS --fail ", 1)
        assert subprocess.run(["bash", "-c", text], capture_output=True, check=True).stdout


def test_from_nothing_to_an_answer(site: Path) -> None:
    """serve builds what is missing, answers, stops on SIGTERM with 0 and leaves no process."""
    running = start(site)
    try:
        assert curl(running.address + "health")
        assert len(running.family()) > 1
        assert running.stop() == 0
        assert running.left_behind() == []
    finally:
        end(running)


def test_a_published_release_is_served_at_once(own_published_site: Path) -> None:
    """Nothing is built again when the files say what is published; Ctrl-C ends it too."""
    running = start(own_published_site)
    try:
        assert "Version" not in running.told.read_text(encoding="utf-8")
        assert running.stop(signal.SIGINT) in (0, 130)
        assert running.left_behind() == []
    finally:
        end(running)


def test_faulty_files_do_not_stop_the_old_release(own_published_site: Path) -> None:
    """Sources changed for the worse: the old release is served, and serve says so loudly."""
    file = own_published_site / EDITION
    file.write_text(file.read_text(encoding="utf-8").replace("1312500", "1"), encoding="utf-8")
    running = start(own_published_site)
    try:
        told = running.told.read_text(encoding="utf-8")
        assert "ATTENTION" in told
        assert EDITION.as_posix() in told
        assert "Clermont" in curl("-L", "-H", "Accept: text/turtle", running.address + TERRITORY)
        assert running.stop() == 0
    finally:
        end(running)


def test_nothing_to_serve(faulty_site: Path) -> None:
    """Faulty files and no release: exit 1, the report, no server."""
    words = [sys.executable, "-m", "esslod", "serve", "--port", str(free_port())]
    refused = subprocess.run(words, cwd=faulty_site, capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 1
    assert "data/broken.ttl:2" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_taken_port(own_published_site: Path) -> None:
    """An address in use is told at once, with a way out: exit 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        words = [sys.executable, "-m", "esslod", "serve", "--port", str(taken.getsockname()[1])]
        refused = subprocess.run(
            words, cwd=own_published_site, capture_output=True, text=True, check=False, timeout=60
        )
    assert refused.returncode == 2
    assert "--port 0" in refused.stderr
