"""``esslod serve --files`` as a process: plain about faults, and nothing left behind."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from esslod.web.serve import free_port

QUERY = "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D"


def start(folder: Path, *files: str) -> tuple[subprocess.Popen[str], int]:
    port = free_port("127.0.0.1")
    command = [
        sys.executable,
        "-m",
        "esslod",
        "--lang",
        "en",
        "serve",
        "--port",
        str(port),
        "--files",
        *files,
    ]
    environment = {**os.environ, "TMPDIR": str(folder)}
    return (
        subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, encoding="utf-8"),
        port,
    )


def first_answer(process: subprocess.Popen[str], port: int) -> bytes:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", QUERY, headers={"Accept": "text/csv"})
            return connection.getresponse().read()
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()
    pytest.fail("no answer")


@pytest.mark.live
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_it_answers_and_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    """It answers about the file, and ends when told to: its store goes with it."""
    (tmp_path / "a.ttl").write_text("<http://example.org/a> <http://example.org/b> 1 .")
    process, port = start(tmp_path, "a.ttl")
    try:
        assert b"http://example.org/a" in first_answer(process, port)
        assert list(tmp_path.glob("esslod-*"))
    finally:
        process.send_signal(number)
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


def test_faults_are_told_and_nothing_is_left(tmp_path: Path) -> None:
    """file:line:column for each file, exit code 1, no server, no traceback."""
    (tmp_path / "bad.ttl").write_text("<a:a> <a:b> <a:c> .\n<a:b> nonsense .\n")
    process, _ = start(tmp_path, "bad.ttl", "missing.nq")
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.splitlines() == [
        "bad.ttl:2:7: nonsense is not a valid predicate",
        "missing.nq: No such file or directory",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["bad.ttl"]
