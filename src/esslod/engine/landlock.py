"""Landlock (Linux 6.7 and later): a process that may connect to one TCP port and listen on none.

The second lock of processes that evaluate SERVICE; the first is the seal of `limits.py`,
which leaves them TCP over IPv4 alone. Where the kernel lacks it, the rewriting of
addresses stands alone.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from typing import Final

from esslod.engine.limits import PR_SET_NO_NEW_PRIVS

_CREATE_RULESET: Final = 444  # the same number on every architecture
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_ASK_VERSION: Final = 1
_FIRST_WITH_NETWORK: Final = 4
_BIND_TCP: Final = 1
_CONNECT_TCP: Final = 2
_NET_PORT: Final = 2


def allow_port(port: int) -> bool:
    """Refuse this process, for good, every TCP connection but to *port*; True when the kernel agreed.

    Must come before any thread is started: threads inherit it.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(_CREATE_RULESET, 0, 0, _ASK_VERSION) < _FIRST_WITH_NETWORK:
        return False
    handled = struct.pack("=QQ", 0, _BIND_TCP | _CONNECT_TCP)
    ruleset = libc.syscall(_CREATE_RULESET, handled, len(handled), 0)
    if ruleset < 0:
        return False
    try:
        rule = struct.pack("=QQ", _CONNECT_TCP, port)
        return bool(
            libc.syscall(_ADD_RULE, ruleset, _NET_PORT, rule, 0) == 0
            and libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
            and libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
        )
    finally:
        os.close(ruleset)
