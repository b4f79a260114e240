"""Generated values of every type go in and come back; every document is held to the schema of the WSDL."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.protocols.soap import contracts
from tests.protocols.soap.site import Site
from tests.protocols.soap.values import strategy
from tests.protocols.soap.wire import Wire
from trebol.contract.compile import compile_contracts
from trebol.contract.description import EnumRef, ListOf, MessageRef, Operation, Type
from trebol.contract.selection import Selection
from trebol.protocols.soap.encode import Encoder
from trebol.protocols.soap.envelope import SOAP11, SOAP12
from trebol.runtime.result import Result

COMPILATION = compile_contracts([contracts.Samples], project="tests")
SERVICE, COMPILED = COMPILATION.contract.services[0], COMPILATION.operations
EVERYTHING = MessageRef(name="Everything")
WIRE = Wire(SERVICE)
ASKED = Encoder(COMPILED["samples.v2.echo_samples"]).whole
PATIENT = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def operation(name: str) -> Operation:
    (found,) = [operation for operation in SERVICE.operations if operation.name == name]
    return found


@PATIENT
@given(plain=strategy(SERVICE, EVERYTHING), soap=st.sampled_from([SOAP11, SOAP12]))
def test_every_type_goes_in_and_comes_back(site: Site, plain: dict[str, Any], soap: Any) -> None:
    schema = site.schema()
    echo = operation("echo_samples")
    request = WIRE.request(echo.element, echo.parameters, {"value": plain})
    schema.assertValid(etree.fromstring(request))
    answer = site.call(request, soap)
    assert answer.status == 200, answer.response.content
    schema.assertValid(answer.payload)
    assert WIRE.read(answer.payload[0], EVERYTHING) == normal(plain)


def normal(plain: dict[str, Any]) -> dict[str, Any]:
    """The same value after Python held it: -0 is 0, trailing zeros stay, equal instants keep their zone."""
    return msgspec.to_builtins(msgspec.convert(plain, contracts.Everything, dec_hook=narrowed))  # type: ignore[no-any-return]


def narrowed(wanted: Any, value: Any) -> Any:
    return wanted.read(value)


@PATIENT
@given(plain=strategy(SERVICE, EVERYTHING))
def test_rows_and_plain_values_are_written_alike(plain: dict[str, Any]) -> None:
    value = msgspec.convert(plain, contracts.Everything, dec_hook=narrowed)
    of_rows = ASKED.encode(Result(row(value, EVERYTHING, ASKED.selection), ASKED.selection))
    assert of_rows == ASKED.encode(Result(value))


def row(value: Any, type: Type, selection: Selection | None) -> Any:
    """A value as rows have it: tuples for messages, texts for enums; unions and dicts stay as they are."""
    match type:
        case _ if value is None:
            return None
        case MessageRef(name=name):
            fields = {field.name: field.type for field in SERVICE.messages[name].fields}
            return tuple(row(getattr(value, n), fields[n], inner) for n, inner in (selection or {}).items())
        case ListOf(item=item):
            return [row(each, item, selection) for each in value]
        case EnumRef():
            return value.value
    return value


def test_the_page_is_valid_in_both_layouts(site: Site) -> None:
    compiled = site.compilation.operations["samples.v2.list_samples"]
    asked, schema = Encoder(compiled).whole, site.schema()
    plain = contracts.SamplesService().list_samples()
    rows = msgspec.structs.replace(plain, items=[(s.id, s.name, [("Zoé", 1)], None) for s in plain.items])
    written = asked.encode(Result(rows, asked.selection))
    schema.assertValid(etree.fromstring(written))
    assert written == asked.encode(Result(plain))
