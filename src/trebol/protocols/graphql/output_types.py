"""What operations give, as GraphQL types: each made once, by its name, whichever service shares it."""

from __future__ import annotations

from functools import partial

from graphql import (
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLNullableOutputType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
    GraphQLUnionType,
)

from trebol.contract.description import (
    EnumRef,
    EnumType,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    Service,
    Type,
    UnionRef,
)
from trebol.contract.names import camel
from trebol.protocols.graphql import naming, scalars

TEXT = GraphQLNonNull(GraphQLString)


class OutputTypes:
    """Makes the output types of a schema; ``made`` holds them by name."""

    def __init__(self) -> None:
        self.scalars = scalars.made()
        self.made: dict[str, GraphQLNamedType] = {}
        self.error = GraphQLInterfaceType(
            naming.ERROR,
            fields=error_fields(),
            description="What every fault has: a code of the closed list, a message.",
        )

    def of(self, service: Service, type: Type, *, nullable: bool | None = None) -> GraphQLOutputType:
        """Return the type of a value; ``nullable`` overrides the contract's."""
        found = self.present(service, type)
        return found if (type.nullable if nullable is None else nullable) else GraphQLNonNull(found)

    def present(self, service: Service, type: Type) -> GraphQLNullableOutputType:
        """Return the type of a value that is not null."""
        match type:
            case Scalar(name=name):
                return self.scalars[name]
            case EnumRef(name=name):
                return self.enum(service.enums[name])
            case MessageRef(name=name):
                return self.message(service, name)
            case UnionRef():
                return self.union(service, type)
            case ListOf(item=item):
                return GraphQLList(self.of(service, item))
            case MapOf():
                return GraphQLList(GraphQLNonNull(self.entry(service, type)))
            case PageOf(item=item):
                return self.page(service, item)

    def enum(self, enum: EnumType) -> GraphQLEnumType:
        """Make an enum of the contract's values."""
        found = self.made.get(enum.name)
        if not isinstance(found, GraphQLEnumType):
            values = {value: GraphQLEnumValue(value) for value in enum.values}
            found = self.made[enum.name] = GraphQLEnumType(enum.name, values, description=enum.doc or None)
        return found

    def message(self, service: Service, name: str) -> GraphQLObjectType:
        """Make an object type of a message."""
        return self.object(name, service.messages[name].doc, partial(self.fields_of_message, service, name))

    def fields_of_message(self, service: Service, name: str) -> dict[str, GraphQLField]:
        """Make the fields of a message; one that has none says its type."""
        message = service.messages[name]
        if not message.fields:
            return {
                naming.TYPE_FIELD: GraphQLField(
                    TEXT, description=f"Always {naming.shown_type(message)}: it has no fields."
                )
            }
        return self.fields(service, message.fields)

    def fields(self, service: Service, fields: tuple[Field, ...]) -> dict[str, GraphQLField]:
        """Make the fields of a record."""
        return {
            camel(field.name): GraphQLField(self.of(service, field.type), description=field.doc or None)
            for field in fields
        }

    def object(self, name: str, doc: str, fields: partial[dict[str, GraphQLField]]) -> GraphQLObjectType:
        """Make an object type, once."""
        found = self.made.get(name)
        if not isinstance(found, GraphQLObjectType):
            found = self.made[name] = GraphQLObjectType(name, fields, description=doc or None)
        return found

    def union(self, service: Service, type: UnionRef) -> GraphQLUnionType:
        """Make a union."""
        found = self.made.get(type.name)
        if not isinstance(found, GraphQLUnionType):
            members = [self.message(service, name) for name in type.members]
            found = self.made[type.name] = GraphQLUnionType(type.name, members)
        return found

    def entry(self, service: Service, type: MapOf) -> GraphQLObjectType:
        """Make the entry of a dict."""

        def fields() -> dict[str, GraphQLField]:
            return {"key": GraphQLField(TEXT), "value": GraphQLField(self.of(service, type.value))}

        return self.object(naming.entry_of(type), "An entry of a dict.", partial(fields))

    def page(self, service: Service, item: MessageRef) -> GraphQLObjectType:
        """Make a page."""

        def fields() -> dict[str, GraphQLField]:
            items = GraphQLNonNull(GraphQLList(GraphQLNonNull(self.message(service, item.name))))
            after = "The cursor of the next page; null on the last one."
            return {"items": GraphQLField(items), "after": GraphQLField(GraphQLString, description=after)}

        return self.object(naming.page_of(item.name), f"A page of {item.name}.", partial(fields))

    def fault(self, service: Service, name: str) -> GraphQLObjectType:
        """Make the type of a fault: it implements ``Error``."""
        found = self.made.get(name)
        if not isinstance(found, GraphQLObjectType):
            fault = service.faults[name]

            def fields() -> dict[str, GraphQLField]:
                return error_fields() | self.fields(service, fault.fields)

            found = GraphQLObjectType(name, fields, [self.error], description=fault.doc or None)
            self.made[name] = found
        return found


def error_fields() -> dict[str, GraphQLField]:
    """Make the fields that every fault has."""
    return {
        "code": GraphQLField(
            TEXT, description="The code, one of a closed list, such as failed_precondition."
        ),
        "message": GraphQLField(TEXT, description="What is wrong, for a person."),
    }
