"""The one path of a call: caller, input, permission, transaction, run, project.

Sync is written; async bridges once: an async query runs on the loop, everything else in the thread
Django gives to sync code, so that a transaction stays in one thread.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
from asgiref.sync import async_to_sync, sync_to_async
from django.db import transaction

from trebol.contract.compile import Compiled
from trebol.contract.deferred import Deferred, Facts, Link, Links
from trebol.contract.errors import DeadlineExceeded, PermissionDenied, Unauthenticated
from trebol.contract.selection import Selection, whole
from trebol.contract.service import Context
from trebol.contract.words import said
from trebol.runtime.credential import Credential
from trebol.runtime.failure import failure_of
from trebol.runtime.frame import FRAME, NO_FRAME, Frame, check_boundaries, undoing
from trebol.runtime.host import Host, Hosted, Predicate
from trebol.runtime.invocation import Invocation
from trebol.runtime.references import asks_for, resolved
from trebol.runtime.result import Result


class Call(msgspec.Struct):
    """One call on its way: what ``perform`` works on."""

    compiled: Compiled
    hosted: Hosted
    context: Context
    selection: Selection | None
    as_messages: bool
    arguments: Any = None
    links: Links = {}


class Runtime:
    """Performs invocations on a host. ``databases``: the alias of each service that is not on ``default``."""

    def __init__(self, host: Host, databases: dict[str, str] | None = None) -> None:
        self.host, self.databases = host, databases or {}

    @property
    def aliases(self) -> tuple[str, ...]:
        """The databases of all services."""
        return tuple(sorted({"default", *self.databases.values()}))

    def database_of(self, service: str) -> str:
        """Return the alias of a service's database."""
        return self.databases.get(service, "default")

    def perform(self, invocation: Invocation) -> Result:
        """Run one operation; whatever goes wrong is a ``ServiceError`` (one that may be shown)."""
        try:
            call = self.opened(invocation)
            call.arguments = invocation.decode()
            return self.run(call)
        except Exception as error:  # noqa: BLE001 - the one place where any error becomes an answer
            told = failure_of(error, invocation.compiled)
            raise told from (None if told is error else error)

    async def aperform(self, invocation: Invocation) -> Result:
        """As ``perform``, on an event loop."""
        hosted = self.host.hosted.get(invocation.compiled.id)
        if hosted is None or not hosted.is_async or invocation.compiled.operation.kind == "command":
            return await sync_to_async(self.perform)(invocation)
        try:
            call = self.opened(invocation)
            call.arguments = invocation.decode()
            return await self.arun(call)
        except Exception as error:  # noqa: BLE001 - the one place where any error becomes an answer
            told = failure_of(error, invocation.compiled)
            raise told from (None if told is error else error)

    def opened(self, invocation: Invocation) -> Call:
        """Admit the caller, before anything of the input is read."""
        compiled, _, credential, selection, as_messages = invocation
        admit(compiled, credential)
        context = Context(
            caller=credential.caller, language=credential.language, request_id=credential.request_id,
            deadline=credential.deadline, address=credential.address,
        )  # fmt: skip
        hosted = self.host.hosted.get(compiled.id) or self.host.find(compiled)
        return Call(compiled, hosted, context, selection, as_messages)

    def run(self, call: Call) -> Result:
        """Ask the permission, open the transaction, run and read the result."""
        outer = FRAME.get(NO_FRAME)
        if outer is not NO_FRAME:
            check_boundaries(call.compiled, outer)
        check_deadline(call.context)
        is_command = call.compiled.operation.kind == "command"
        frame = Frame(call.context, call.compiled, is_command or outer.in_command)
        token = FRAME.set(frame)
        try:
            if call.hosted.predicate is not None:
                check_permission(call, call.hosted.predicate)
            if not is_command:
                return self.linked(call, read(call, answer(call)))
            prepared = prepare(call)
            alias = self.database_of(call.compiled.service.name)
            with undoing(frame), transaction.atomic(using=alias, durable=True):
                FRAME.set(msgspec.structs.replace(frame, in_transaction=True, prepared=prepared))
                result = read(call, answer(call))
                for last in frame.last:
                    last()
            FRAME.set(frame)
            return self.linked(call, result)
        finally:
            FRAME.reset(token)

    async def arun(self, call: Call) -> Result:
        """Run an async query on the loop; its permission and its rows are read in the sync thread."""
        check_boundaries(call.compiled, FRAME.get(NO_FRAME))
        check_deadline(call.context)
        token = FRAME.set(Frame(call.context, call.compiled, FRAME.get(NO_FRAME).in_command))
        try:
            if call.hosted.predicate is not None:
                await sync_to_async(check_permission)(call, call.hosted.predicate)
            value = await call.hosted.method(*call.compiled.judge.positional(call.arguments))
            if not isinstance(value, Deferred):
                return read(call, value)
            return await sync_to_async(lambda: self.linked(call, read(call, value)))()
        finally:
            FRAME.reset(token)

    def linked(self, call: Call, result: Result) -> Result:
        """Resolve the references that are asked for, once no transaction is open."""
        if not call.links or result.layout is None or not asks_for(result.layout, call.links):
            return result
        context = call.context
        credential = Credential(context.caller, language=context.language, address=context.address)

        def fetch(link: Link, keys: Sequence[Any], asked: Selection) -> Result:
            compiled = self.host.operation_of(link.operation)
            plain = {compiled.operation.parameters[0].name: list(keys)}
            return self.perform(Invocation(compiled, lambda: compiled.judge.accept(plain), credential, asked))

        return Result(resolved(result.value, result.layout, call.links, fetch), result.layout)


