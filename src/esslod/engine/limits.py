"""What the kernel enforces on a query process, whatever the engine's compiled code does.

Time, memory, network and orphanhood are not asked of the engine, which cannot be
interrupted: they are asked of the kernel, whose answer is a signal with its default
action. POSIX for all but the seal, which is Linux's; elsewhere the lexical scan
stands alone.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import resource
import signal
import struct
from pathlib import Path
from typing import Final

PR_SET_SECCOMP: Final = 22
PR_SET_NO_NEW_PRIVS: Final = 38
SECCOMP_MODE_FILTER: Final = 2

_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST: Final = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_AND: Final = 0x54  # BPF_ALU | BPF_AND | BPF_K
_RETURN: Final = 0x06
_AF_INET: Final = 2
_NO_FAMILY: Final = 0xFFFF
_SOCK_STREAM: Final = 1
_TYPE_BITS: Final = 0xF
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | errno.EACCES
_FIRST_X32: Final = 0x40000000
#: machine → (audit architecture, socket); io_uring_setup, which can open sockets too, is 425 on both.
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_IO_URING_SETUP: Final = 425


def defaults() -> None:
    """Give the signals we live and die by their default action, whatever was inherited."""
    for number in (signal.SIGALRM, signal.SIGIO, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the parent's to hear
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def die_with_parent(lifeline: int) -> None:
    """End this process when the other end of *lifeline*, a pipe nobody writes to, is closed.

    The kernel sends SIGIO at end of file, even while compiled code runs; PR_SET_PDEATHSIG
    would follow the death of the *thread* that started us.
    """
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)


def bound_memory(most: int) -> None:
    """Let this process hold *most* bytes; the allocator aborts beyond. No core dumps.

    To be called once the store is open: what its threads have reserved by then, and not
    used, is not counted. RLIMIT_DATA leaves mapped files out; RLIMIT_AS stands behind it,
    for other kernels.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sizes = _sizes()
    reserved = max(0, sizes.get("VmData", 0) - sizes.get("VmRSS", 0))
    _lower(resource.RLIMIT_DATA, most + reserved)
    _lower(resource.RLIMIT_AS, 2 * most + sizes.get("VmSize", 4_000_000_000))


def peak_above(size: int) -> bool:
    """Whether this process ever held more than *size* bytes."""
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 <= size:
        return False
    # Linux counts there what our parent held when it started us; its exact figure takes longer to read.
    return _sizes().get("VmHWM", size + 1) > size


def _sizes() -> dict[str, int]:
    """Sizes of this process in bytes, by their names in Linux's proc(5); elsewhere none."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    fields = (line.split() for line in lines if line.endswith(" kB"))
    return {name.rstrip(":"): int(kilobytes) * 1024 for name, kilobytes, *_ in fields}


def _lower(limit: int, most: int) -> None:
    hard = resource.getrlimit(limit)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(limit, (most, most))


def start_clock(seconds: float) -> None:
    """From now, this process has *seconds* of wall clock to live."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


def stop_clock() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)


def seal(*, relayed: bool = False) -> bool:
    """Refuse this process every new socket, for good; True when the kernel agreed (seccomp, Linux).

    *relayed*: but those of TCP over IPv4, with which to reach the relay (`landlock.py` says where).
    Must come before any thread is started: threads inherit it.
    """
    machine = os.uname()
    if machine.sysname != "Linux" or machine.machine not in _MACHINES:
        return False
    return _install(_network_filter(*_MACHINES[machine.machine], relayed=relayed))


def _network_filter(architecture: int, socket_number: int, *, relayed: bool) -> bytes:
    """The BPF program: refuse foreign architectures, x32, io_uring and socket(); allow the rest.

    When *relayed*, socket(AF_INET, SOCK_STREAM | flags, …) is allowed.
    """
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, 9, architecture),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 7, 0, _FIRST_X32),
        (_EQUAL, 6, 0, _IO_URING_SETUP),
        (_EQUAL, 0, 6, socket_number),
        (_LOAD, 0, 0, 16),
        (_EQUAL, 0, 3, _AF_INET if relayed else _NO_FAMILY),
        (_LOAD, 0, 0, 24),
        (_AND, 0, 0, _TYPE_BITS),
        (_EQUAL, 1, 0, _SOCK_STREAM),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _install(program: bytes) -> bool:
    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))

    steps = ctypes.create_string_buffer(program, len(program))
    whole = Program(len(program) // 8, ctypes.cast(steps, ctypes.c_void_p))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(whole), 0, 0) == 0)
