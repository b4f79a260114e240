"""What operations take, as GraphQL types: ``RideInput``, unions ``@oneOf``, dicts as lists of entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graphql import (
    GraphQLArgument,
    GraphQLDefaultInput,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLNullableInputType,
    GraphQLString,
)

from trebol.contract.description import (
    EnumRef,
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
from trebol.protocols.graphql import naming, words
from trebol.protocols.graphql.defaults import literal_of
from trebol.protocols.graphql.output_types import OutputTypes

Fields = Callable[[], Mapping[str, GraphQLInputField]]


class InputTypes:
    """Makes the input types of a schema; scalars and enums are those of the output."""

    def __init__(self, outputs: OutputTypes) -> None:
        self.outputs = outputs
        self.made: dict[str, GraphQLInputObjectType] = {}

    def argument(self, service: Service, field: Field) -> GraphQLArgument:
        """Make the argument of a parameter."""
        return GraphQLArgument(
            self.of_field(service, field), default=default_of(service, field),
            description=words.of_input(field, service.enums) or None,
        )  # fmt: skip

    def field(self, service: Service, field: Field) -> GraphQLInputField:
        """Make an input field."""
        return GraphQLInputField(
            self.of_field(service, field), default=default_of(service, field),
            description=words.of_input(field, service.enums) or None,
        )  # fmt: skip

    def of_field(self, service: Service, field: Field) -> GraphQLInputType:
        """Return the type of a parameter or field: one that may be absent without a default is nullable."""
        return self.of(service, field.type, nullable=field.type.nullable or field.maybe)

    def of(self, service: Service, type: Type, *, nullable: bool | None = None) -> GraphQLInputType:
        """Return the type of a value; ``nullable`` overrides the contract's."""
        found = self.present(service, type)
        return found if (type.nullable if nullable is None else nullable) else GraphQLNonNull(found)

    def present(self, service: Service, type: Type) -> GraphQLNullableInputType:
        """Return the type of a value that is not null."""
        match type:
            case Scalar(name=name):
                return self.outputs.scalars[name]
            case EnumRef(name=name):
                return self.outputs.enum(service.enums[name])
            case MessageRef(name=name):
                return self.message(service, name)
            case UnionRef():
                return self.union(service, type)
            case ListOf(item=item):
                return GraphQLList(self.of(service, item))
            case MapOf():
                return GraphQLList(GraphQLNonNull(self.entry(service, type)))
            case PageOf():
                raise AssertionError("the compiler refuses a page as a parameter")

    def message(self, service: Service, name: str) -> GraphQLInputObjectType:
        """Make the input of a message."""
        message = service.messages[name]

        def fields() -> dict[str, GraphQLInputField]:
            own = naming.own_fields(message)
            if not own:
                doc = f"{naming.shown_type(message)}, or absent: the message has no fields."
                return {naming.TYPE_FIELD: GraphQLInputField(GraphQLString, description=doc)}
            return {camel(field.name): self.field(service, field) for field in own}

        return self.object(naming.input_of(name), fields, message.doc)

    def union(self, service: Service, type: UnionRef) -> GraphQLInputObjectType:
        """Make the input of a union: exactly one of its fields is given."""

        def fields() -> dict[str, GraphQLInputField]:
            return {naming.member_field(m): GraphQLInputField(self.message(service, m)) for m in type.members}

        return self.object(
            naming.input_of(type.name), fields, "Exactly one of its fields is given.", one_of=True
        )

    def entry(self, service: Service, type: MapOf) -> GraphQLInputObjectType:
        """Make the input of a dict's entry."""

        def fields() -> dict[str, GraphQLInputField]:
            value = self.of(service, type.value)
            return {
                "key": GraphQLInputField(GraphQLNonNull(GraphQLString)),
                "value": GraphQLInputField(value),
            }

        return self.object(
            naming.input_of(naming.entry_of(type)), fields, "An entry of a dict; no two have one key."
        )

    def object(self, name: str, fields: Fields, doc: str, *, one_of: bool = False) -> GraphQLInputObjectType:
        """Make an input type, once."""
        found = self.made.get(name)
        if found is None:
            found = GraphQLInputObjectType(name, fields, description=doc or None, is_one_of=one_of)
            self.made[name] = found
        return found


def default_of(service: Service, field: Field) -> GraphQLDefaultInput | None:
    """Return the default a reader sees; the contract itself fills it in."""
    if field.required or field.maybe or field.default is None:
        return None
    return GraphQLDefaultInput(literal=literal_of(service, field.type, field.default))
