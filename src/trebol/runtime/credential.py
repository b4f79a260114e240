"""Who a request says it comes from."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from trebol.contract.service import Caller


class Credential(msgspec.Struct, frozen=True):
    """A caller, and how it came.

    ``forgery_check`` is there for a caller that a cookie brought: it returns why a command must be
    refused (no CSRF token), or "" when it may run. Other credentials are not sent by browsers on their own.
    ``deadline``: monotonic seconds. ``address``: the client's.
    """

    caller: Caller | None = None
    forgery_check: Callable[[], str] | None = None
    language: str = "en"
    request_id: str = ""
    deadline: float | None = None
    address: str = ""


NOBODY = Credential()
