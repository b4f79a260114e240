"""Errors as problem documents (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from django.http import HttpResponse

from trebol.contract.errors import InvalidArgument, ServiceError
from trebol.contract.fault import Fault
from trebol.contract.judge import without_exponents
from trebol.contract.violations import Violation
from trebol.protocols.rest.status import STATUS, TITLES
from trebol.runtime.refusal import HttpRefusal, code_of
from trebol.runtime.spoken import spoken

MEDIA_TYPE = "application/problem+json"


def problem_response(error: ServiceError, *, body: bool = True) -> HttpResponse:
    """Answer with a problem document. ``body`` False for HEAD."""
    status = error.status if isinstance(error, HttpRefusal) else STATUS[error.code]
    document: dict[str, Any] = {
        "type": "about:blank", "title": TITLES[status], "status": status, "detail": spoken(error.message),
        "code": code_of(error).value,
    }  # fmt: skip
    if isinstance(error, Fault):
        document["fault"] = type(error).__name__
        document["data"] = without_exponents(error.detail())
    if isinstance(error, InvalidArgument):
        document["violations"] = [shown(violation) for violation in error.violations]
    raw = msgspec.json.encode(document)
    response = HttpResponse(raw if body else b"", status=status, content_type=MEDIA_TYPE)
    response.headers["Content-Length"] = str(len(raw))
    for name, value in headers_of(error, status):
        response.headers[name] = value
    return response


def headers_of(error: ServiceError, status: int) -> Iterator[tuple[str, str]]:
    """The headers a status asks for (RFC 9110 section 11.6.1, 15.5.6, 15.5.16)."""
    if isinstance(error, HttpRefusal):
        yield from error.headers.items()
    if status == 401:
        yield "WWW-Authenticate", 'Bearer realm="trebol", Basic realm="trebol"'
    yield "Cache-Control", "no-store"


def shown(violation: Violation) -> dict[str, str]:
    """Write one violation."""
    return {"path": violation.path, "reason": violation.reason, "expected": spoken(violation.expected)}
