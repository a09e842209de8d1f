"""The C allocator of a web process: one arena, so that memory stays flat.

glibc gives threads arenas of their own, as many as eight a core, lest they wait for each other. Ours
wait for the interpreter's lock anyway, and an answer is made in one thread and let go in another: holes
in one arena are then of no use to the next, and a process whose Python objects stay at 60 MB grows
for as long as it runs (`benchmarks/README.md`).
"""

from __future__ import annotations

import ctypes
from typing import Final

#: ``M_ARENA_MAX`` of glibc's malloc.h.
_ARENA_MAX: Final = -8


def one_arena() -> bool:
    """Ask for one arena from now on; False where the allocator is another (musl, macOS)."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(_ARENA_MAX, 1) == 1
