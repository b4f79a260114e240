"""Bad input gets a clear error in the protocol's own form, never ``internal``, in bounded time and memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from tests.conformance.bad_input import TABLE, Bad, code_of, paths_of
from tests.conformance.case import leaks
from tests.conformance.project import served
from tests.conformance.wire import sent, sent_async

MEGABYTE = 1024 * 1024
PEAK = 48 * MEGABYTE
"""A body has at most one; what is made of it is some tens of times that."""
SECONDS = 3
"""Of processor, traced; in none of these is there work that grows faster than the input."""


@pytest.fixture(scope="module", autouse=True)
def project() -> None:
    with served(), served(async_server=True):
        pass  # made once, outside of what is measured


@pytest.mark.parametrize("async_server", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("bad", TABLE, ids=lambda bad: bad.id)
def test_is_refused_clearly(bad: Bad, async_server: bool) -> None:
    with served(async_server=async_server):
        answer = (sent_async if async_server else sent)(bad.request)

    assert (answer.status, code_of(answer)) == (bad.status, bad.code)
    assert not bad.paths or bad.paths <= paths_of(answer)
    assert not leaks(answer.body)
    assert b"root:" not in answer.body  # of the file that an entity asked for
    assert len(answer.body) < 64 * 1024


@pytest.mark.parametrize(
    "bad", [bad for bad in TABLE if len(bad.request.body) > 10_000], ids=lambda bad: bad.id
)
def test_is_bounded(bad: Bad) -> None:
    with served():
        tracemalloc.start()
        start = time.process_time()
        try:
            sent(bad.request)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert time.process_time() - start < SECONDS
    assert peak < PEAK
