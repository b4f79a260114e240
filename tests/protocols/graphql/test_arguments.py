"""One value, as a literal, as a variable and inside a literal, gives equal arguments or equal violations."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.protocols.graphql.site import COMPILATION, Answer, Site
from tests.protocols.graphql.values import literal, record, values, wire
from trebol.contract.errors import InvalidArgument
from trebol.contract.names import camel
from trebol.protocols.graphql.schema import Published

SERVICE = COMPILATION.contract.services[0]
ECHO = COMPILATION.operations["trips.v1.echo"]
ARGUMENTS = COMPILATION.operations["trips.v1.echo_arguments"]
EVERYTHING = ECHO.operation.parameters[0].type
PARAMETERS = ARGUMENTS.operation.parameters
relaxed = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)

Judged = tuple[str, Any]


def judged(answer: Answer, site: Site) -> Judged:
    """What became of a call: the arguments that arrived, or what is wrong with them."""
    document = answer.document
    if "errors" not in document:
        return "heard", site.service.calls[-1][1]
    violations = document["errors"][0]["extensions"]["violations"]
    return "refused", sorted((v["path"], v["reason"]) for v in violations)


def by_contract(compiled: Any, plain: Any) -> Judged:
    """What the contract itself says of plain values."""
    try:
        arguments = compiled.judge.accept(plain)
    except InvalidArgument as error:
        return "refused", sorted((v.path, v.reason) for v in error.violations)
    values = tuple(compiled.judge.positional(arguments))
    return "heard", values[0] if len(values) == 1 else values


QUERY = Published(COMPILATION).schema.query_type
assert QUERY is not None
VARIABLE_TYPES = {n: str(a.type).removesuffix("!") for n, a in QUERY.fields["echoArguments"].args.items()}


@given(plain=values(SERVICE, EVERYTHING, wrong=False) | values(SERVICE, EVERYTHING, wrong=True))
@relaxed
def test_a_message_means_the_same_in_every_spelling(site: Site, plain: Any) -> None:
    wired = wire(SERVICE, EVERYTHING, plain)
    written = literal(SERVICE, EVERYTHING, wired)
    said = by_contract(ECHO, {"value": plain})
    assert judged(site.ask("{echo(value: " + written + ") {yes}}"), site) == said
    variable = site.ask("query($v: EverythingInput!) {echo(value: $v) {yes}}", {"v": wired})
    assert judged(variable, site) == said
    if isinstance(wired, dict) and isinstance(wired.get("whole"), int):
        rest = {name: inner for name, inner in wired.items() if name != "whole"}
        inside = literal(SERVICE, EVERYTHING, rest)[1:]
        document = "query($n: Int!) {echo(value: {whole: $n " + inside + ") {yes}}"
        assert judged(site.ask(document, {"n": wired["whole"]}), site) == said


@given(
    plain=record(SERVICE, PARAMETERS, wrong=False) | record(SERVICE, PARAMETERS, wrong=True), data=st.data()
)
@relaxed
def test_arguments_mean_the_same_in_every_spelling(
    site: Site, plain: dict[str, Any], data: st.DataObject
) -> None:
    types = {field.name: field.type for field in PARAMETERS}
    wired = {camel(name): wire(SERVICE, types.get(name), value) for name, value in plain.items()}
    open_ = [n for n in wired if n in VARIABLE_TYPES and wired[n] is not None and data.draw(st.booleans())]
    named = {camel(name): type for name, type in types.items()}
    said = [f"{n}: {f'${n}' if n in open_ else literal(SERVICE, named.get(n), v)}" for n, v in wired.items()]
    declared = "(" + ", ".join(f"${n}: {VARIABLE_TYPES[n]}!" for n in open_) + ")" if open_ else ""
    arguments = f"({', '.join(said)})" if said else ""
    answer = site.ask(f"query{declared} {{echoArguments{arguments}}}", {n: wired[n] for n in open_})
    assert judged(answer, site) == by_contract(ARGUMENTS, plain)


def heard(site: Site, arguments: str, variables: Any = None, declared: str = "") -> tuple[Any, ...]:
    """The arguments that arrived, by the names of the parameters."""
    document = f"query{declared} {{echoArguments({arguments})}}" if arguments else "{echoArguments}"
    assert site.ask(document, variables).data == {"echoArguments": "heard"}
    found: tuple[Any, ...] = site.service.calls[-1][1]
    return found


def test_what_is_absent_is_its_default(site: Site) -> None:
    assert heard(site, "") == heard(site, "whole: $n", {}, "($n: Int = 1)")
    assert heard(site, "") == heard(site, "whole: $n", None, "($n: Int)"), (
        "an absent variable, an absent argument"
    )


def test_a_variable_has_the_default_of_its_declaration(site: Site) -> None:
    assert heard(site, "whole: $n", {}, "($n: Int = 7)")[0] == 7
    assert heard(site, "ints: [$n, 2]", {}, "($n: Int! = 7)")[7] == [7, 2]
    assert heard(site, "color: $c", {}, "($c: Color = deep_blue)")[6].value == "deep_blue"
    assert heard(site, "whole: $n", {"n": 8}, "($n: Int = 7)")[0] == 8


def test_one_value_is_a_list_of_it(site: Site) -> None:
    assert heard(site, "ints: 3")[7] == [3]
    assert heard(site, "ints: $n", {"n": 3}, "($n: [Int!])")[7] == [3]
    assert (
        heard(site, 'extra: {key: "a", value: "1.5"}')[9] == heard(site, 'extra: [{key: "a", value: 1.5}]')[9]
    )


@pytest.mark.parametrize(
    ("arguments", "violation"),
    [
        ('color: "red"', ("color", "color", "value")),
        ("text: red", ("text", "text", "value")),
        ("whole: 1.0", ("whole", "whole", "value")),
        ("whole: 1e400", ("whole", "whole", "value")),
        ("whole: " + "9" * 5000, ("whole", "whole", "value")),
        ("whole: null", ("whole", "whole", "null")),
        ("nothing: 1", ("nothing", "nothing", "unknown")),
        ("ints: [1, null]", ("ints[1]", "ints[1]", "null")),
        ('pay: {card: {last4: "1"}}', ("pay.last4", "pay.card.last4", "value")),
        ("pay: {card: {}}", ("pay.last4", "pay.card.last4", "missing")),
        ("pay: {card: null}", ("pay", "pay", "type")),
        ("pay: {}", ("pay", "pay", "type")),
        ('pay: {card: {last4: "1234"}, cash: {}}', ("pay", "pay", "type")),
        ("pay: {cash: {type: \"coin\"}}", ("pay.type", "pay.cash.type", "value")),
        ('extra: [{key: "a", value: "1"}, {key: "b", value: 1e999}]', ("extra.b", "extra[1].value", "value")),
        ('extra: [{key: "a", value: 1}, {key: "a", value: 2}]', ("extra.a", "extra[0].value", "duplicate")),
        ("extra: [{value: 1}]", ("extra[0].key", "extra[0].key", "missing")),
        ("extra: [{key: \"a\"}]", ("extra.a", "extra.a", "missing")),
        ("extra: 3", ("extra[0]", "extra[0]", "type")),
        ("ints: [1, 2, 3, 4, 5, 6]", ("ints", "ints", "value")),
        ("rides: [{departs_at: 1}]", ("rides[0].departs_at", "rides[0].departs_at", "unknown")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(
    site: Site, arguments: str, violation: tuple[str, str, str]
) -> None:
    answer = site.ask(f"{{echoArguments({arguments})}}")
    assert answer.status == 200
    assert answer.error["extensions"]["code"] == "invalid_argument"
    assert answer.error["path"] == ["echoArguments"]
    assert violation in answer.violations
    assert site.service.calls == []


def test_everything_wrong_is_said_at_once(site: Site) -> None:
    answer = site.ask('{echoArguments(whole: "x", color: green, ints: [null, "2"], pay: {card: {}}, q: 1)}')
    assert {path for path, _, _ in answer.violations} == {
        "whole", "color", "ints[0]", "ints[1]", "pay.last4", "q",
    }  # fmt: skip


def test_a_nullable_parameter_without_default_must_be_there(site: Site) -> None:
    assert site.ask("{requiredNullable}").violations == [("note", "note", "missing")]
    assert site.ask("{requiredNullable(note: null)}").data == {"requiredNullable": None}


def test_input_that_xml_cannot_carry_is_refused(site: Site) -> None:
    assert site.ask(r'{echoArguments(text: "\u0001")}').violations == [("text", "text", "value")]
    answer = site.ask("query($t: String!) {echoArguments(text: $t)}", {"t": "\x01"})
    assert answer.violations == [("text", "text", "value")]
