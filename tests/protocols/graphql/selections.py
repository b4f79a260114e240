"""Documents that ask for anything of a type, made by Hypothesis."""

from __future__ import annotations

from typing import Any, NamedTuple

from graphql import (
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)
from hypothesis import strategies as st

DIRECTIVES = ["", "", "", " @skip(if: true)", " @include(if: $yes)", " @include(if: $no)", " @skip(if: $no)"]


class Made(NamedTuple):
    """A document with two variables, which are true and false."""

    text: str
    variables: dict[str, bool]


class Maker:
    """Makes the selections of one document; ``fragments`` grow with it."""

    def __init__(self, schema: GraphQLSchema, draw: Any) -> None:
        self.schema, self.draw = schema, draw
        self.fragments: list[str] = []
        self.left = 120

    def selections(self, type: GraphQLOutputType, depth: int) -> str:
        """A selection set for a type."""
        named = get_named_type(type)
        parts = [self.part(named, depth) for _ in range(self.draw(st.integers(1, 3)))]
        return "{" + " ".join(parts) + "}"

    def part(self, named: Any, depth: int) -> str:
        """One field or fragment."""
        self.left -= 1
        depth = depth if self.left > 0 else 0
        directive = self.draw(st.sampled_from(DIRECTIVES))
        kinds = ["field", "field", "inline", "named"] if depth else ["field"]
        kind = self.draw(st.sampled_from(kinds))
        if kind == "field":
            return self.field(named, depth)
        on = self.draw(st.sampled_from([named, *self.narrower(named)]))
        inner = self.selections(on, depth - 1)
        if kind == "inline":
            return f"... on {on.name}{directive} {inner}"
        self.fragments.append(f"fragment f{len(self.fragments)} on {on.name} {inner}")
        return f"...f{len(self.fragments) - 1}{directive}"

    def narrower(self, named: Any) -> list[GraphQLObjectType]:
        """The members of a union."""
        return list(named.types) if isinstance(named, GraphQLUnionType) else []

    def field(self, named: Any, depth: int) -> str:
        """One field, under a name that no other field has."""
        alias = self.draw(st.sampled_from(["", "a_", "b_"]))
        directive = self.draw(st.sampled_from(DIRECTIVES))
        fields = {} if isinstance(named, GraphQLUnionType) else named.fields
        usable = [name for name, one in fields.items() if depth or is_leaf_type(get_named_type(one.type))]
        name = self.draw(st.sampled_from(["__typename", *usable, *usable]))
        prefix = f"{alias}{name}: " if alias else ""
        if name == "__typename" or is_leaf_type(get_named_type(fields[name].type)):
            return f"{prefix}{name}{directive}"
        return f"{prefix}{name}{directive} {self.selections(fields[name].type, depth - 1)}"


@st.composite
def documents(draw: Any, schema: GraphQLSchema, roots: dict[str, str]) -> Made:
    """A document that asks for some of these root fields, each with its arguments."""
    maker = Maker(schema, draw)
    assert schema.query_type is not None
    chosen = draw(st.lists(st.sampled_from(sorted(roots)), min_size=1, max_size=3, unique=True))
    fields = [
        f"{name}{roots[name]} {maker.selections(schema.query_type.fields[name].type, 5)}" for name in chosen
    ]
    # Both variables are used whatever was drawn.
    asked = " ".join([*fields, "y: __typename @skip(if: $yes)", "n: __typename @skip(if: $no)"])
    text = f"query($yes: Boolean!, $no: Boolean!) {{{asked}}} {' '.join(maker.fragments)}"
    return Made(text, {"yes": True, "no": False})
