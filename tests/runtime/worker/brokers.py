"""The brokers that tests of Celery use, and what a test leaves there taken away."""

from __future__ import annotations

from typing import Any

import kombu
import pytest
import redis

from tests.services import OUTSIDE

BROKERS = [
    pytest.param(OUTSIDE[name].url, marks=getattr(pytest.mark, f"needs_{name}"), id=name)
    for name in ("rabbitmq", "redis")
]


def clear(url: str, prefix: str) -> None:
    """Takes away all that a project keeps at a broker behind its prefix; nothing of another's."""
    if url.startswith("redis"):
        with redis.Redis.from_url(url) as client:
            for key in client.scan_iter(f"{prefix}*"):
                client.delete(key)
        return
    with kombu.Connection(url) as connection:
        channel: Any = connection.default_channel
        channel.queue_delete(f"{prefix}default")
        control = f"{prefix}celery.pidbox"
        for exchange in (f"{prefix}default", f"{prefix}celeryev", control, f"reply.{control}"):
            channel.exchange_delete(exchange)
