"""The listening sockets of this process are found, and closed behind a server's back."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator

import pytest

from trebol.servers import doors

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the drain is for Linux")


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


def port(door: socket.socket) -> int:
    return int(door.getsockname()[1])


def knock(door: socket.socket) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port(door)), timeout=0.3)


def test_only_what_listens_on_the_port_is_found(door: socket.socket) -> None:
    with socket.create_server(("127.0.0.1", 0)), knock(door):
        found = list(doors.listening(port(door)))
    assert [number for number, _ in found] == [door.fileno()]
    for _, copy in found:
        copy.close()


def test_who_waits_is_counted(door: socket.socket) -> None:
    with knock(door), knock(door):
        assert doors.queued(door) == 2
        for _ in range(2):
            door.accept()[0].close()
        assert doors.queued(door) == 0


def test_newcomers_are_turned_away_and_who_is_connected_speaks(door: socket.socket) -> None:
    with knock(door) as early:
        doors.turn_newcomers_away(door)
        with pytest.raises(TimeoutError):
            knock(door)
        early.sendall(b"hello")
        with door.accept()[0] as accepted:
            assert accepted.recv(5) == b"hello"


def test_a_door_that_is_shut_refuses_and_has_nobody_to_accept(door: socket.socket) -> None:
    where = port(door)
    with knock(door) as early, door.accept()[0] as accepted:
        assert doors.shut(where) == 1
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", where), timeout=0.3)
        with pytest.raises(BlockingIOError):
            door.accept()
        early.sendall(b"hello")
        assert accepted.recv(5) == b"hello"
    assert not os.get_inheritable(door.fileno())


def test_a_door_stays_while_somebody_waits_in_it(
    door: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "QUEUE_SECONDS", 0.05)
    where = port(door)
    with knock(door) as early:
        assert doors.shut(where) == 0
        early.sendall(b"hello")
        with door.accept()[0] as accepted:
            assert accepted.recv(5) == b"hello"


def test_without_a_door_nothing_is_waited_for() -> None:
    began = time.monotonic()
    assert doors.shut(1) == 0
    assert time.monotonic() - began < doors.SHAKING_SECONDS
