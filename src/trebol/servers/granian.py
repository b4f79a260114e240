"""granian with a drain: told to end, it refuses newcomers, answers whoever is connected, and then ends.

By itself granian ends, at SIGTERM, every connection on which it has not yet read a request: a client or a
proxy that has just connected, or keeps a connection open, and writes at that moment, loses its request.
"""

from __future__ import annotations

import os
import pkgutil
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from granian.constants import Interfaces
from granian.server import MPServer

from trebol.servers.doors import shut
from trebol.servers.farewell import closing_asgi, closing_wsgi

MANY = 1024  # more than there are workers, those that were started again counted
FAREWELLS: dict[Interfaces, Callable[..., Any]] = {
    Interfaces.WSGI: closing_wsgi,
    Interfaces.ASGI: closing_asgi,
    Interfaces.ASGINL: closing_asgi,
}


def unchanged(application: Callable[..., Any], ending: threading.Event) -> Callable[..., Any]:
    """`application`, of an interface that has no word for the end."""
    return application


class DrainingServer(MPServer):
    """granian's server, whose main process warns its workers before it ends them.

    ``drain_seconds``: how long those who are connected have time to ask. Linux only; elsewhere it is granian.
    """

    drain_seconds = 1.0

    def serve(self, *arguments: Any, **options: Any) -> None:
        """Serve until told to end."""
        if self.drain_seconds and sys.platform == "linux" and not self.bind_uds:
            self.warnings, self.warn = os.pipe()
            self.on_startup(self.drain_first)
            options["target_loader"] = self.load
        super().serve(*arguments, **options)

    def drain_first(self) -> None:
        """Put the drain before granian's own reaction to SIGTERM."""
        end = signal.getsignal(signal.SIGTERM)

        def drain(number: int, frame: FrameType | None) -> None:
            signal.signal(signal.SIGTERM, end)  # told twice, it ends at once
            os.write(self.warn, b"." * MANY)
            threading.Timer(self.drain_seconds, end, (number, frame)).start()  # type: ignore[arg-type]

        signal.signal(signal.SIGTERM, drain)

    def load(self, target: str) -> Callable[..., Any]:
        """The application, in a worker that hears of the end."""
        found: Any = pkgutil.resolve_name(target if ":" in target else f"{target}:app")
        application: Callable[..., Any] = found() if self.factory else found
        ending = threading.Event()
        threading.Thread(target=self.await_warning, args=(ending,), daemon=True).start()
        say_farewell: Callable[..., Any] = FAREWELLS.get(self.interface, unchanged)
        told: Callable[..., Any] = say_farewell(application, ending)
        return told

    def await_warning(self, ending: threading.Event) -> None:
        """Wait in a worker for the end, then refuse newcomers."""
        os.read(self.warnings, 1)
        ending.set()
        shut(self.bind_port)
