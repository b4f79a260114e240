"""Why an outside service does not answer: each function gives the reason, empty where it does."""

from __future__ import annotations

import kombu
import kombu.exceptions
import psycopg
import redis

SECONDS = 3


def postgres_silence(url: str) -> str:
    try:
        with psycopg.connect(url, connect_timeout=SECONDS) as connection:
            connection.execute("select 1")
    except psycopg.Error as error:
        return first_line(error)
    return ""


def redis_silence(url: str) -> str:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS) as client:
            client.ping()
    except redis.RedisError as error:
        return first_line(error)
    return ""


def rabbitmq_silence(url: str) -> str:
    try:
        with kombu.Connection(url, connect_timeout=SECONDS) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=SECONDS)
    except kombu.exceptions.OperationalError as error:
        return first_line(error)
    return ""


def first_line(error: Exception) -> str:
    """The first line of what `error` says, else its class."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
