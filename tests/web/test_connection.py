"""What an application is told of the connection under its request."""

from __future__ import annotations

from esslod.web import connection
from esslod.web.connection import KEY, Admitted, Connection
from esslod.web.known import Known

GET = b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"


def asked(admitted: Admitted, name: str, number: str) -> dict[str, object]:
    """The environment an application sees when the web server was sent this line."""
    seen: list[dict[str, object]] = []
    app = admitted.around(lambda environ, _: seen.append(environ) or [])
    app({f"HTTP_{name.upper().replace('-', '_')}": number, "PATH_INFO": "/"}, None)
    return seen[0]


def test_a_request_finds_its_connection_and_the_line_is_gone():
    """Until it is dismissed."""
    admitted, under = Admitted(), Connection(lambda: None)
    name, number = admitted.admit(under).decode().strip().split(": ")
    environ = asked(admitted, name, number)
    assert environ == {"PATH_INFO": "/", KEY: under}
    assert connection.of(environ) is under
    admitted.dismiss(under)
    assert asked(admitted, name, number) == {"PATH_INFO": "/"}


def test_nobody_else_can_say_the_line():
    """Its name is another one at each start; a number that was not given is nobody's."""
    one, other = Admitted(), Admitted()
    name, number = one.admit(Connection(lambda: None)).decode().strip().split(": ")
    assert not other.admit(Connection(lambda: None)).decode().startswith(name)
    assert asked(one, name, str(int(number) + 1)) == {"PATH_INFO": "/"}
    assert asked(one, "x-other", number)["HTTP_X_OTHER"] == number


def test_without_a_door_nobody_is_known():
    """Neither to hang up nor to be broken; there is nothing to learn."""
    nobody = connection.of({})
    assert not nobody.gone()
    assert not nobody.abort()
    nobody.learn("200 OK", [("Content-Length", "0")], b"", lambda _: None)


def test_breaking_is_told_at_once():
    """Before it is done: what comes from then on is not sent."""
    broken: list[bool] = []
    under = Connection(lambda: broken.append(under.broken))
    assert under.abort()
    assert broken == [True]


def test_an_answer_is_learnt_for_the_release_that_was_current_when_it_was_asked():
    """What was answered from an older one while a new one came is not held for the new one's."""
    turns = [3]
    known = Known(100_000, lambda: turns[0])
    under = Connection(lambda: None, GET, known)
    under.learn("200 OK", [("Content-Length", "1")], b"a", lambda _: None)
    assert known.find(GET).body == b"a"
    late = Connection(lambda: None, GET, known)
    turns[0] = 4
    late.learn("200 OK", [("Content-Length", "1")], b"b", lambda _: None)
    assert known.find(GET) is None


def test_who_sent_more_than_one_request_teaches_nothing():
    """Its letters are not those of one request."""
    known = Known(100_000, lambda: 0)
    Connection(lambda: None, None, known).learn("200 OK", [("Content-Length", "1")], b"a", lambda _: None)
    assert known.find(GET) is None
