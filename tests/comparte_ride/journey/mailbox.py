"""A mail server on this machine that keeps what it is given: where people read their e-mails."""

from __future__ import annotations

import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer

SECONDS = 30


class Mailbox(ThreadingTCPServer):
    """Speaks SMTP (RFC 5321), as much as a client needs that trusts it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.kept: list[EmailMessage] = []
        self.changed = threading.Condition()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """What a deploy says to send its e-mails here."""
        return f"smtp://127.0.0.1:{self.server_address[1]}?starttls=no"

    def keep(self, message: EmailMessage) -> None:
        """Keep an e-mail for whoever waits for it."""
        with self.changed:
            self.kept.append(message)
            self.changed.notify_all()

    def of(self, to: str, subject: str) -> list[EmailMessage]:
        """The e-mails to somebody whose subject has these words."""
        return [one for one in self.kept if one["To"] == to and subject in one["Subject"]]

    def read(self, to: str, subject: str) -> str:
        """Wait for an e-mail and take it out; its text. `AssertionError` when none comes in time."""
        with self.changed:
            came = self.changed.wait_for(lambda: self.of(to, subject), SECONDS)
            assert came, f"no e-mail {subject!r} to {to}; there are {[one['Subject'] for one in self.kept]}"
            self.kept.remove(came[0])
        text: str = came[0].get_content()
        return text


class Conversation(StreamRequestHandler):
    """One client."""

    server: Mailbox

    def handle(self) -> None:
        """Take every e-mail until the client leaves."""
        self.say("220 mailbox")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word == b"DATA":
                self.say("354 until a dot")
                self.server.keep(message_from_bytes(self.data(), policy=default))
            elif word == b"QUIT":
                return self.say("221 good bye")
            self.say("250 done")

    def say(self, line: str) -> None:
        """Answer."""
        self.wfile.write(f"{line}\r\n".encode())

    def data(self) -> bytes:
        """The bytes of an e-mail: up to a line of one dot; other dots at a line's beginning are doubled."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)
