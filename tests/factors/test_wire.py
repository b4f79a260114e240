"""The wire: answers, refusals, and a relay that can be cut."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from trebol.factors.observation import followed, form_fields
from trebol.factors.wire import Client, Relay, answers, free_port


class Echo(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in ("/admin", "/round"):
            self.send_response(302)
            self.send_header("Location", "/log-in" if self.path == "/admin" else self.path)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Set-Cookie", "seen=yes; Path=/")
        self.end_headers()
        self.wfile.write(f"{self.headers['Host']} {self.headers['Cookie']}".encode())

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def server() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_a_client_says_its_host_and_keeps_cookies(server: int) -> None:
    client = Client(server, "shop.example")
    assert client.ask("/").body == "shop.example None"
    assert client.ask("/").body == "shop.example seen=yes"


def test_nobody_there_is_an_answer_too() -> None:
    answer = Client(free_port()).ask("/")
    assert (answer.status, answer.error) == (0, "ConnectionRefusedError")


def test_a_relay_counts_is_cut_and_comes_back(server: int) -> None:
    relay = Relay(server)
    client = Client(relay.port)
    assert client.ask("/").status == 200
    assert relay.accepted == 1
    relay.cut()
    assert not answers(relay.port)
    relay.restore()
    assert client.ask("/").status == 200
    relay.cut()


def test_a_login_form_is_filled_in_by_the_kinds_of_its_fields() -> None:
    page = """<form action="/search"><input name="q"></form>
    <form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="t">
    <input type="email" name="login"><input type='password' name='secret'>
    <input type="submit" value="Go"></form>"""
    assert form_fields(page, "ana", "pw") == {"csrfmiddlewaretoken": "t", "login": "ana", "secret": "pw"}
    assert form_fields("<form><input name='q'></form>", "ana", "pw") == {}


def test_a_page_is_followed_to_where_it_leads_and_not_for_ever(server: int) -> None:
    assert followed(Client(server), "/admin")[0] == "/log-in"
    assert followed(Client(server), "/log-in")[1].status == 200
    assert followed(Client(server), "/round")[1].status == 302
