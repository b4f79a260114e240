"""Drives a protocol's handler: each invocation it yields is performed and its result sent back."""

from __future__ import annotations

from django.http import HttpResponse

from trebol.contract.errors import ServiceError
from trebol.runtime.invocation import Handling
from trebol.runtime.perform import Runtime


def drive(handling: Handling, runtime: Runtime) -> HttpResponse:
    """Run a handler to its response."""
    try:
        invocation = next(handling)
        while True:
            try:
                result = runtime.perform(invocation)
            except ServiceError as error:
                invocation = handling.throw(error)
            else:
                invocation = handling.send(result)
    except StopIteration as done:
        response: HttpResponse = done.value
        return response


async def adrive(handling: Handling, runtime: Runtime) -> HttpResponse:
    """Run a handler to its response on an event loop."""
    try:
        invocation = next(handling)
        while True:
            try:
                result = await runtime.aperform(invocation)
            except ServiceError as error:
                invocation = handling.throw(error)
            else:
                invocation = handling.send(result)
    except StopIteration as done:
        response: HttpResponse = done.value
        return response
