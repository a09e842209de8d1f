"""Which socket of this process a request came by, found by elimination."""

import socket
import sys
import time
from collections.abc import Iterator

import pytest

from esslod.web.connection import Connection

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc and TCP_INFO are Linux's")


class Pairs:
    """Connections to ourselves: client's end, server's end."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.ends: list[socket.socket] = [self.listening]

    def open(self) -> tuple[socket.socket, socket.socket]:
        client = socket.create_connection(self.listening.getsockname())
        ours = self.listening.accept()[0]
        self.ends += [client, ours]
        client.sendall(b"GET")
        ours.recv(3)
        return client, ours

    def environ(self, **others: str) -> dict[str, str]:
        port = str(self.listening.getsockname()[1])
        told = {"REMOTE_ADDR": "127.0.0.1", "SERVER_PORT": port, "SERVER_PROTOCOL": "HTTP/1.1"}
        return {**told, **others}


@pytest.fixture
def pairs() -> Iterator[Pairs]:
    made = Pairs()
    yield made
    for end in made.ends:
        end.close()


def test_who_hangs_up_is_gone(pairs):
    """Known while nothing has been sent."""
    client, _ = pairs.open()
    connection = Connection(pairs.environ())
    assert not connection.gone()
    client.close()
    time.sleep(0.05)
    assert connection.gone()


def test_others_who_are_answered_are_not_ours(pairs):
    """As long as another could be ours nothing is said; once it has been sent something, it is not."""
    client, _ = pairs.open()
    _, other = pairs.open()
    connection = Connection(pairs.environ())
    assert not connection.gone()
    client.close()
    time.sleep(0.05)
    assert not connection.gone()
    other.sendall(b"an answer")
    assert connection.gone()


def test_others_who_came_later_are_not_ours(pairs):
    """What a connection received after we were called was not our request."""
    client, _ = pairs.open()
    connection = Connection(pairs.environ())
    time.sleep(0.1)
    pairs.open()
    client.close()
    time.sleep(0.05)
    assert connection.gone()


@pytest.mark.parametrize(
    "others", [{"REMOTE_ADDR": "192.0.2.1"}, {"SERVER_PORT": "1"}, {"SERVER_PROTOCOL": "HTTP/2"}]
)
def test_what_is_not_known_is_not_guessed(pairs, others):
    """Other addresses, other ports, and HTTP/2."""
    client, _ = pairs.open()
    connection = Connection(pairs.environ(**others))
    client.close()
    time.sleep(0.05)
    assert not connection.gone()
    connection.mark()
    assert not connection.abort(1, 1)


def test_the_one_that_was_given_what_we_gave_is_broken(pairs):
    """Among several that are being answered; its client sees a reset, the others nothing."""
    client, ours = pairs.open()
    another, other = pairs.open()
    connection = Connection(pairs.environ())
    connection.mark()
    ours.sendall(b"H" * 300 + b"x" * 50_000)
    other.sendall(b"y" * 20_000)
    assert connection.abort(50_000, 1)
    with pytest.raises(ConnectionResetError):
        while client.recv(1 << 16):
            pass
    other.sendall(b"z")
    received = b""
    while not received.endswith(b"z"):
        received += another.recv(1 << 16)
    assert len(received) == 20_001
