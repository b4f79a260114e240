"""A mail server that keeps what it is given."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import ClassVar

SECONDS = 0.03  # until it says that it has an e-mail
ANSWERS = {b"DATA": b"354 go on", b"QUIT": b"221 bye"}


class Postbox(ThreadingTCPServer):
    """Speaks as much of SMTP as a client needs; `kept` is every e-mail that came whole."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.kept: list[EmailMessage] = []

    @property
    def url(self) -> str:
        """Where it is, as `EMAIL_URL` says it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}?starttls=no"


class Conversation(StreamRequestHandler):
    """One connection, to its end or until the client is not there any more."""

    server: Postbox
    quiet: ClassVar = (ConnectionError, BrokenPipeError)

    def handle(self) -> None:
        try:
            self.answer(b"220 postbox")
            for line in iter(self.rfile.readline, b""):
                word = line.strip().upper()[:4]
                self.answer(ANSWERS.get(word, b"250 well"))
                if word == b"DATA":
                    self.keep()
        except self.quiet:
            return

    def answer(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def keep(self) -> None:
        """Read an e-mail to its last line; one that breaks off is none."""
        lines: list[bytes] = []
        for line in iter(self.rfile.readline, b""):
            if line == b".\r\n":
                self.server.kept.append(message_from_bytes(b"".join(lines), policy=policy.default))
                time.sleep(SECONDS)
                self.answer(b"250 kept")
                return
            lines.append(line)


@contextmanager
def postbox() -> Iterator[Postbox]:
    """A mail server of one test."""
    with Postbox() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
