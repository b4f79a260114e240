"""The one tree of exceptions a call can end with.

::

    ServiceError            has a code, a message for the caller
      Fault                 declared in a contract (fault.py): typed detail
      Refusal               the framework's own
        InvalidArgument     violations
        Unauthenticated
        PermissionDenied
        NotFound
        Unimplemented
        ResourceExhausted   a limit (size, depth, cost, rate)
        Unavailable
        DeadlineExceeded
        Internal            an incident id, nothing else

Anything else that is raised while an operation runs becomes ``Internal``: logged whole, shown as its id.
``ContractError`` and ``Misuse`` are for the developer, never for a caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from trebol.contract.code import Code
from trebol.contract.violations import Violation
from trebol.contract.words import said


class ServiceError(Exception):
    """What an operation may answer instead of a result.

    ``message`` is shown to the caller; ``language``: in what (BCP 47), English unless it was translated.
    """

    code: ClassVar[Code] = Code.UNKNOWN
    message: str = ""
    language: str = "en"

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class Refusal(ServiceError):
    """An error of the framework, the same for every service."""


class InvalidArgument(Refusal):
    """The input breaks the contract; ``violations`` holds every thing that is wrong with it."""

    code = Code.INVALID_ARGUMENT

    def __init__(
        self, violations: Sequence[Violation] = (), message: str = said("The input is not valid.")
    ) -> None:
        super().__init__(message)
        self.violations = tuple(violations)


class Unauthenticated(Refusal):
    """No caller, or a credential that is not good; sign in or send another."""

    code = Code.UNAUTHENTICATED


class PermissionDenied(Refusal):
    """The caller is known and may not do this."""

    code = Code.PERMISSION_DENIED


class NotFound(Refusal):
    """There is no such thing, or the caller may not see it: the two look the same."""

    code = Code.NOT_FOUND


class Unimplemented(Refusal):
    """No implementation of the operation is hosted here."""

    code = Code.UNIMPLEMENTED


class ResourceExhausted(Refusal):
    """A limit was reached: size, depth, tokens, cost or rate."""

    code = Code.RESOURCE_EXHAUSTED


class Unavailable(Refusal):
    """Something the operation depends on does not answer; trying again may help."""

    code = Code.UNAVAILABLE


class DeadlineExceeded(Refusal):
    """The call's time was up before it ended."""

    code = Code.DEADLINE_EXCEEDED


class Internal(Refusal):
    """Something broke. ``incident`` finds it in the log; nothing else is told."""

    code = Code.INTERNAL

    def __init__(self, incident: str) -> None:
        super().__init__(said("Something went wrong on our side. Incident {incident}.", incident=incident))
        self.incident = incident


class Misuse(RuntimeError):
    """The framework is used in a way that cannot be right; the text says what to do instead."""
