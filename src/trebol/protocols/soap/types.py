"""How a type of the contract is called in XML Schema."""

from __future__ import annotations

from trebol.contract.description import (
    EnumRef,
    MessageRef,
    PageOf,
    Scalar,
    ScalarName,
    Service,
    Type,
    UnionRef,
)
from trebol.protocols.soap.vocabulary import XSD, qualified

BUILT_IN: dict[ScalarName, str] = {
    "bool": "boolean",
    "int": "int",
    "int64": "long",
    "float": "double",
    "decimal": "decimal",
    "str": "string",
    "bytes": "base64Binary",
    "datetime": "dateTime",
    "date": "date",
    "time": "time",
    "duration": "duration",
    "uuid": "string",
}
"""The built-in type (XML Schema part 2 section 3) of each scalar of the table."""

NARROWED: dict[ScalarName, str] = {
    "float": "Float",
    "datetime": "DateTime",
    "date": "Date",
    "time": "Time",
    "duration": "Duration",
    "uuid": "UUID",
}
"""The type of ours that narrows the built-in one to the contract's grammar."""


def type_names(service: Service, type: Type) -> tuple[str, ...]:
    """Return the names (``namespace}local``) that are right for a value; lists and dicts have none."""
    match type:
        case Scalar(name=name):
            own = (qualified(service.namespace, NARROWED[name]),) if name in NARROWED else ()
            return (*own, qualified(XSD, BUILT_IN[name]))
        case EnumRef(name=name):
            return (qualified(service.namespace, name), qualified(XSD, "string"))
        case MessageRef(name=name) | UnionRef(name=name):
            return (qualified(service.namespace, name),)
        case PageOf(item=item):
            return (qualified(service.namespace, f"{item.name}Page"),)
    return ()
