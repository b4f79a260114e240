"""What HTTP itself refuses, the same for every protocol; each writes it in its own form."""

from __future__ import annotations

from collections.abc import Mapping

from trebol.contract.code import Code
from trebol.contract.errors import Refusal, ServiceError
from trebol.contract.words import said

CODES = {
    400: Code.INVALID_ARGUMENT,
    403: Code.PERMISSION_DENIED,
    404: Code.NOT_FOUND,
    405: Code.UNIMPLEMENTED,
    406: Code.INVALID_ARGUMENT,
    411: Code.INVALID_ARGUMENT,
    413: Code.RESOURCE_EXHAUSTED,
    415: Code.INVALID_ARGUMENT,
}
"""The code that goes with an HTTP status."""


class HttpRefusal(Refusal):
    """What HTTP refuses: method, media type, size. ``headers`` go with the answer, ``told`` is its code."""

    code = Code.INVALID_ARGUMENT

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers, self.told = status, dict(headers or {}), CODES[status]


def code_of(error: ServiceError) -> Code:
    """Return the code that a caller is told."""
    return error.told if isinstance(error, HttpRefusal) else error.code


def too_large(limit: int) -> HttpRefusal:
    """The refusal of a body over the limit, in bytes (RFC 9110 section 15.5.14)."""
    message = said("The body is over the limit of {limit} bytes: send less at a time.", limit=limit)
    return HttpRefusal(413, message)


def without_length() -> HttpRefusal:
    """The refusal of a body that comes in chunks, where the server reads none (RFC 9110 section 15.5.12)."""
    return HttpRefusal(411, said("This server reads no chunks: send the request with its Content-Length."))
