"""The desk as the query process that sits at it sees it (`desk.py` has the other side).

Questions come in through one socket, each with the number of the line on which its answer is
awaited. While questions wait, the process never sleeps.
"""

from __future__ import annotations

import select
from socket import MSG_DONTWAIT, socket
from typing import TYPE_CHECKING, Final

from esslod.engine.board import Board, Numbers
from esslod.engine.desk import QUESTION, TICKET

if TYPE_CHECKING:
    from collections.abc import Callable

    from esslod.engine.desk import Fittings

#: Bytes of one message, at most: sockets of packets send each in one piece.
_PIECE: Final = 64 * 1024


class Line:
    """The way to whoever awaits one answer; every message bears the ticket of the question."""

    def __init__(self, wire: socket, ticket: int) -> None:
        self._wire = wire
        self._ticket = TICKET.pack(ticket)

    def sendall(self, piece: bytes | bytearray, /) -> None:
        for start in range(0, len(piece), _PIECE):
            self._wire.send(self._ticket + piece[start : start + _PIECE])


class Desk:
    """The desk, of which *wire* is the process's own line to its parent."""

    def __init__(self, fittings: Fittings, wire: socket) -> None:
        self._questions = socket(fileno=fittings.questions)
        self._lines = [socket(fileno=line) for line in fittings.lines]
        self._tickets = Numbers(fittings.tickets)
        self._board = Board(fittings.board)
        self._wire = wire
        self._poll = select.poll()
        self._poll.register(self._questions, select.POLLIN)
        self._poll.register(wire, select.POLLIN)

    def attend(self, answer: Callable[[Line, bytes], None]) -> None:
        """Take questions and have them answered, until something comes over the wire."""
        while not self._board.leaving:
            message = self._next()
            if message is None:
                return
            number, ticket = QUESTION.unpack_from(message)
            self._board.begin(ticket)
            if self._tickets[number] == ticket:  # else nobody waits for the answer any more
                answer(Line(self._lines[number], ticket), message[QUESTION.size :])
            self._board.end()

    def _next(self) -> bytes | None:
        """The next question; None when the parent has something to say."""
        while True:
            try:
                return self._questions.recv(2 * _PIECE, MSG_DONTWAIT)
            except BlockingIOError:
                if any(file == self._wire.fileno() for file, _ in self._poll.poll()):
                    return None
