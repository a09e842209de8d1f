"""The desk: one query process that takes small questions one after the other, as fast as they come.

Lending a process for each question (`pool.py`) puts it to sleep and wakes it up every time, which
costs more than a small query. At the desk, questions wait in a socket that the process reads
by itself, and the answer goes straight to the thread that awaits it: each has a line of its own.

Nothing is promised here: a question that the desk does not take up in time is asked of the pool
instead. A process whose question takes long is relieved: it finishes it, as a lent process would,
while another sits down.
"""

from __future__ import annotations

import itertools
import json
import os
import socket
import struct
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from esslod.engine import channel
from esslod.engine.board import Numbers, shared

if TYPE_CHECKING:
    from esslod.engine.process import Process

#: Line and ticket, before the question; ticket, before each piece of an answer.
QUESTION: Final = struct.Struct("=QQ")
TICKET: Final = struct.Struct("=Q")
#: Seconds after which whoever waits looks what the desk does; after which a question is too long
#: for the desk; after which one that was not taken up is asked elsewhere.
TICK: Final = 0.02
TOO_LONG: Final = 0.02
#: Seconds that a question may have been under way for others to be put behind it: beyond, they are
#: better off with a process of their own.
BUSY: Final = 0.002
PATIENCE: Final = 0.1
#: Bytes of a question, at most: what is longer takes longer.
MOST: Final = 16 * 1024
_RECEIVED: Final = 256 * 1024
_REMEMBERED: Final = 16


@dataclass(frozen=True)
class Fittings:
    """What a process needs to sit at the desk, as numbers of open files."""

    questions: int
    lines: tuple[int, ...]
    tickets: int
    board: int

    @property
    def files(self) -> tuple[int, ...]:
        return (self.questions, *self.lines, self.tickets, self.board)

    def to_json(self) -> str:
        return json.dumps([self.questions, self.lines, self.tickets, self.board])

    @staticmethod
    def from_json(text: str) -> Fittings:
        questions, lines, tickets, board = json.loads(text)
        return Fittings(questions, tuple(lines), tickets, board)


class Line:
    """On which one answer at a time is awaited: messages with another ticket are not for us."""

    def __init__(self, number: int, wire: socket.socket) -> None:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("@ll", 0, int(TICK * 1_000_000)))
        self.number = number
        self.ticket = 0
        self.asked = 0.0
        self._expected = b""
        self._wire = wire

    def expect(self, ticket: int) -> None:
        self.ticket = ticket
        self._expected = TICKET.pack(ticket)
        self.asked = time.monotonic()

    def recv(self, _size: int) -> bytes:
        """The next piece of the answer; nothing when the desk is closed.

        Raises BlockingIOError when there is none for a tick.
        """
        while True:
            message = self._wire.recv(_RECEIVED)
            if message.startswith(self._expected) or not message:
                return message[TICKET.size :]

    def close(self) -> None:
        self._wire.close()


class Desk:
    """The parent's side; who sits at it is the pool's to say (`staff`, under its lock).

    Raises OSError where the system lacks what it takes.
    """

    def __init__(self, lines: int) -> None:
        self._ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._files = shared(lines)
        self._tickets = Numbers(self._files)
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(lines)]
        self._answering = [theirs for _, theirs in pairs]
        self._free = deque(Line(number, ours) for number, (ours, _) in enumerate(pairs))
        self._count = itertools.count(1)
        self.staff: Process | None = None
        #: The last ones; a board still says on what its process died.
        self.relieved: deque[Process] = deque(maxlen=_REMEMBERED)

    def fittings(self, board: int) -> Fittings:
        """What a process that is being started needs to sit here; *board* is its own."""
        lines = tuple(line.fileno() for line in self._answering)
        return Fittings(self._theirs.fileno(), lines, self._files, board)

    def seat(self, idle: list[Process]) -> None:
        """Let the last of *idle* that still lives sit down, when nobody does."""
        while self.staff is None and idle:
            process = idle.pop()
            try:
                process.sit_down()
            except (channel.Closed, OSError):
                process.end()
            else:
                self.staff = process

    def seated(self) -> tuple[Process, ...]:
        staff = self.staff
        return () if staff is None else (staff,)

    def ask(self, question: bytes) -> Line | None:
        """Put *question*; the line on which to await the answer, None when the desk cannot take it now."""
        staff = self.staff
        if staff is None or len(question) > MOST or staff.board.age() > BUSY:
            return None
        try:
            line = self._free.pop()  # the last one used: its memory is warm
        except IndexError:
            return None
        ticket = next(self._count)
        line.expect(ticket)
        self._tickets[line.number] = ticket
        try:
            self._ours.send(QUESTION.pack(line.number, ticket) + question, socket.MSG_DONTWAIT)
        except OSError:  # full
            self.hang_up(line)
            return None
        return line

    def at_work_on(self, ticket: int) -> Process | None:
        """The process that has taken up the question with this ticket, dead or alive."""
        staff = self.staff
        if staff is not None and staff.board.ticket == ticket:
            return staff
        return next((process for process in tuple(self.relieved) if process.board.ticket == ticket), None)

    def withdraw(self, line: Line) -> None:
        """Nobody waits any more for the answer on *line*: if it was not taken up, it never is."""
        self._tickets[line.number] = 0

    def hang_up(self, line: Line) -> None:
        """*line* may be used for another question."""
        self._tickets[line.number] = 0
        self._free.append(line)

    def close(self) -> None:
        for end in (self._ours, self._theirs, *self._answering):
            end.close()
        for line in self._free:
            line.close()
        if self._files >= 0:
            os.close(self._files)
            self._files = -1
