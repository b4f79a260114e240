"""gunicorn's threads with a drain: ``gunicorn --worker-class trebol.servers.gunicorn.DrainingWorker``.

gunicorn's own gthread worker stops accepting at SIGTERM and closes its listening sockets at its very end.
Until then the kernel takes connections into their queue; then it resets all of them.
"""

from __future__ import annotations

import os
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class DrainingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn brings no types
    """Accepts whoever waits, closes the listening sockets, answers, ends.

    Several workers share a socket, and the last one to leave closes it; where others stay (``max_requests``,
    a reload), they take whoever comes next.
    """

    def set_accept_enabled(self, enabled: bool) -> None:
        """Begin to accept, or cease to: for good, where the worker ends."""
        super().set_accept_enabled(enabled)
        if not enabled and (not self.alive or self.ppid != os.getppid()):
            for listener in self.sockets:
                self.leave(listener)

    def leave(self, listener: Any) -> None:
        """Accept whoever waits, and close before anybody else comes: nothing is done in between."""
        while self.takes(listener) or listener.get_backlog() > 0:
            pass
        listener.close()

    def takes(self, listener: Any) -> bool:
        """Whether somebody waited; accepted then."""
        before = self.nr_conns
        self.accept(listener)
        return bool(self.nr_conns > before)
