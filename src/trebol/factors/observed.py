"""Facts that are observed once, when the first check asks, and kept; so is the reason why one could
not be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

from trebol.factors.check import CouldNotRun

T = TypeVar("T")


class observed(Generic[T]):  # noqa: N801  # reads as the decorator it is, like property
    """A property that is computed once; `CouldNotRun` is kept as well, so that nothing slow fails twice."""

    def __init__(self, see: Callable[[Any], T]) -> None:
        self.see = see
        self.name = see.__name__
        self.__doc__ = see.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> observed[T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> observed[T] | T:
        if instance is None:
            return self
        kept: dict[str, tuple[Any, CouldNotRun | None]] = instance.__dict__.setdefault("kept", {})
        if self.name not in kept:
            kept[self.name] = self.look(instance)
        value, reason = kept[self.name]
        if reason is not None:
            raise CouldNotRun(*reason.args)
        result: T = value
        return result

    def look(self, instance: object) -> tuple[Any, CouldNotRun | None]:
        """The value, or why there is none."""
        try:
            return self.see(instance), None
        except CouldNotRun as reason:
            return None, reason
