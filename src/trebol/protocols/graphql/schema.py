"""The GraphQL schema of a contract: the newest version of each service, every operation a root field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from graphql import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLUnionType,
    is_abstract_type,
    print_schema,
    validate_schema,
)

from trebol.contract.compile import Compilation, Compiled
from trebol.contract.description import Kind, Operation, Service
from trebol.contract.names import camel
from trebol.protocols.graphql import naming, words
from trebol.protocols.graphql.input_types import InputTypes
from trebol.protocols.graphql.output_types import OutputTypes

ROOTS: dict[Kind, str] = {"query": "Query", "command": "Mutation"}
NO_QUERY = "Always null: GraphQL asks for a query, and this project publishes none."


class Published:
    """A schema and what answers it. ``roots``: the operation of each root field, by kind.

    ``members``: for each interface and union, the names of its concrete types.
    """

    def __init__(self, compilation: Compilation) -> None:
        self.roots: dict[Kind, dict[str, Compiled]] = {"query": {}, "command": {}}
        for service in compilation.contract.newest():
            for operation in service.operations:
                if "graphql" not in operation.withheld:
                    self.roots[operation.kind][naming.field_of(operation)] = compilation.operations[
                        operation.id
                    ]
        self.schema = SchemaBuilder(self.roots).schema()
        abstract = [type for type in self.schema.type_map.values() if is_abstract_type(type)]
        self.members = {t.name: {one.name for one in self.schema.get_possible_types(t)} for t in abstract}

    @cached_property
    def sdl(self) -> bytes:
        """The schema in GraphQL's own language."""
        return print_schema(self.schema).encode() + b"\n"


def schema_of(compilation: Compilation) -> str:
    """Write the schema of a contract in GraphQL's own language."""
    return Published(compilation).sdl.decode()


class SchemaBuilder:
    """Builds one schema."""

    def __init__(self, roots: Mapping[Kind, Mapping[str, Compiled]]) -> None:
        self.roots = roots
        self.outputs = OutputTypes()
        self.inputs = InputTypes(self.outputs)

    def schema(self) -> GraphQLSchema:
        """Build it; ``TypeError`` when graphql-core refuses it, which is a mistake of this package."""
        schema = GraphQLSchema(
            query=self.root("query", self.query), mutation=self.root("command", self.command)
        )
        if errors := validate_schema(schema):
            raise TypeError("\n".join(error.message for error in errors))
        return schema

    def root(
        self, kind: Kind, result: Callable[[Service, Operation], GraphQLOutputType]
    ) -> GraphQLObjectType | None:
        """Make a root type; None for a Mutation without fields."""
        fields: dict[str, GraphQLField] = {}
        for name, compiled in self.roots[kind].items():
            service, operation = compiled.service, compiled.operation
            arguments = {camel(p.name): self.inputs.argument(service, p) for p in operation.parameters}
            doc = words.of_operation(service, operation)
            fields[name] = GraphQLField(result(service, operation), arguments, description=doc or None)
        if not fields and kind == "command":
            return None
        return GraphQLObjectType(
            ROOTS[kind], fields or {"nothing": GraphQLField(GraphQLBoolean, description=NO_QUERY)}
        )

    def query(self, service: Service, operation: Operation) -> GraphQLOutputType:
        """A query gives its result, or null with an error."""
        assert operation.result is not None
        return self.outputs.of(service, operation.result, nullable=True)

    def command(self, service: Service, operation: Operation) -> GraphQLOutputType:
        """A command gives a union: its success, or one of its faults."""
        if operation.result is None:
            field = {"done": GraphQLField(GraphQLNonNull(GraphQLBoolean), description="Always true.")}
        else:
            field = {"result": GraphQLField(self.outputs.of(service, operation.result))}
        success = GraphQLObjectType(naming.success_of(operation), field)
        faults = [self.outputs.fault(service, name) for name in operation.raises]
        return GraphQLUnionType(naming.payload_of(operation), [success, *faults])
