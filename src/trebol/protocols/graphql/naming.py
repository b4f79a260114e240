"""The names the schema derives beyond the contract's own (``contract.register`` claims them)."""

from __future__ import annotations

from trebol.contract.description import Field, MapOf, MessageType, Operation
from trebol.contract.names import camel, snake
from trebol.contract.register import entry_name

ERROR = "Error"
"""The interface of every fault."""

TYPE_FIELD = "type"
"""The one field of a message that has none: GraphQL's types have at least one."""


def member_field(message: str) -> str:
    """``ParkingLot`` -> ``parkingLot``: a member of a union, as the field of a ``@oneOf`` input."""
    return camel(snake(message))


def field_of(operation: Operation) -> str:
    """The root field of an operation."""
    return camel(operation.field)


def payload_of(operation: Operation) -> str:
    """``JoinRidePayload``: the union of a command's outcomes."""
    return f"{operation.element}Payload"


def success_of(operation: Operation) -> str:
    """``JoinRideSuccess``: the outcome that is not a fault."""
    return f"{operation.element}Success"


def entry_of(type: MapOf) -> str:
    """``IntEntry``: an entry of a dict."""
    return entry_name(type.value)


def page_of(item: str) -> str:
    """``RidePage``: a page of rides."""
    return f"{item}Page"


def input_of(name: str) -> str:
    """``RideInput``: a message, union or entry when it is sent."""
    return f"{name}Input"


def shown_type(message: MessageType) -> str:
    """What a message without fields says in its ``type``: its tag, as in JSON, or its name."""
    return message.tag or message.name


def own_fields(message: MessageType) -> tuple[Field, ...]:
    """The fields that are a message's own, and that an input has: a reference is another service's."""
    return tuple(field for field in message.fields if not field.reference)
