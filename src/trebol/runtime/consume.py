"""Calling another service by its contract, wherever it is; here, in this process.

A consumer gets messages, never models: the call takes the same path as one from a wire, with the caller
of the call in progress.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

import msgspec

from trebol.contract.compile import Compiled
from trebol.contract.errors import InvalidArgument, Misuse
from trebol.contract.paging import Paging
from trebol.contract.service import Context
from trebol.runtime.credential import Credential
from trebol.runtime.frame import FRAME, NO_FRAME, check_boundaries
from trebol.runtime.invocation import Invocation
from trebol.runtime.perform import Runtime
from trebol.runtime.result import Result

S = TypeVar("S")
P = ParamSpec("P")
R = TypeVar("R")


class Ambient:
    """The runtime of this process, put here by ``bootstrap``; ``by_value`` serialises what is consumed."""

    runtime: Runtime | None = None
    by_value: bool = False


def current_runtime() -> Runtime:
    """Return the runtime of this process; ``Misuse`` before it is assembled."""
    if Ambient.runtime is None:
        raise Misuse("No runtime yet: django.setup() with `trebol` in INSTALLED_APPS assembles it.")
    return Ambient.runtime


def consume(service: Callable[..., S], /, *, context: Context | None = None) -> S:
    """Return the service as a consumer sees it: each operation is a method of the same signature.

    ``context``: whose call it is; the call in progress by default, and without one there is no caller.
    A method raises the operation's faults and the framework's refusals; ``Misuse`` where a boundary is
    crossed (a command in a command, another service inside a transaction) or the arguments are not valid.
    ``LookupError`` when the service is not of this project.
    """
    runtime = current_runtime()
    service_id = runtime.host.service_of(cast(type, service))
    return cast(S, Consumer(runtime, service_id, context))


async def acall(operation: Callable[Concatenate[Any, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call an operation of another service from async code.

    ``await acall(Rides.get_ride, 7)``; arguments and errors are those of ``consume``.
    """
    runtime = current_runtime()
    compiled = runtime.host.operation_of(operation)
    with consuming(compiled):
        result = await runtime.aperform(invocation_of(compiled, None, args, kwargs))
        return cast(R, received(compiled, result))


class Consumer:
    """A service seen from outside."""

    def __init__(self, runtime: Runtime, service_id: str, context: Context | None) -> None:
        self.runtime, self.service_id, self.context = runtime, service_id, context

    def __getattr__(self, name: str) -> Callable[..., Any]:
        try:
            compiled = self.runtime.host.compilation.operations[f"{self.service_id}.{name}"]
        except KeyError:
            raise AttributeError(f"{self.service_id} has no operation {name!r}") from None

        def call(*args: Any, **kwargs: Any) -> Any:
            with consuming(compiled):
                result = self.runtime.perform(invocation_of(compiled, self.context, args, kwargs))
                return received(compiled, result)

        return call


@contextmanager
def consuming(compiled: Compiled) -> Iterator[None]:
    """Tell a consumer of its own mistakes as such; they are no answer of the service.

    A page's mistakes are those of the person who typed: they are told.
    """
    outer = FRAME.get(NO_FRAME)
    check_boundaries(compiled, outer)
    try:
        yield
    except InvalidArgument as error:
        if outer.by_hand:
            raise
        raise misuse_of(compiled, error) from error


def invocation_of(
    compiled: Compiled, context: Context | None, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Invocation:
    """Make the invocation of a consumer's call; ``TypeError`` when the arguments do not bind."""
    context = context or FRAME.get(NO_FRAME).context
    declared = getattr(compiled.contract, compiled.operation.name)
    bound = inspect.signature(declared).bind(None, *args, **kwargs).arguments
    plain: dict[str, Any] = {}
    for name, value in list(bound.items())[1:]:
        if isinstance(value, Paging):
            plain |= msgspec.structs.asdict(value)
        elif value is not msgspec.UNSET:
            plain[name] = value
    credential = Credential(
        context.caller, language=context.language, request_id=context.request_id, deadline=context.deadline,
        address=context.address,
    )  # fmt: skip
    return Invocation(compiled, lambda: accepted(compiled, plain), credential, None, True)


def accepted(compiled: Compiled, plain: dict[str, Any]) -> msgspec.Struct:
    """Return the arguments: copies, judged whole, as they would be had they crossed to another process."""
    return compiled.judge.accept(msgspec.to_builtins(plain, builtin_types=(Decimal, datetime)))


def received(compiled: Compiled, result: Result) -> Any:
    """Return what the consumer gets; by value, it has crossed as JSON."""
    if not Ambient.by_value or compiled.operation.result is None:
        return result.value
    return compiled.judge.decode_result(result.raw or compiled.judge.checked(result.value)[1])


def misuse_of(compiled: Compiled, error: InvalidArgument) -> Misuse:
    """A consumer whose arguments break the contract is wrong itself: its own caller cannot mend them."""
    told = "; ".join(
        f"{violation.path or 'input'}: expected {violation.expected}" for violation in error.violations
    )
    return Misuse(f"{compiled.operation.id} was consumed with arguments that break its contract: {told}.")


class Override(Generic[S]):
    """What ``override(Service)`` gives: say ``by(fake)``."""

    def __init__(self, contract: type) -> None:
        self.contract = contract

    def by(self, fake: S, /) -> AbstractContextManager[None]:
        """Let a fake answer the service while a ``with`` block runs."""
        return current_runtime().host.replaced(self.contract, fake)


def override(service: Callable[..., S], /) -> Override[S]:
    """Replace the implementation of a service in a test.

    ``with override(Circles).by(Anyone()): ...``
    """
    return Override(cast(type, service))
