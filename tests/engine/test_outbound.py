"""Which addresses the relay may reach; what is asked for real is in test_service.py."""

import socket

import pytest

from esslod.engine import outbound
from esslod.engine.outbound import Asking, ask, rules
from esslod.errors import UpstreamFailure


def resolving(monkeypatch, *addresses: str) -> list[tuple]:
    """Every name gives *addresses*; whoever tries to connect is refused and noted."""
    tried: list[tuple] = []

    def connect(address, timeout):
        tried.append(address)
        raise ConnectionRefusedError("refused")

    found = [(0, 0, 0, "", (address, 80)) for address in addresses]
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(outbound.socket, "create_connection", connect)
    return tried


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::",
        "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "192.0.0.1", "198.18.0.1",
    ],
)  # fmt: skip
def test_a_public_name_with_an_address_that_is_not_is_refused(monkeypatch, address):
    """Nobody connects: neither when it is the only address nor beside a public one."""
    for addresses in ((address,), ("8.8.8.8", address)):
        tried = resolving(monkeypatch, *addresses)
        rule = rules(["http://public.example/sparql"], 1000)
        with pytest.raises(UpstreamFailure, match="not public"):
            list(ask(Asking("http://public.example/sparql", b"", {}), rule, 1.0))
        assert tried == []


@pytest.mark.parametrize(
    ("listed", "endpoint", "address"),
    [
        (["http://public.example/s"], "http://public.example/s", "8.8.8.8"),
        (["http://public.example/s"], "http://public.example/s", "2a00:1450::1"),
        (["http://10.0.0.5/s"], "http://10.0.0.5/s", "10.0.0.5"),
        (["http://[::1]/s"], "http://[::1]/s", "::1"),
        (["http://localhost/s"], "http://localhost/s", "127.0.0.1"),
        (["http://inside.example/s", "10.0.0.0/8"], "http://inside.example/s", "10.0.0.5"),
        (["http://inside.example/s", "10.0.0.5"], "http://inside.example/s", "10.0.0.5"),
    ],
)
def test_addresses_that_are_public_literal_or_listed_are_tried(monkeypatch, listed, endpoint, address):
    """The address that was checked is the one connected to."""
    tried = resolving(monkeypatch, address)
    with pytest.raises(UpstreamFailure, match="refused"):
        list(ask(Asking(endpoint, b"", {}), rules(listed, 1000), 1.0))
    assert tried == [(address, 80)]


@pytest.mark.parametrize("endpoint", ["http://user:secret@a.example/", "ftp://a.example/", "http:///x"])
def test_odd_addresses_are_not_asked_though_listed(monkeypatch, endpoint):
    """No credentials leave, no other scheme is spoken."""
    tried = resolving(monkeypatch, "8.8.8.8")
    with pytest.raises(UpstreamFailure, match="plain http"):
        list(ask(Asking(endpoint, b"", {}), rules([endpoint], 1000), 1.0))
    assert tried == []


def test_a_name_that_does_not_resolve_is_an_upstream_failure(monkeypatch):
    """The reason is told."""

    def fail(*_, **__):
        raise socket.gaierror("unknown name")

    monkeypatch.setattr(outbound.socket, "getaddrinfo", fail)
    with pytest.raises(UpstreamFailure, match="unknown name"):
        list(ask(Asking("http://a.example/", b"", {}), rules(["http://a.example/"], 9), 1.0))
