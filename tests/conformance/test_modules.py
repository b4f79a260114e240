"""How many modules of ours one request passes: what a reader must know to follow it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import trebol
from tests.conformance.graphql import Graphql
from tests.conformance.project import served
from tests.conformance.rest import Rest
from tests.conformance.soap import SOAP11
from tests.conformance.wire import Driver, sent

pytestmark = pytest.mark.django_db
SRC = Path(trebol.__file__).parent
MOST: dict[Driver, int] = {Rest(): 10, SOAP11: 12}
CALLS: dict[str, Mapping[str, Any]] = {
    "create_probe": {"x": 1, "label": "a"},
    "get_probe": {"probe_id": 7},
    "list_probes": {"first": 2},
    "update_probe": {"probe_id": 7, "note": "a"},
    "enter_probe": {"probe_id": 7},
}


def modules_of(driver: Driver, operation: str) -> set[str]:
    """The modules whose functions run while one request is answered, once everything is warm."""
    seen: set[str] = set()

    def entered(frame: FrameType, event: str, argument: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(SRC):
            seen.add(str(path.relative_to(SRC)))

    with served() as found:
        compiled = found.compilation.operations[f"probes.v1.{operation}"]
        token = found.authenticator.tokens.issue(trebol.Caller(id="ana", scopes=frozenset({"inside"})), 60)
        request = driver.request(compiled, CALLS[operation], {"Authorization": f"Bearer {token}"})
        assert driver.outcome(compiled, sent(request)).code is None
        sys.setprofile(entered)
        try:
            sent(request)
        finally:
            sys.setprofile(None)
    return seen


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize(("driver", "most"), MOST.items(), ids=lambda given: getattr(given, "name", given))
def test_one_request_passes_few_modules(driver: Driver, most: int, operation: str) -> None:
    passed = modules_of(driver, operation)

    assert len(passed) <= most, "\n".join(sorted(passed))


def test_the_count_counts() -> None:
    passed = modules_of(Graphql(), "get_probe")

    assert {"protocols/graphql/endpoint.py", "runtime/perform.py"} <= passed
    assert not any(name.startswith("protocols/rest") for name in passed)
