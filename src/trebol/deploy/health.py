"""``/livez``: this process answers. ``/readyz``: it can work, its databases answer and are migrated.

``path("", include("trebol.deploy.health"))`` among the project's URLs names the paths. The middleware
``trebol.deploy.health.health`` answers them before anything else does: a probe sends no known host name, no
cookie, no HTTPS. Neither tells a stranger more than yes or no; the reason is in the event stream.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Any

from asgiref.sync import sync_to_async
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils.decorators import sync_and_async_middleware

logger = logging.getLogger("trebol.health")


def livez(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. It asks nothing: what is gone is no reason to be killed."""
    return plain("alive")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the process can work: 503 while a database does not answer, or waits for migrations."""
    for alias in connections:
        if reason := reason_of(alias):
            logger.warning("not ready", extra={"database": alias, "reason": reason})
            return plain("not ready", status=503)
    return plain("ready")


def reason_of(alias: str) -> str:
    """Return why a database cannot be used; empty where it can."""
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "" if migrated(alias) else "migrations wait"
    except (DatabaseError, InterfaceError) as error:
        connection.close()  # so that the next question connects anew
        return type(error).__name__


def migrated(alias: str) -> bool:
    """Tell whether a database has every migration; once it has, it is not asked again."""
    if alias not in Migrated.aliases and not pending(alias):
        Migrated.aliases.add(alias)
    return alias in Migrated.aliases


class Migrated:
    """The databases that were seen to have every migration of this release."""

    aliases: set[str] = set()


def pending(alias: str) -> bool:
    """Tell whether a database lacks a migration of this release.

    A further database without any (a replica, one of another project) is not waiting for them.
    """
    executor = MigrationExecutor(connections[alias])
    if alias != DEFAULT_DB_ALIAS and not executor.recorder.has_table():
        return False
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def plain(text: str, status: int = 200) -> HttpResponse:
    """Return an answer that nobody keeps."""
    return HttpResponse(text, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


PATHS: dict[str, Callable[[HttpRequest], HttpResponse]] = {"/livez": livez, "/readyz": readyz}


@sync_and_async_middleware
def health(
    get_response: Callable[[HttpRequest], Any],
) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    """Middleware, right behind ``request_events``: answers both paths, whatever host name a probe sends."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        view = PATHS.get(request.path_info)
        response: HttpResponseBase = view(request) if view else get_response(request)
        return response

    async def answer_async(request: HttpRequest) -> HttpResponseBase:
        view = PATHS.get(request.path_info)
        response: HttpResponseBase = await (sync_to_async(view)(request) if view else get_response(request))
        return response

    return answer_async if iscoroutinefunction(get_response) else answer


urlpatterns = [path("livez", livez, name="livez"), path("readyz", readyz, name="readyz")]
