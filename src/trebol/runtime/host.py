"""Which implementation answers each service in this process."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from trebol.contract.compile import Compilation, Compiled
from trebol.contract.errors import Unimplemented
from trebol.contract.problems import Problems
from trebol.contract.service import Permission
from trebol.contract.words import said

RULE = "trebol_rule"
PREPARES = "trebol_prepares"


def permits(rule: type[Permission], /) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark the method of an implementation that tells whether a permission is met.

    It takes any of the operation's parameters, by name, and returns a bool; it may raise ``NotFound``
    where even a refusal would tell too much. It runs before the transaction opens and may consume
    other services.
    """

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        setattr(method, RULE, rule)
        return method

    return mark


def prepares(operation: Callable[..., Any], /) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark the method of an implementation that prepares a command: ``@prepares(Accounts.log_in)``.

    It takes any of the command's parameters, by name, and runs after the permission and before the
    transaction opens: the place for what takes long (hashing a password) and for what other services know.
    What it returns is ``self.prepared`` while the command runs. It may raise the command's faults.
    """

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        setattr(method, PREPARES, operation)
        return method

    return mark


class Predicate(msgspec.Struct, frozen=True):
    """A method that runs before an operation and the parameters it takes."""

    method: Callable[..., Any]
    takes: tuple[str, ...]


class Hosted(msgspec.Struct, frozen=True):
    """One operation, ready to run here."""

    method: Callable[..., Any]
    is_async: bool
    predicate: Predicate | None
    preparation: Predicate | None = None


class Host:
    """The implementations of this process; built once, changed only by ``replaced`` in tests."""

    def __init__(self, compilation: Compilation, implementations: Mapping[str, object]) -> None:
        self.compilation = compilation
        self.implementations = dict(implementations)
        self.hosted = self.bound(self.implementations, compilation.operations.values())

    def bound(
        self, implementations: Mapping[str, object], operations: Iterable[Compiled]
    ) -> dict[str, Hosted]:
        """Bind the operations to the methods of their implementations."""
        found = {}
        for compiled in operations:
            implementation = implementations.get(compiled.service.id)
            if implementation is not None:
                method = getattr(implementation, compiled.operation.name)
                is_async = inspect.iscoroutinefunction(method)
                declared = getattr(compiled.contract, compiled.operation.name)
                found[compiled.operation.id] = Hosted(
                    method, is_async, marked(implementation, RULE, compiled.needs),
                    marked(implementation, PREPARES, declared),
                )  # fmt: skip
        return found

    def find(self, compiled: Compiled) -> Hosted:
        """Return the operation as it is hosted here; ``Unimplemented`` when it is not."""
        try:
            return self.hosted[compiled.operation.id]
        except KeyError:
            raise Unimplemented(
                said("{operation} is not implemented here.", operation=compiled.operation.id)
            ) from None

    def service_of(self, contract: type) -> str:
        """Return the id of a contract or implementation class; ``LookupError`` when there is none."""
        for service_id, cls in self.compilation.services.items():
            if cls in contract.__mro__:
                return service_id
        raise LookupError(f"{contract!r} is not a service of this project: is its app in INSTALLED_APPS?")

    def operation_of(self, function: Callable[..., Any]) -> Compiled:
        """Find the operation that a contract's function declares; ``LookupError`` when there is none."""
        for compiled in self.compilation.operations.values():
            if getattr(compiled.contract, compiled.operation.name) is function:
                return compiled
        raise LookupError(
            f"{function!r} is not an operation here: name it by its contract, as Rides.get_ride."
        )

    @contextmanager
    def replaced(self, contract: type, implementation: object) -> Iterator[None]:
        """Let another implementation answer a service while a block runs."""
        service_id = self.service_of(contract)
        operations = [c for c in self.compilation.operations.values() if c.service.id == service_id]
        before, keep = self.hosted, self.implementations
        self.implementations = keep | {service_id: implementation}
        self.hosted = before | self.bound({service_id: implementation}, operations)
        try:
            yield
        finally:
            self.hosted, self.implementations = before, keep


def marked(implementation: object, mark: str, said: object) -> Predicate | None:
    """Find the method of an implementation that is marked so."""
    for name in dir(type(implementation)) if said is not None else ():
        if getattr(getattr(type(implementation), name, None), mark, None) is said:
            method = getattr(implementation, name)
            return Predicate(method, tuple(inspect.signature(method).parameters))
    return None


def check_implementation(
    contract: type, implementation: type, operations: Iterable[Compiled], problems: Problems
) -> None:
    """Collect where an implementation does not match its contract."""
    for compiled in operations:
        name, where = compiled.operation.name, f"{implementation.__name__}.{compiled.operation.name}"
        declared, written = getattr(contract, name), getattr(implementation, name)
        if implementation is not contract and written is declared:
            problems.add(
                "trebol.E030", where, "it is not implemented.", "Write the method in the implementation."
            )
            continue
        names, asked = (
            list(inspect.signature(declared).parameters),
            list(inspect.signature(written).parameters),
        )
        if names != asked:
            problems.add(
                "trebol.E030", where, f"it takes {', '.join(asked)}; the contract says {', '.join(names)}.",
                "Take the contract's parameters, in its order.",
            )  # fmt: skip
        check_predicate(implementation, compiled, where, problems)
        check_preparation(implementation, compiled, where, problems)


def check_preparation(implementation: type, compiled: Compiled, where: str, problems: Problems) -> None:
    """Collect a preparation of a query, or one that asks for what the command does not have."""
    declared = getattr(compiled.contract, compiled.operation.name)
    methods: list[Any] = [getattr(implementation, name) for name in dir(implementation)]
    for method in methods:
        if getattr(method, PREPARES, None) is not declared:
            continue
        names = {field.name for field in compiled.operation.parameters}
        missing = [name for name in list(inspect.signature(method).parameters)[1:] if name not in names]
        if compiled.operation.kind == "query" or missing:
            told = f"takes {', '.join(missing)}, which it does not have" if missing else "is for a query"
            problems.add(
                "trebol.E031", where, f"what prepares it {told}.",
                "Prepare a command, and take only its parameters.",
            )  # fmt: skip


def check_predicate(implementation: type, compiled: Compiled, where: str, problems: Problems) -> None:
    """Collect a permission that nothing answers, or whose method asks for what is not there."""
    if compiled.needs is None:
        return
    methods: list[Any] = [getattr(implementation, name) for name in dir(implementation)]
    found = [method for method in methods if getattr(method, RULE, None) is compiled.needs]
    if not found:
        problems.add(
            "trebol.E031", where, f"no method answers {compiled.needs.__name__}.",
            f"Write one and mark it @permits({compiled.needs.__name__}).",
        )  # fmt: skip
        return
    names = {field.name for field in compiled.operation.parameters}
    missing = [name for name in list(inspect.signature(found[0]).parameters)[1:] if name not in names]
    if missing:
        problems.add(
            "trebol.E031", where,
            f"{compiled.needs.__name__}'s predicate takes {', '.join(missing)}, the operation does not.",
            "Take only parameters that every operation that needs it has.",
        )  # fmt: skip
