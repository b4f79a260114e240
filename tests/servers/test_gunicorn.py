"""A worker that leaves accepts whoever waits and closes its door; the others keep theirs."""

from __future__ import annotations

import os
import selectors
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.sock import TCPSocket

from trebol.servers.gunicorn import DrainingWorker


class Accepting(DrainingWorker):
    """Keeps what it accepts."""

    def __init__(self, listener: Any) -> None:
        config = Config()
        super().__init__(1, os.getppid(), [listener], None, 30, config, Logger(config))
        self.poller = selectors.DefaultSelector()
        self.accepted: list[Any] = []

    def enqueue_req(self, conn: Any) -> None:
        self.accepted.append(conn)


@pytest.fixture
def worker() -> Iterator[Accepting]:
    config = Config()
    worker = Accepting(TCPSocket(("127.0.0.1", 0), config, Logger(config)))
    worker.set_accept_enabled(True)
    yield worker
    worker.poller.close()
    worker.tmp.close()
    for listener in worker.sockets:
        listener.close()
    for connection in worker.accepted:
        connection.close()


def test_who_waits_is_accepted_and_the_next_is_refused(worker: Accepting) -> None:
    where = worker.sockets[0].getsockname()
    waiting = [socket.create_connection(where) for _ in range(3)]
    worker.alive = False
    worker.set_accept_enabled(False)
    assert len(worker.accepted) == 3
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(where)
    for each in waiting:
        each.close()


def test_a_worker_whose_parent_is_gone_leaves_too(worker: Accepting) -> None:
    worker.ppid = 0
    worker.set_accept_enabled(False)
    assert worker.sockets[0].sock is None


def test_a_worker_that_has_enough_to_do_keeps_its_door(worker: Accepting) -> None:
    worker.set_accept_enabled(False)
    with socket.create_connection(worker.sockets[0].getsockname()):
        assert worker.accepted == []
        worker.set_accept_enabled(True)
