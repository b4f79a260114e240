"""Every way a case can go: a protocol or a binding, a server sync or async, an implementation sync or
async.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import pytest

from tests.conformance import in_process
from tests.conformance.case import Arguments, Case, Outcome, Unsayable, leaks
from tests.conformance.forms import GraphqlForm, RestForm
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
FORMS: tuple[Driver, ...] = (RestForm(), GraphqlForm())
"""Say what has files; the others say the rest."""
KIND = {False: "sync", True: "async"}


@dataclass(frozen=True)
class Way:
    """One way; ``go`` says a case to the project that is served, and reads what came of it."""

    name: str
    go: Callable[[Assembly, Case], Outcome]


@dataclass(frozen=True)
class Mix:
    """A server sync or async, an implementation sync or async, and the ways there are through them."""

    async_server: bool
    async_implementation: bool

    @property
    def name(self) -> str:
        """``async server, sync service``."""
        return f"{KIND[self.async_server]} server, {KIND[self.async_implementation]} service"

    @contextmanager
    def served(self) -> Iterator[Assembly]:
        """Serve the project this way while a block runs."""
        with served(async_server=self.async_server, async_implementation=self.async_implementation) as found:
            yield found

    def outcomes(self, found: Assembly, case: Case) -> dict[str, Outcome]:
        """What comes of a case, by way; a way that cannot say it is left out."""
        outcomes = {}
        for way in self.ways:
            try:
                outcomes[f"{way.name}, {self.name}"] = way.go(found, case).masked
            except Unsayable:
                continue
        return outcomes

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every wire, and the bindings in this process."""
        send = sent_async if self.async_server else sent
        call = in_process.awaited if self.async_server else in_process.consumed
        return (
            *(Way(driver.name, over(driver, send)) for driver in (*WIRES, *FORMS)),
            Way("consume", inside(call, by_value=False)),
            Way("consume by value", inside(call, by_value=True)),
        )


def over(driver: Driver, send: Callable[[Request], Answer]) -> Callable[[Assembly, Case], Outcome]:
    """Go over a wire."""

    def go(found: Assembly, case: Case) -> Outcome:
        compiled = found.compilation.operations[case.operation]
        headers = {}
        if case.caller is not None:
            headers["Authorization"] = f"Bearer {found.authenticator.tokens.issue(caller_of(case), 60)}"
        answer = send(driver.request(compiled, case.arguments, headers))
        assert not leaks(answer.body)
        return driver.outcome(compiled, answer)

    return go


def inside(
    call: Callable[[Compiled, Arguments, Context], Outcome], *, by_value: bool
) -> Callable[[Assembly, Case], Outcome]:
    """Go as a consumer in this process."""

    def go(found: Assembly, case: Case) -> Outcome:
        compiled = found.compilation.operations[case.operation]
        context = Context(caller=None if case.caller is None else caller_of(case))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(consume.Ambient, "by_value", by_value)
            return call(compiled, case.arguments, context)

    return go


def caller_of(case: Case) -> Caller:
    """Who calls."""
    return Caller(id="ana", scopes=frozenset((case.caller or "").split()))


STRAIGHT = (Mix(False, False), Mix(True, True))
MIXES = (*STRAIGHT, Mix(False, True), Mix(True, False))
