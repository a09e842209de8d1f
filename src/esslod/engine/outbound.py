"""Asking another endpoint over HTTP, to listed addresses only.

Nothing is taken from the environment: no proxy, no credentials, no cookies. A name is
resolved once and the address it gave is checked and used; a redirect is a new
address, to be listed like the first.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from esslod.engine.said import said
from esslod.errors import EsslodError, UpstreamFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_HOPS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 307, 308})
_PIECE: Final = 64 * 1024
_PORTS: Final = {"http": 80, "https": 443}
#: IPv6 addresses that carry an IPv4 address in their last, or first, 32 bits.
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Rules:
    """The endpoints that may be asked, networks where they may lie though not public, the most bytes."""

    endpoints: frozenset[str]
    networks: tuple[Network, ...]
    most_bytes: int


class Asking(NamedTuple):
    """What the engine sends to an endpoint."""

    endpoint: str
    body: bytes
    headers: Mapping[str, str]


def rules(listed: Sequence[str], most_bytes: int) -> Rules:
    """The setting service_hosts, read: whole addresses of endpoints, and addresses or networks
    (``10.0.0.5``, ``10.0.0.0/8``) where they may lie though these are not public.
    """
    networks: list[Network] = []
    for entry in listed:
        if "://" not in entry:
            with suppress(ValueError):
                networks.append(ipaddress.ip_network(entry, strict=False))
    return Rules(frozenset(entry for entry in listed if "://" in entry), tuple(networks), most_bytes)


def ask(asking: Asking, rule: Rules, seconds: float) -> Iterator[tuple[str, bytes]]:
    """(media type, piece) of the answer to *asking*, all within *seconds*. Raises UpstreamFailure."""
    until = time.monotonic() + seconds
    target = asking.endpoint
    try:
        for _ in range(_HOPS):
            _check_listed(asking.endpoint, target, rule)
            connection = _connected(asking.endpoint, target, rule, until)
            with closing(connection), _Alarm(connection, until) as alarm:
                try:
                    with closing(_sent(connection, target, asking)) as response:
                        if response.status in _REDIRECTS:
                            target = urljoin(target, response.headers.get("Location", ""))
                            continue
                        yield from _read(response, asking.endpoint, rule.most_bytes)
                    if alarm.rang:  # an answer that ends with its connection looks whole
                        raise TimeoutError
                except (OSError, http.client.HTTPException):
                    if alarm.rang:
                        raise TimeoutError from None
                    raise
                return
        raise said("upstream", UpstreamFailure, endpoint=asking.endpoint, reason="too many redirects")
    except EsslodError:
        raise
    except TimeoutError:
        raise said(
            "upstream_time", UpstreamFailure, endpoint=asking.endpoint, limit=round(seconds, 1)
        ) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = str(error) or type(error).__name__
        raise said("upstream", UpstreamFailure, endpoint=asking.endpoint, reason=reason) from error


def _check_listed(endpoint: str, target: str, rule: Rules) -> None:
    parts = urlsplit(target)
    if target not in rule.endpoints:
        raise said("upstream_redirect", UpstreamFailure, endpoint=endpoint, target=target)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise said("upstream", UpstreamFailure, endpoint=endpoint, reason="not a plain http(s) address")


def _connected(endpoint: str, target: str, rule: Rules, until: float) -> _Pinned:
    """A connection to the address that the name gave when it was checked."""
    parts = urlsplit(target)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not all(_permitted(ipaddress.ip_address(each), host, rule) for each in addresses):
        raise said("upstream_address", UpstreamFailure, endpoint=endpoint)
    return _Pinned(host, port, addresses, secure=parts.scheme == "https", until=until)


def _permitted(address: Address, host: str, rule: Rules) -> bool:
    """Whether *address* is public, or the endpoint's own text says it, or a listed network holds it."""
    inner = _inner(address)
    if any(each in network for each in (address, inner) for network in rule.networks):
        return True
    if inner.is_global and address.is_global and not inner.is_multicast and not address.is_reserved:
        return True
    if host == "localhost":
        return address.is_loopback
    try:
        return ipaddress.ip_address(host) == address
    except ValueError:
        return False


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, or *address*."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


class _Pinned(http.client.HTTPConnection):
    """HTTP to *host*, at one of *addresses* and nowhere else; TLS is checked against the name."""

    def __init__(self, host: str, port: int, addresses: Sequence[str], *, secure: bool, until: float) -> None:
        super().__init__(host, port)
        self._addresses = addresses
        self._secure = secure
        self._until = until
        self.wire: socket.socket | None = None  # `sock` is let go when the answer has no length
        self.default_port = 443 if secure else 80  # decides whether the Host header holds the port

    def connect(self) -> None:
        failure: OSError = OSError("the name has no address")
        for address in self._addresses:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                self.sock = socket.create_connection((address, self.port), timeout=left)
                if self._secure:
                    context = ssl.create_default_context()
                    self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
            except OSError as error:
                failure = error
            else:
                self.wire = self.sock
                return
        raise failure


class _Alarm:
    """Cuts *connection* at the time *until*, however slowly its other end drips."""

    def __init__(self, connection: _Pinned, until: float) -> None:
        self.rang = False
        self._connection = connection
        self._timer = threading.Timer(max(0.0, until - time.monotonic()), self._ring)
        self._timer.daemon = True

    def __enter__(self) -> _Alarm:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _ring(self) -> None:
        self.rang = True
        wire = self._connection.wire
        if wire is not None:
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)


def _sent(connection: http.client.HTTPConnection, target: str, asking: Asking) -> http.client.HTTPResponse:
    parts: SplitResult = urlsplit(target)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("POST", path, body=asking.body, headers={**asking.headers, "Connection": "close"})
    return connection.getresponse()


def _read(response: http.client.HTTPResponse, endpoint: str, most: int) -> Iterator[tuple[str, bytes]]:
    """The pieces of a good answer. http.client raises IncompleteRead when one is cut short."""
    if response.status != 200:
        raise said("upstream", UpstreamFailure, endpoint=endpoint, reason=f"HTTP {response.status}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise said(
            "upstream", UpstreamFailure, endpoint=endpoint, reason="a compressed answer nobody asked for"
        )
    kind, size = response.headers.get("Content-Type", ""), 0
    while piece := response.read(_PIECE):
        size += len(piece)
        if size > most:
            raise said("upstream_size", UpstreamFailure, endpoint=endpoint, limit=most)
        yield kind, piece
    if size == 0:
        yield kind, b""
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
