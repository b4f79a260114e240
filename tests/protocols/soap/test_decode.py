"""The form of a request: what is read leniently, and every way to be wrong, each with its place."""

from __future__ import annotations

import pytest

from tests.protocols.soap import contracts
from tests.protocols.soap.site import Site
from trebol.contract.compile import compile_contracts
from trebol.protocols.soap.decode import Decoder
from trebol.protocols.soap.findings import Found
from trebol.protocols.soap.request import root_of
from trebol.runtime.limits import Limits

V2 = "urn:tests:samples:v2"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"
COMPILED = compile_contracts([contracts.Samples], project="tests").operations["samples.v2.echo_samples"]
CREATE = compile_contracts([contracts.Samples], project="tests").operations["samples.v2.create_sample"]


def read(inside: str, compiled: object = COMPILED) -> tuple[dict[str, object], list[tuple[str, str]]]:
    """Read what stands in a request; the values, and path and reason of what is wrong with its form."""
    element = f'<R xmlns="{V2}" xmlns:i="{XSI}" xmlns:x="{XSD}" xmlns:t="{V2}">{inside}</R>'
    found = Found()
    plain = Decoder(compiled).plain(root_of(element.encode(), "", Limits()), found)  # type: ignore[arg-type]
    return plain, [(violation.path, violation.reason) for violation in found]


def value(inside: str) -> tuple[object, list[tuple[str, str]]]:
    """Read one field of the message of every type."""
    plain, found = read(f"<value>{inside}</value>")
    return plain["value"], found


@pytest.mark.parametrize(
    ("inside", "plain"),
    [
        ("<flag> 1 </flag>", {"flag": True}),
        ("<whole>+7</whole><flag>0</flag>", {"whole": 7, "flag": False}),
        ("\n  <text> a\nb </text>\n", {"text": " a\nb "}),
        ("<text/>", {"text": ""}),
        ("<text><!-- x -->a<![CDATA[<b>]]></text>", {"text": "a<b>"}),
        ("<color> red </color>", {"color": "red"}),
        ("<pay><card><last4>1</last4></card></pay>", {"pay": {"type": "Card", "last4": "1"}}),
        ("<passenger/>", {"passenger": {}}),
        ("<passengers/>", {"passengers": []}),
        ("<passengers><passenger><seats>2</seats></passenger></passengers>", {"passengers": [{"seats": 2}]}),
        ('<numbers><item>1</item><item i:nil="1"/></numbers>', {"numbers": [1, None]}),
        ("<table><item><item>a</item></item><item/></table>", {"table": [["a"], []]}),
        ("<payments><item><cash/></item></payments>", {"payments": [{"type": "Cash"}]}),
        ("<counts><entry><value>1</value><key> a </key></entry></counts>", {"counts": {" a ": 1}}),
        ('<counts><entry><key/><value i:nil="true"/></entry></counts>', {"counts": {"": None}}),
        ('<maybeText i:nil=" true "/>', {"maybe_text": None}),
        ('<maybeText i:nil="false">a</maybeText>', {"maybe_text": "a"}),
        ('<maybePassenger i:nil="1"/>', {"maybe_passenger": None}),
        ('<text i:type="x:string">a</text>', {"text": "a"}),
        ('<at i:type="t:DateTime">a</at>', {"at": "a"}),
        ('<passenger i:type="t:Passenger" xml:lang="es" i:schemaLocation="a b"/>', {"passenger": {}}),
    ],
)
def test_what_is_read(inside: str, plain: dict[str, object]) -> None:
    assert value(inside) == (plain, [])


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("<nope/>", [("value.nope", "unknown")]),
        ('<flag xmlns="urn:other">1</flag>', [("value.flag", "unknown")]),
        ('<flag xmlns="">1</flag>', [("value.flag", "unknown")]),
        ("<flag>1</flag><flag>1</flag>", [("value.flag", "duplicate")]),
        ("<flag><b/></flag>", [("value.flag", "type")]),
        ('<flag i:type="x:int">1</flag>', [("value.flag", "type")]),
        ('<flag i:type="nope:int">1</flag>', [("value.flag", "type")]),
        ('<flag href="#1"/>', [("value.flag", "unknown")]),
        ('<flag id="1">1</flag>', [("value.flag", "unknown")]),
        ('<flag kind="1">1</flag>', [("value.flag.@kind", "unknown")]),
        ('<flag i:nil="yes">1</flag>', [("value.flag", "value")]),
        ('<maybeText i:nil="1">a</maybeText>', [("value.maybe_text", "value")]),
        ('<maybePassenger i:nil="1"><name/></maybePassenger>', [("value.maybe_passenger", "value")]),
        ("text", [("value", "type")]),
        ("<flag>1</flag>text", [("value", "type")]),
        ("<pay/>", [("value.pay", "type")]),
        ("<pay>text</pay>", [("value.pay", "type")]),
        ("<pay><card/><cash/></pay>", [("value.pay", "type")]),
        ("<pay><cheque/></pay>", [("value.pay", "type")]),
        ('<pay><card xmlns="urn:other"/></pay>', [("value.pay", "type")]),
        ('<pay><card kind="x"/></pay>', [("value.pay.@kind", "unknown")]),
        ("<pay><card><nope/></card></pay>", [("value.pay.nope", "unknown")]),
        ("<numbers>text</numbers>", [("value.numbers", "type")]),
        ("<numbers><number>1</number></numbers>", [("value.numbers[0]", "unknown")]),
        ('<numbers><item>1</item><item xmlns="">1</item></numbers>', [("value.numbers[1]", "unknown")]),
        ('<numbers i:type="x:anyType"/>', [("value.numbers", "type")]),
        ("<counts>text</counts>", [("value.counts", "type")]),
        ("<counts><item/></counts>", [("value.counts[0]", "unknown")]),
        ("<counts><entry><key>a</key></entry></counts>", [("value.counts[0]", "type")]),
        ("<counts><entry><key/><key/><value/></entry></counts>", [("value.counts[0]", "type")]),
        ("<counts><entry>x<key/><value/></entry></counts>", [("value.counts[0]", "type")]),
        ('<counts><entry><key i:nil="1"/><value/></entry></counts>', [("value.counts[0]", "null")]),
        (
            "<counts><entry><key>a</key><value>1</value></entry><entry><key>a</key><value>2</value></entry></counts>",
            [("value.counts.a", "duplicate")],
        ),
    ],
)
def test_what_is_wrong(inside: str, found: list[tuple[str, str]]) -> None:
    assert value(inside)[1] == found


