"""granian's main process drains before it ends; its workers hear of it."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from granian import cli
from granian.constants import Interfaces

from trebol import console
from trebol.servers.granian import DrainingServer


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b"ok"]


def make_application() -> Any:
    return application


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture
def server(door: socket.socket) -> Iterator[DrainingServer]:
    port = int(door.getsockname()[1])
    server = DrainingServer(
        f"{__name__}:application", port=port, interface=Interfaces.WSGI, log_enabled=False
    )
    server.warnings, server.warn = os.pipe()
    yield server
    os.close(server.warn)
    os.close(server.warnings)


def await_that(what: Any) -> None:
    end = time.monotonic() + 5
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_sigterm_warns_the_workers_and_ends_later(server: DrainingServer) -> None:
    ended = threading.Event()
    server.drain_seconds = 0.1
    before = signal.signal(signal.SIGTERM, lambda *_: ended.set())
    try:
        server.drain_first()
        os.kill(os.getpid(), signal.SIGTERM)
        assert os.read(server.warnings, 1)
        assert not ended.is_set()
        assert ended.wait(5)
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_second_sigterm_ends_at_once(server: DrainingServer) -> None:
    ended: list[float] = []
    server.drain_seconds = 2.0
    before = signal.signal(signal.SIGTERM, lambda *_: ended.append(time.monotonic()))
    try:
        server.drain_first()
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        assert len(ended) == 1  # the first one's drain has not passed yet
        await_that(lambda: len(ended) == 2)
    finally:
        signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("made", [False, True])
def test_a_worker_that_is_warned_says_farewell_and_shuts_its_door(
    server: DrainingServer, door: socket.socket, made: bool
) -> None:
    server.factory = made
    found = server.load(f"{__name__}:{'make_application' if made else 'application'}")
    os.write(server.warn, b".")

    def said() -> list[tuple[str, str]]:
        headers: list[tuple[str, str]] = []
        found({"SERVER_PROTOCOL": "HTTP/1.1"}, lambda status, sent: headers.extend(sent))
        return headers

    await_that(lambda: said() == [("Connection", "close")])
    await_that(lambda: door.getsockname()[1] != server.bind_port)


def test_the_application_of_another_interface_is_left_alone(
    server: DrainingServer, door: socket.socket
) -> None:
    server.interface = Interfaces.RSGI
    assert server.load(f"{__name__}:application") is application
    os.write(server.warn, b".")
    await_that(lambda: door.getsockname()[1] != server.bind_port)


@pytest.mark.parametrize("text", ["soon", "-1", "inf", "nan"])
def test_a_drain_takes_a_number_of_seconds(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        console.main(["serve", "--drain-seconds", text, "shop.wsgi:application"])
    assert ended.value.code == 2
    assert "seconds" in capsys.readouterr().err


def test_what_is_not_ours_is_granian_s(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[DrainingServer] = []
    monkeypatch.setattr(DrainingServer, "serve", lambda self: served.append(self))
    monkeypatch.setattr(DrainingServer, "drain_seconds", 1.0)
    monkeypatch.setattr(cli, "Server", cli.Server)  # type: ignore[attr-defined]
    monkeypatch.setenv("GRANIAN_WORKERS", "2")
    words = ["--interface", "wsgi", "--port", "8123", "shop.wsgi:application"]
    assert console.main(["serve", "--drain-seconds", "2.5", *words]) == 0
    (server,) = served
    assert (server.target, server.bind_port, server.workers, server.drain_seconds) == (
        "shop.wsgi:application",
        8123,
        2,
        2.5,
    )


def test_other_commands_refuse_what_they_do_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        console.main(["factors", "--colour"])
    assert "--colour" in capsys.readouterr().err
