"""The client's address: the connection's, or what a declared proxy says of it."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from trebol import Context
from trebol.bootstrap import assemble
from trebol.runtime.authenticate import Authenticator, client_address

PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("peer", "said", "address"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.7, 10.9.9.9", "203.0.113.7"),
        ("fd00::1", "2001:DB8::1", "2001:db8::1"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "203.0.113.7, nonsense", "10.0.0.1"),
        ("::ffff:203.0.113.7", "", "203.0.113.7"),
        ("", "203.0.113.7", ""),
        ("unix:", "203.0.113.7", ""),
    ],
)
def test_what_a_header_says_is_taken_from_declared_proxies_only(peer: str, said: str, address: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=said)
    assert client_address(request, PROXIES) == address


def test_without_declared_proxies_no_header_is_read() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7")
    assert client_address(request, ()) == "10.0.0.1"


def test_the_environment_declares_the_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREBOL_TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8")
    assert list(assemble([], [], project="tests").authenticator.proxies) == PROXIES


def test_a_proxy_that_is_no_network_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREBOL_TRUSTED_PROXIES", "10.0.0.1/8,router")
    problems = assemble([], [], project="tests").problems
    assert [problem.where for problem in problems] == ["environment variable TREBOL_TRUSTED_PROXIES"] * 2


def test_a_credential_says_the_address_and_a_context_has_none() -> None:
    authenticator = Authenticator(assemble([], [], project="tests").authenticator.tokens, {}, PROXIES)
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7")
    assert authenticator.credential_of(request).address == "203.0.113.7"
    assert Context().address == ""
