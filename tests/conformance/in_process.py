"""The driver of the binding in this process: a consumer's call, plain or by value, sync or async."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from asgiref.sync import async_to_sync

from tests.conformance import contract, prints
from tests.conformance.case import Arguments, Outcome, Plain, Raw, Unsayable, canonical
from trebol.contract.compile import Compiled
from trebol.contract.description import EnumRef, Field, ListOf, MapOf, MessageRef, Service, Type, UnionRef
from trebol.contract.errors import InvalidArgument, Misuse, ServiceError
from trebol.contract.fault import Fault
from trebol.contract.paging import Paging
from trebol.contract.service import Context
from trebol.service import acall, acting_as, consume


def consumed(compiled: Compiled, arguments: Arguments, context: Context) -> Outcome:
    """Call as a consumer does."""
    name, given = compiled.operation.name, bound(compiled, arguments)
    return ended(compiled, lambda: getattr(consume(compiled.contract, context=context), name)(**given))


def awaited(compiled: Compiled, arguments: Arguments, context: Context) -> Outcome:
    """Call as an async consumer does."""
    given = bound(compiled, arguments)

    async def call() -> Any:
        with acting_as(context):
            return await acall(getattr(compiled.contract, compiled.operation.name), **given)

    return ended(compiled, async_to_sync(call))


def ended(compiled: Compiled, call: Callable[[], Any]) -> Outcome:
    """What came of a call."""
    try:
        return Outcome(value=canonical(compiled.service, compiled.operation.result, call()))
    except Fault as fault:
        fields = compiled.service.faults[type(fault).__name__].fields
        detail = {
            field.name: canonical(compiled.service, field.type, fault.detail()[field.name])
            for field in fields
        }
        return Outcome(
            code=fault.code.value, fault=type(fault).__name__, detail=detail, message=fault.message
        )
    except ServiceError as error:
        return refused(error)
    except Misuse as misuse:
        if isinstance(misuse.__cause__, InvalidArgument):
            return refused(misuse.__cause__)
        raise


def refused(error: ServiceError) -> Outcome:
    """A refusal of the framework."""
    violations = [(v.path, v.reason) for v in error.violations] if isinstance(error, InvalidArgument) else []
    return Outcome(code=error.code.value, message=error.message, violations=tuple(sorted(violations)))


def bound(compiled: Compiled, arguments: Arguments) -> dict[str, Any]:
    """The arguments as a consumer gives them: messages, enums, a ``Paging``."""
    fields = {field.name: field for field in compiled.operation.parameters}
    if arguments.keys() - fields.keys():
        raise Unsayable("a call with a parameter that is not there")
    given = {name: made(compiled.service, fields[name].type, value) for name, value in arguments.items()}
    if any(field.required and field.name not in given for field in fields.values()):
        raise Unsayable("a call without a parameter")
    if compiled.operation.paging:
        page = {name: given.pop(name) for name in ("first", "after") if name in given}
        given["paging"] = Paging(**page)
    return given


def made(service: Service, type: Type, value: Plain) -> Any:
    """A value as Python code has it; what the type is not stays as it is, for the contract to refuse."""
    if isinstance(value, Raw):
        raise Unsayable("Python has values, not texts")
    match type:
        case MessageRef(name=name) if isinstance(value, Mapping):
            return message(service, name, value)
        case UnionRef(members=members) if isinstance(value, Mapping):
            for name in members:
                if service.messages[name].tag == value.get("type"):
                    return message(service, name, {k: v for k, v in value.items() if k != "type"})
            raise Unsayable("a union of another message")
        case ListOf(item=item) if isinstance(value, list):
            return [made(service, item, inner) for inner in value]
        case MapOf(value=inner_type) if isinstance(value, Mapping):
            return {key: made(service, inner_type, inner) for key, inner in value.items()}
        case EnumRef(name=name) if isinstance(value, str):
            return class_of(name)(value)
    return value


def message(service: Service, name: str, value: Mapping[str, Plain]) -> Any:
    """A message of the contract's own class."""
    fields: dict[str, Field] = {field.name: field for field in service.messages[name].fields}
    if value.keys() - fields.keys():
        raise Unsayable("a message with a field that is not there")
    given = {key: made(service, fields[key].type, inner) for key, inner in value.items()}
    try:
        return class_of(name)(**given)
    except TypeError:
        raise Unsayable("a message without one of its fields") from None


def class_of(name: str) -> Any:
    """The class of a message or enum of the contract."""
    return getattr(contract, name, None) or getattr(prints, name)
