"""Faults: the business errors a contract declares."""

from __future__ import annotations

import inspect
from typing import Any, dataclass_transform

from trebol.contract.code import Code
from trebol.contract.errors import ServiceError


@dataclass_transform(kw_only_default=True, eq_default=False)
class FaultBase(ServiceError):
    """Gives type checkers the keyword constructor of a fault."""

    def __init_subclass__(cls, *, code: Code | None = None) -> None:
        super().__init_subclass__()
        if code is not None:
            cls.code = code


class Fault(FaultBase):
    """A declared business error: subclass it, give its code, annotate the fields of its detail.

    ::

        class RideFull(Fault, code=Code.FAILED_PRECONDITION):
            \"\"\"Every seat of the ride is taken.\"\"\"
            ride_id: int

    The docstring is published, its first line is the message a caller sees. ``raise RideFull(ride_id=7)``.
    ``TypeError`` when a field is missing or unknown.
    """

    def __init__(self, **detail: Any) -> None:
        super().__init__(first_line(type(self)))
        names = field_names(type(self))
        wrong = names.keys() ^ detail.keys()
        if missing_or_unknown := [n for n in wrong if n in detail or not names[n]]:
            raise TypeError(
                f"{type(self).__name__} takes {', '.join(names)}; wrong or missing: {missing_or_unknown}"
            )
        self.__dict__.update(detail)

    def detail(self) -> dict[str, Any]:
        """Return the fields of the detail, by name, defaults filled in."""
        return {name: getattr(self, name) for name in field_names(type(self))}


def field_names(fault: type[Fault]) -> dict[str, bool]:
    """Return the names of a fault's fields, base classes first, each with whether it has a default."""
    names: dict[str, bool] = {}
    for cls in reversed(fault.__mro__):
        if issubclass(cls, Fault) and cls is not Fault:
            names |= {
                n: hasattr(cls, n) for n in inspect.get_annotations(cls) if n not in ("code", "message")
            }
    return names


def first_line(described: type) -> str:
    """Return the first line of a docstring."""
    return (described.__doc__ or described.__name__).strip().splitlines()[0]
