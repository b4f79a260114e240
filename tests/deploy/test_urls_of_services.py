"""From the URLs of a cache, a mail server and a broker to Django's settings of them."""

from __future__ import annotations

import pytest
from django import VERSION
from django.core.cache import CacheHandler

from trebol.deploy.cache import cache
from trebol.deploy.mail import mail
from trebol.deploy.tasks import tasks


@pytest.mark.parametrize(
    ("url", "backend", "place"),
    [
        ("redis://:p%40ss@host:6380/1", "redis.RedisCache", "redis://:p%40ss@host:6380/1"),
        ("database://cache_entries", "db.DatabaseCache", "cache_entries"),
        ("locmem://", "locmem.LocMemCache", ""),
    ],
)
def test_a_url_names_a_cache(url: str, backend: str, place: str) -> None:
    made = cache(url)
    assert made["BACKEND"] == f"django.core.cache.backends.{backend}"
    assert made["LOCATION"] == place


def test_redis_by_url_keeps_what_it_is_given(redis_url: str) -> None:
    kept = CacheHandler({"default": cache(redis_url)})["default"]
    kept.set("trebol-test-deploy", "1", 5)
    assert kept.get("trebol-test-deploy") == "1"
    kept.delete("trebol-test-deploy")


@pytest.mark.parametrize("url", ["", "memcached://host", "redis://", "database://", "database://a;drop"])
def test_another_cache_is_refused_with_the_mend(url: str) -> None:
    with pytest.raises(ValueError, match="write redis://"):
        cache(url)


def options(url: str) -> dict[str, object]:
    """The options of the mail server, by the names of Django 6.1."""
    made = mail(url)
    if VERSION >= (6, 1):
        return dict(made["MAILERS"]["default"]["OPTIONS"])
    names = {"HOST_USER": "username", "HOST_PASSWORD": "password"}
    kept = {name.removeprefix("EMAIL_"): value for name, value in made.items() if name != "EMAIL_BACKEND"}
    return {names.get(name, name.lower()): value for name, value in kept.items()}


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://host", 587, True, False),
        ("smtp://host:25?starttls=no", 25, False, False),
        ("smtps://host", 465, False, True),
    ],
)
def test_mail_is_encrypted_unless_the_url_says_otherwise(
    url: str, port: int, starttls: bool, tls: bool
) -> None:
    made = options(url)
    assert (made["host"], made["port"]) == ("host", port)
    assert (made["use_tls"], made["use_ssl"]) == (starttls, tls)


def test_the_mail_servers_password_is_unquoted() -> None:
    made = options("smtp://ana%40x:p%2Fw@host")
    assert (made["username"], made["password"]) == ("ana@x", "p/w")


def test_mail_goes_to_stdout_where_no_server_is_named() -> None:
    assert "console" in str(mail(""))


@pytest.mark.parametrize("url", ["smtp://", "http://host", "host"])
def test_another_mail_server_is_refused_with_the_mend(url: str) -> None:
    with pytest.raises(ValueError, match="write smtp://"):
        mail(url)


def test_tasks_stay_in_the_database_or_go_to_a_broker() -> None:
    assert tasks("")["OPTIONS"] == {"url": ""}
    assert tasks("amqp://guest@host")["OPTIONS"] == {"url": "amqp://guest@host"}
    with pytest.raises(ValueError, match="write amqp://"):
        tasks("kafka://host")


def test_the_url_of_a_broker_says_the_prefix_of_its_queues_and_the_rest_is_the_brokers() -> None:
    said = tasks("redis://:p%3Fss@host:6380/1?ssl_cert_reqs=none&prefix=comparte-ride.&resend_seconds=60")
    assert said["OPTIONS"] == {
        "url": "redis://:p%3Fss@host:6380/1?ssl_cert_reqs=none",
        "prefix": "comparte-ride.",
        "resend_seconds": 60,
    }
    assert tasks("amqp://host//?prefix=a")["OPTIONS"] == {"url": "amqp://host//", "prefix": "a"}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("prefix=", r"write \?prefix=myproject\."),
        ("prefix=amq.mine", "begins with amq"),
        ("prefix=two%20words", "1 to 60 of the characters"),
        (f"prefix={'a' * 61}", "1 to 60 of the characters"),
        ("resend_seconds=0", "write \\?resend_seconds=600"),
        ("resend_seconds=soon", "no whole number of seconds"),
    ],
)
def test_what_a_prefix_or_a_time_cannot_be_is_refused_with_the_mend(query: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as refused:
        tasks(f"redis://:secret@host?{query}")
    assert "secret" not in str(refused.value)