def test_the_order_of_a_records_elements_means_nothing() -> None:
    assert read("<seats>2</seats><name>a</name>", CREATE) == ({"name": "a", "seats": 2}, [])


def test_an_attribute_of_the_request_element_is_wrong_too() -> None:
    found = Found()
    Decoder(CREATE).plain(root_of(f'<R xmlns="{V2}" kind="x"/>'.encode(), "", Limits()), found)
    assert [violation.path for violation in found] == ["@kind"]


def test_the_list_of_what_is_wrong_stays_bounded() -> None:
    _, found = value("<nope/>" * 1000)
    assert len(found) == 100


def test_everything_wrong_is_told_at_once_with_both_paths(site: Site) -> None:
    answer = site.call(
        f'<EchoSamples xmlns="{V2}"><value>'
        "<flag>maybe</flag><small>100</small><price>1.234</price><nope/>"
        "<pay><cash><amount>-1</amount></cash></pay>"
        "<passengers><passenger><name>a</name></passenger><passenger><seats>x</seats></passenger></passengers>"
        "<people><entry><key>it's</key><value><name>a</name><seats>1.5</seats></value></entry></people>"
        "</value></EchoSamples>"
    )
    assert answer.status == 500
    found = answer.violations
    for expected in [
        ("value.nope", "value/nope", "unknown"),
        ("value.flag", "value/flag", "value"),
        ("value.small", "value/small", "value"),
        ("value.price", "value/price", "value"),
        ("value.pay.amount", "value/pay/cash/amount", "value"),
        ("value.passengers[1].seats", "value/passengers/passenger[2]/seats", "value"),
        ("value.passengers[1].name", "value/passengers/passenger[2]/name", "missing"),
        ("value.people.it's.seats", 'value/people/entry[key="it\'s"]/value/seats', "value"),
        ("value.text", "value/text", "missing"),
        ("value.maybe_text", "value/maybeText", "missing"),
    ]:
        assert expected in found
    assert len(found) == len(set(found))


def test_a_wrong_namespace_is_not_missing_as_well(site: Site) -> None:
    answer = site.call(f'<UpdateDry xmlns="{V2}"><sampleId xmlns="">1</sampleId></UpdateDry>')
    assert answer.violations == [("sample_id", "sampleId", "unknown")]
    assert V2 in str(answer.fields(answer.detail[0])["expected"])


def test_only_its_form_being_wrong_is_enough(site: Site) -> None:
    answer = site.call(f'<UpdateDry xmlns="{V2}"><sampleId>1</sampleId><x/></UpdateDry>')
    assert answer.violations == [("x", "x", "unknown")]
