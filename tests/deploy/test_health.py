"""Alive asks nothing, ready asks the database and its migrations; neither tells a stranger why."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from trebol.deploy import health
from trebol.deploy.health import Migrated


@pytest.fixture(autouse=True)
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has not asked yet."""
    monkeypatch.setattr(Migrated, "aliases", set())


def asked(path: str) -> HttpResponse:
    """What a probe gets: no host that is allowed, no cookie."""
    answer: Any = health.health(elsewhere)(RequestFactory().get(path, headers={"host": "10.0.0.7"}))
    assert isinstance(answer, HttpResponse)
    return answer


def elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("elsewhere", status=404)


def test_alive_asks_no_database() -> None:  # a test without a database may not use one
    answer = asked("/livez")
    assert (answer.status_code, answer.content) == (200, b"alive")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_ready_where_the_database_answers_and_is_migrated() -> None:
    assert (asked("/readyz").status_code, asked("/readyz").content) == (200, b"ready")


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(caplog: pytest.LogCaptureFixture) -> None:
    newest = MigrationLoader(connection).graph.leaf_nodes()[0]
    MigrationRecorder(connection).record_unapplied(*newest)
    answer = asked("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready")
    assert vars(caplog.records[-1])["reason"] == "migrations wait"
    MigrationRecorder(connection).record_applied(*newest)
    assert asked("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_while_the_database_is_gone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*args: object) -> None:
        raise OperationalError("could not connect to db.internal as ana")

    closed: list[bool] = []
    with monkeypatch.context() as patch:
        patch.setattr(connections["default"], "cursor", gone)
        patch.setattr(connections["default"], "close", lambda: closed.append(True))
        answer = asked("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready")
    assert vars(caplog.records[-1])["reason"] == "OperationalError"
    assert closed == [True]
    assert asked("/readyz").status_code == 200


def test_other_paths_go_on() -> None:
    assert asked("/livez/x").content == b"elsewhere"


def test_it_answers_on_an_event_loop_too() -> None:
    async def view(request: HttpRequest) -> HttpResponse:
        return elsewhere(request)

    middleware: Any = health.health(view)
    alive = asyncio.run(middleware(RequestFactory().get("/livez")))
    other = asyncio.run(middleware(RequestFactory().get("/")))
    assert (alive.content, other.content) == (b"alive", b"elsewhere")
