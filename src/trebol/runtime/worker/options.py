"""How a worker works; the environment says it as ``TREBOL_WORKER_<NAME>``."""

from __future__ import annotations

import os
import secrets
import socket

import msgspec


class WorkerOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers, each with its unit.

    ``concurrency``: tasks and deliveries that run at the same time, in threads. ``poll_ms``: milliseconds
    between looks at the database while there is nothing to do. ``lease_seconds``: after them, what a lost
    worker held goes to another. ``grace_seconds``: what is left of running work at SIGTERM before it is given
    back. ``attempts``: tries before work is dead. ``keep_days``: days that what is done is kept.
    """

    concurrency: int = 4
    poll_ms: int = 500
    lease_seconds: int = 60
    grace_seconds: int = 25
    attempts: int = 15
    keep_days: int = 30


def new_holder() -> str:
    """Return a name for a worker that no other one has: host, process, and a few random characters."""
    return f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}"
