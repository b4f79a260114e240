"""What a protocol asks of the runtime: handlers without input or output, driven sync or async.

A handler is a generator: it yields an ``Invocation`` for each operation to run, is sent its ``Result`` (or
has the ``ServiceError`` raised inside it), and returns the response. So a protocol is written once::

    def handle(request):
        result = yield Invocation(compiled, decode, credential, selection)
        return HttpResponse(...)
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import NamedTuple

import msgspec
from django.http import HttpRequest, HttpResponse

from trebol.contract.compile import Compiled
from trebol.contract.selection import Selection
from trebol.runtime.credential import Credential
from trebol.runtime.result import Result


class Invocation(NamedTuple):
    """One operation to run.

    ``decode`` gives the arguments or raises ``InvalidArgument``; it is called once the caller is known to
    be one. ``selection``: what is asked for; None for everything. ``as_messages``: a deferred result is
    read as messages (for a consumer in this process) instead of rows.
    """

    compiled: Compiled
    decode: Callable[[], msgspec.Struct]
    credential: Credential
    selection: Selection | None = None
    as_messages: bool = False


Handling = Generator[Invocation, Result, HttpResponse]
Handler = Callable[[HttpRequest], Handling]


class Endpoint(NamedTuple):
    """Where a protocol listens: a Django route (``path`` syntax, no leading slash), its handler, its name."""

    route: str
    handle: Callable[..., Handling]
    name: str
