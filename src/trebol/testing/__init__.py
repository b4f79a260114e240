"""What a project's tests need of Trébol: callers, fakes of other services, calls that cross by value.

The pytest plugin (``trebol.testing.plugin``, loaded by itself) makes every consumed call cross by value,
as it will once the services are apart: a value that JSON cannot carry fails in the test, not in production.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from trebol.contract.service import Caller, Context
from trebol.runtime.consume import Ambient
from trebol.runtime.consume import override as override
from trebol.runtime.frame import acting_as as acting_as


@contextmanager
def by_value() -> Iterator[None]:
    """Serialise the arguments and results of everything consumed inside the block."""
    before, Ambient.by_value = Ambient.by_value, True
    try:
        yield
    finally:
        Ambient.by_value = before


@contextmanager
def called_by(caller: Caller | str | None) -> Iterator[None]:
    """Consume as a caller (an id stands for a user; None for nobody) inside the block."""
    named = Caller(id=caller) if isinstance(caller, str) else caller
    with acting_as(Context(caller=named)):
        yield