def admit(compiled: Compiled, credential: Credential) -> None:
    """Refuse a call without a caller, and a command that a cookie alone stands behind."""
    operation = compiled.operation
    if credential.caller is None:
        if not operation.public:
            raise Unauthenticated(
                said("{operation} needs a caller: send a credential, or log in.", operation=operation.name)
            )
        return
    guarded = operation.kind == "command" and credential.forgery_check
    if guarded and (refusal := guarded()):
        raise PermissionDenied(refusal)


def check_deadline(context: Context) -> None:
    """Refuse to start what its caller no longer waits for."""
    if context.deadline is not None and time.monotonic() > context.deadline:
        raise DeadlineExceeded(said("The call's deadline passed before it ran."))


def check_permission(call: Call, predicate: Predicate) -> None:
    """Ask the implementation whether the caller may."""
    taken = [argument(call, name) for name in predicate.takes]
    granted = predicate.method(*taken)
    if not isinstance(granted, bool):
        granted = async_to_sync(awaited)(granted)
    if not granted:
        needs = call.compiled.service.permissions[call.compiled.operation.needs or ""]
        meaning = said(needs.doc.splitlines()[0] if needs.doc else "a permission")
        raise PermissionDenied(
            said("This needs {permission}: {meaning}", permission=needs.name, meaning=meaning)
        )


def prepare(call: Call) -> Any:
    """Run what prepares a command, before its transaction opens."""
    if call.hosted.preparation is None:
        return None
    taken = [argument(call, name) for name in call.hosted.preparation.takes]
    made = call.hosted.preparation.method(*taken)
    return async_to_sync(awaited)(made) if inspect.isawaitable(made) else made


def argument(call: Call, name: str) -> Any:
    """Return an argument by the name of its parameter."""
    return getattr(call.arguments, name)


async def awaited(made: Awaitable[Any]) -> Any:
    """Wait for what an async method gives."""
    return await made


def answer(call: Call) -> Any:
    """Run the implementation."""
    method: Callable[..., Any] = (
        async_to_sync(call.hosted.method) if call.hosted.is_async else call.hosted.method
    )
    return method(*call.compiled.judge.positional(call.arguments))


def read(call: Call, value: Any) -> Result:
    """Read a deferred result, check a plain one: what leaves keeps the contract."""
    compiled = call.compiled
    if isinstance(value, Deferred):
        if call.as_messages:
            return Result(value.messages(facts_of(call)))
        call.links = value.links()
        selection = call.selection
        if selection is None:
            selection = whole(compiled.service, compiled.operation.result) or {}
        return Result(value.rows(selection, facts_of(call)), selection)
    value, raw = compiled.judge.checked(value)
    return Result(value, None, raw)


def facts_of(call: Call) -> Facts:
    """What reading the rows depends on."""

    def fingerprint() -> bytes:
        plain = msgspec.structs.asdict(call.arguments)
        said = {
            name: value
            for name, value in plain.items()
            if name not in ("first", "after") and value is not msgspec.UNSET
        }
        return call.compiled.id.encode() + msgspec.json.encode(said, order="sorted")

    return Facts(call.context.caller, fingerprint)
