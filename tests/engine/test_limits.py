import os
import signal
import socket
import subprocess
import sys
import time

import pytest


def run(code: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run *code* in a fresh interpreter that imports from where we do."""
    start = "import sys, os, socket; sys.path[:] = " + repr(sys.path) + "; from esslod.engine import limits\n"
    return subprocess.run(
        [sys.executable, "-c", start + code],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        **options,
    )


def test_the_clock_kills_by_the_kernels_default():
    """Nothing in the process has to cooperate, and a blocked or ignored signal is restored first."""
    code = "import signal; signal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
    code += "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n"
    code += "limits.defaults(); limits.start_clock(0.05)\nwhile True: pass"
    assert run(code).returncode == -signal.SIGALRM


def test_a_stopped_clock_does_not_kill():
    """An answer in time leaves the process alive."""
    code = "import time; limits.defaults(); limits.start_clock(0.05); limits.stop_clock(); time.sleep(0.1)"
    assert run(code).returncode == 0


def test_memory_is_bounded():
    """Allocation beyond the limit fails."""
    done = run("limits.bound_memory(200_000_000); bytearray(300_000_000)")
    assert "MemoryError" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the seal is Linux's seccomp")
def test_a_sealed_process_opens_no_socket():
    """Not even in a thread started later; a pair of local sockets that exist already go on working."""
    code = """
import threading
ours, theirs = socket.socketpair()
assert limits.seal()
refused = []
def attempt():
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(family)
        except PermissionError:
            refused.append(family)
thread = threading.Thread(target=attempt); thread.start(); thread.join(); attempt()
ours.sendall(b"x")
print(len(refused), theirs.recv(1))
"""
    assert run(code).stdout.strip() == "6 b'x'"


@pytest.mark.skipif(sys.platform != "linux", reason="the seal is Linux's seccomp")
def test_a_sealed_engine_reaches_nobody():
    """Should a SERVICE get past the scan, the kernel refuses it: the listening socket hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{listening.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        code = f"limits.seal()\nfrom pyoxigraph import Store\nlist(Store().query({query!r}))"
        assert "Permission denied" in run(code).stderr
        listening.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listening.accept()


def test_a_busy_process_dies_when_its_lifeline_is_cut():
    """Also in the middle of a computation that never looks up."""
    reading, writing = os.pipe()
    code = "import sys; sys.path[:] = " + repr(sys.path) + "\nfrom esslod.engine import limits\n"
    code += "limits.defaults(); limits.die_with_parent(0); print('ready', flush=True)\nwhile True: pass"
    with subprocess.Popen([sys.executable, "-c", code], stdin=reading, stdout=subprocess.PIPE) as child:
        os.close(reading)
        assert child.stdout is not None
        child.stdout.readline()
        began = time.monotonic()
        os.close(writing)
        assert child.wait(10) == -signal.SIGIO
    assert time.monotonic() - began < 5


def test_the_memory_of_the_parent_is_not_counted():
    """A process started by a large one is small all the same; what it held itself it remembers."""
    ours = bytearray(b"1") * 300_000_000
    code = (
        "from esslod.engine.limits import peak_above\n"
        "before = peak_above(200_000_000)\n"
        "held = len(bytes(250_000_000).replace(b'\\0', b'1'))\n"
        "print(before, peak_above(200_000_000))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]
    assert len(ours) == 300_000_000
