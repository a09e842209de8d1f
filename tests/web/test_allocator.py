"""The web process keeps its memory in one arena."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

_ARENAS = """
import ctypes, sys, threading
from esslod.web.allocator import one_arena
if sys.argv[1] == "one":
    assert one_arena()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
together = threading.Barrier(3)
def take():
    together.wait()
    libc.malloc(50_000)
    together.wait()
threads = [threading.Thread(target=take) for _ in range(3)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
told = libc.fopen(sys.argv[2].encode(), b"w")
libc.malloc_info(0, ctypes.c_void_p(told))
libc.fclose(ctypes.c_void_p(told))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="arenas are glibc's")
@pytest.mark.parametrize(("asked", "one"), [("one", True), ("as it comes", False)])
def test_threads_share_one_arena(tmp_path: Path, asked: str, one: bool) -> None:
    """Three threads that take memory at once open no arena of their own; left alone, they do."""
    told = tmp_path / "arenas.xml"
    subprocess.run([sys.executable, "-c", _ARENAS, asked, str(told)], check=True)
    assert (told.read_text().count("<heap ") == 1) is one
