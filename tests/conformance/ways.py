"""Every way a case can go: a protocol or a binding, a server sync or async, an implementation sync or
async.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.conformance import in_process
from tests.conformance.case import Arguments, Case, Outcome, leaks
from tests.conformance.graphql import Graphql
from tests.conformance.project import served
from tests.conformance.rest import Rest
from tests.conformance.soap import SOAP11, SOAP12
from tests.conformance.wire import Answer, Driver, Request, sent, sent_async
from trebol.bootstrap import Assembly, protocols
from trebol.contract.compile import Compiled
from trebol.contract.service import Caller, Context
from trebol.runtime import consume

PUBLISHED = {publish.__module__.split(".")[2] for publish in protocols()}
DRIVERS: tuple[Driver, ...] = (
    Rest(), Graphql(), Graphql("graphql with variables", by_variables=True), SOAP11, SOAP12,
)  # fmt: skip
WIRES = [driver for driver in DRIVERS if driver.name.split()[0] in PUBLISHED]
KIND = {False: "sync", True: "async"}
MIXES = ((False, False), (True, True), (False, True), (True, False))
"""Server async, implementation async."""


@dataclass(frozen=True)
class Way:
    """One way; ``go`` says a case, and reads what came of it."""

    name: str
    async_server: bool
    async_implementation: bool
    go: Callable[[Assembly, Compiled, Case], Outcome]

    def outcome(self, case: Case) -> Outcome:
        """Serve the project this way and run a case."""
        with served(async_server=self.async_server, async_implementation=self.async_implementation) as found:
            return self.go(found, found.compilation.operations[case.operation], case).masked


def over(driver: Driver, send: Callable[[Request], Answer]) -> Callable[[Assembly, Compiled, Case], Outcome]:
    """Go over a wire."""

    def go(found: Assembly, compiled: Compiled, case: Case) -> Outcome:
        headers = {}
        if case.caller is not None:
            headers["Authorization"] = f"Bearer {found.authenticator.tokens.issue(caller_of(case), 60)}"
        answer = send(driver.request(compiled, case.arguments, headers))
        assert not leaks(answer.body)
        return driver.outcome(compiled, answer)

    return go


def inside(
    call: Callable[[Compiled, Arguments, Context], Outcome], *, by_value: bool
) -> Callable[[Assembly, Compiled, Case], Outcome]:
    """Go as a consumer in this process."""

    def go(found: Assembly, compiled: Compiled, case: Case) -> Outcome:
        context = Context(caller=None if case.caller is None else caller_of(case))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(consume.Ambient, "by_value", by_value)
            return call(compiled, case.arguments, context)

    return go


def caller_of(case: Case) -> Caller:
    """Who calls."""
    return Caller(id="ana", scopes=frozenset((case.caller or "").split()))


def ways() -> list[Way]:
    """Every way there is."""
    found = []
    for async_server, async_implementation in MIXES:
        mix = f"{KIND[async_server]} server, {KIND[async_implementation]} service"
        for driver in WIRES:
            go = over(driver, sent_async if async_server else sent)
            found.append(Way(f"{driver.name}, {mix}", async_server, async_implementation, go))
        for by_value in (False, True):
            call = in_process.awaited if async_server else in_process.consumed
            name = f"consume{' by value' if by_value else ''}, {mix}"
            found.append(Way(name, async_server, async_implementation, inside(call, by_value=by_value)))
    return found


WAYS = ways()
