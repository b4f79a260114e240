"""Services, operations and permissions, as their author writes them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, ClassVar, Literal, Protocol, TypeVar, overload

import msgspec

from trebol.contract.description import Kind
from trebol.contract.description import Protocol as Wire
from trebol.contract.event import Event
from trebol.contract.fault import Fault

Fn = TypeVar("Fn", bound=Callable[..., Any])
MARK = "trebol_operation"


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls. ``id``: the account's key as text; ``scopes``: what the credential is good for."""

    id: str
    kind: Literal["user", "service", "system"] = "user"
    scopes: frozenset[str] = frozenset()


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds a call. ``deadline``: monotonic seconds; ``language``: a BCP 47 tag.

    ``address``: the client's IP address, for limits and records; empty where no request is behind it.
    """

    caller: Caller | None = None
    deadline: float | None = None
    idempotency_key: str | None = None
    request_id: str = ""
    language: str = "en"
    address: str = ""


class Permission:
    """A rule a caller must meet: subclass it; the docstring is published.

    The implementation holds the predicate (``@permits(Rule)``); the runtime asks it before the operation.
    """


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What ``@query`` or ``@command`` said of a method."""

    kind: Kind
    raises: tuple[type[Fault], ...] = ()
    needs: type[Permission] | None = None
    public: bool = False
    idempotent: bool = False
    path: str = ""
    field: str = ""
    withhold: tuple[Wire, ...] = ()


class InProgress(Protocol):
    """A call in progress, as far as the contract knows it."""

    @property
    def context(self) -> Context:
        """What surrounds it."""
        ...


CALL: ContextVar[Any] = ContextVar("trebol_call")
"""The call in progress, an ``InProgress``: the runtime sets it."""


class Service(Protocol):
    """One business activity with a specific end, a black box to its consumers.

    Subclass it with ``Protocol`` beside it for a contract without bodies; subclass that, without
    ``Protocol``, for the implementation. ``version`` counts from 1; ``noun`` and ``plural`` name the
    resource in REST paths and standard operation names; ``events`` lists what its commands may emit.
    """

    service_options: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(
        cls, *, version: int = 1, noun: str = "", plural: str = "", events: Sequence[type[Event]] = (),
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init_subclass__(**options)
        if is_contract(cls):
            said = {"version": version, "noun": noun, "plural": plural, "events": tuple(events)}
            cls.service_options = said

    @property
    def context(self) -> Context:
        """The context of the call in progress: caller, deadline, language."""
        call: InProgress | None = CALL.get(None)
        return call.context if call is not None else Context()

    @property
    def prepared(self) -> Any:
        """What the method that prepares this command returned (``trebol.service.prepares``); None without."""
        return getattr(CALL.get(None), "prepared", None)


def is_contract(cls: type) -> bool:
    """Tell whether a class declares operations itself (an implementation only overrides them)."""
    return any(hasattr(member, MARK) for member in vars(cls).values())


def is_empty(cls: type) -> bool:
    """Tell whether a class is a contract by its bases and declares nothing, nor does one that extends it."""
    return Protocol in cls.__bases__ and not is_contract(cls) and not cls.__subclasses__()


@overload
def query(fn: Fn, /) -> Fn: ...
@overload
def query(
    *,
    raises: Sequence[type[Fault]] = (),
    needs: type[Permission] | None = None,
    public: bool = False,
    path: str = "",
    field: str = "",
    withhold: Sequence[Wire] = (),
) -> Callable[[Fn], Fn]: ...
def query(fn: Any = None, /, **options: Any) -> Any:
    """Declare an operation without effect.

    ``raises``: its faults. ``needs``: the permission asked for. ``public``: no caller is needed.
    ``path``: the REST path by hand, a method before it where GET is not meant. ``field``: the GraphQL
    root field by hand. ``withhold``: protocols that do not publish it.
    """
    return marked(fn, "query", options)


@overload
def command(fn: Fn, /) -> Fn: ...
@overload
def command(
    *,
    raises: Sequence[type[Fault]] = (),
    needs: type[Permission] | None = None,
    public: bool = False,
    idempotent: bool = False,
    path: str = "",
    field: str = "",
    withhold: Sequence[Wire] = (),
) -> Callable[[Fn], Fn]: ...
def command(fn: Any = None, /, **options: Any) -> Any:
    """Declare an operation that changes state: one transaction of one service.

    As ``query``, and ``idempotent``: doing it twice is doing it once.
    """
    return marked(fn, "command", options)


def marked(fn: Any, kind: Kind, options: dict[str, Any]) -> Any:
    """Put the options on the function, at once or as a decorator."""
    options = {
        key: tuple(value) if key in ("raises", "withhold") else value for key, value in options.items()
    }
    said = Options(kind=kind, **options)

    def mark(method: Any) -> Any:
        if not inspect.isfunction(method):
            raise TypeError(f"@{kind} goes on a method of a service, not on {method!r}")
        setattr(method, MARK, said)
        return method

    return mark if fn is None else mark(fn)
