"""graphql-core executes the same documents on the same values: the reference for what a result must be."""

from __future__ import annotations

from typing import Any

import msgspec
from graphql import execute_sync, parse
from hypothesis import HealthCheck, given, settings

from tests.protocols.graphql.selections import Made, documents
from tests.protocols.graphql.site import COMPILATION, Site
from tests.protocols.graphql.trips import CAR, ride
from trebol.contract.description import MessageRef
from trebol.protocols.graphql.outcomes import SPELLING, whole_tree
from trebol.protocols.graphql.schema import Published
from trebol.runtime.building import compile_builder

SERVICE = COMPILATION.contract.services[0]
SCHEMA = Published(COMPILATION).schema


def whole(value: Any) -> Any:
    """A message as a client that asks for everything sees it."""
    type = MessageRef(name=value.__class__.__name__)
    built = compile_builder(SERVICE, type, whole_tree(SERVICE, type), None, SPELLING)(value)
    return msgspec.json.decode(msgspec.json.encode(built))


ROOTS = {"trip": "(tripId: 7)", "trips": "(first: 3)", "car": '(plate: "ABC")', "cars": ""}
VALUES = {
    "trip": whole(ride(7)),
    "trips": {"items": [whole(ride(n)) for n in (1, 2, 3)], "after": "next"},
    "car": whole(CAR),
    "cars": {"items": [whole(CAR)] * 2, "after": None},
}


@given(made=documents(SCHEMA, ROOTS))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_answer_is_the_references(site: Site, made: Made) -> None:
    expected = execute_sync(SCHEMA, parse(made.text), root_value=VALUES, variable_values=made.variables)
    assert expected.errors is None
    data = site.ask(made.text, made.variables).data
    assert data == expected.data
    assert in_order(data) == in_order(expected.data)


def in_order(value: Any) -> Any:
    """The names of the members, in their order."""
    if isinstance(value, dict):
        return [(name, in_order(inner)) for name, inner in value.items()]
    return [in_order(inner) for inner in value] if isinstance(value, list) else None
