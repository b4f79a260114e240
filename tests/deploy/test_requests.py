"""The id of a request, in its lines and in its answer."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from structlog.contextvars import get_contextvars

from trebol.deploy.requests import request_events

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
seen: list[dict[str, Any]] = []


def view(request: HttpRequest) -> HttpResponse:
    seen.append(get_contextvars())
    return HttpResponse("ok")


async def async_view(request: HttpRequest) -> HttpResponse:
    return view(request)


def asked(path: str = "/a?token=hunter2", *, asynchronous: bool = False, **headers: str) -> HttpResponse:
    """The answer to one request; what was bound meanwhile is in `seen`."""
    seen.clear()
    request = RequestFactory().get(path, headers=headers)
    answer: Any = request_events(async_view if asynchronous else view)(request)
    found: HttpResponse = asyncio.run(answer) if asynchronous else answer
    assert get_contextvars() == {}
    return found


@pytest.mark.parametrize("asynchronous", [False, True])
def test_an_id_that_is_sent_is_kept_and_answered(asynchronous: bool) -> None:
    answer = asked(
        asynchronous=asynchronous, x_request_id="a-1", traceparent=f"00-{TRACE}-00f067aa0ba902b7-01"
    )
    assert answer["X-Request-ID"] == "a-1"
    assert seen == [{"request_id": "a-1", "trace_id": TRACE}]


@pytest.mark.parametrize("said", ["", "a b", "x" * 129, 'a"b', "a\nb"])
def test_what_is_no_id_is_replaced(said: str) -> None:
    answer = asked(x_request_id=said)
    assert answer["X-Request-ID"] != said
    assert len(answer["X-Request-ID"]) == 32
    assert asked()["X-Request-ID"] != answer["X-Request-ID"]


@pytest.mark.parametrize("said", ["", "00-zz-1-01", f"00-{'0' * 32}-00f067aa0ba902b7-01"])
def test_what_is_no_trace_is_left_out(said: str) -> None:
    asked(traceparent=said)
    assert "trace_id" not in seen[0]


def test_one_line_tells_of_a_request_without_its_query(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "trebol.request"):
        asked()
    (line,) = caplog.records
    facts = vars(line)
    assert (facts["method"], facts["path"], facts["status"]) == ("GET", "/a", 200)
    assert "hunter2" not in str(facts)


def test_health_checks_are_quiet(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "trebol.request"):
        asked("/livez")
    assert caplog.records == []
