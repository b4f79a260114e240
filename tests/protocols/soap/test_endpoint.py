"""One request, from the envelope to the answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.protocols.soap.site import SECRET, Site
from trebol.protocols.soap.envelope import SOAP11, SOAP12, Version

V2 = "urn:tests:samples:v2"
VERSIONS = pytest.mark.parametrize("version", [SOAP11, SOAP12], ids=["1.1", "1.2"])


@VERSIONS
def test_a_query_answers_in_the_version_of_its_envelope(site: Site, version: Version) -> None:
    answer = site.call(f'<CountSamples xmlns="{V2}"/>', version)
    assert answer.status == 200
    assert answer.soap is version
    assert answer.response.headers["Content-Type"] == version.content_type
    assert answer.payload.tag == f"{{{V2}}}CountSamplesResponse"
    assert answer.payload[0].tag == f"{{{V2}}}result"
    assert answer.payload[0].text == str(2**40)


def test_two_versions_of_a_service_share_an_endpoint(site: Site) -> None:
    newer = site.call(f'<GetSample xmlns="{V2}"><sampleId>3</sampleId></GetSample>', **SECRET)
    assert newer.payload.find(".//{*}name").text == "one"
    older = site.call('<GetSample xmlns="urn:tests:samples:v1"><sampleId>3</sampleId></GetSample>')
    assert older.payload[0].text == "sample 3"


@pytest.mark.django_db
def test_an_absent_result_is_an_empty_element(site: Site) -> None:
    answer = site.call(f'<DeleteSample xmlns="{V2}"><sampleId>3</sampleId></DeleteSample>')
    assert answer.payload.tag == f"{{{V2}}}DeleteSampleResponse"
    assert len(answer.payload) == 0


def test_a_null_result_is_nil(site: Site) -> None:
    answer = site.call(f'<PeekSample xmlns="{V2}"><sampleId>0</sampleId></PeekSample>', **SECRET)
    assert answer.payload[0].get("{http://www.w3.org/2001/XMLSchema-instance}nil") == "true"


def test_paging_is_two_parameters(site: Site) -> None:
    first = site.call(f'<ListSamples xmlns="{V2}"><first>2</first></ListSamples>')
    assert [item.find("{*}id").text for item in first.payload.iter(f"{{{V2}}}sample")] == ["0", "1"]
    assert first.payload.find(".//{*}after").text == "next & <more>"
    last = site.call(f'<ListSamples xmlns="{V2}"><first>1</first><after>x</after></ListSamples>')
    assert last.payload.find(".//{*}after").text is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("", ["UNSET", "UNSET"]),
        ("<notes/>", ["''", "UNSET"]),
        ("<notes> x </notes><price>+1.50</price>", ["' x '", "Decimal('1.50')"]),
        ('<price xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>', ["UNSET", "None"]),
    ],
    ids=["absent", "empty", "given", "nil"],
)
def test_absent_and_nil_and_empty_are_three_things(site: Site, fields: str, said: list[str]) -> None:
    answer = site.call(f'<UpdateDry xmlns="{V2}"><sampleId>1</sampleId>{fields}</UpdateDry>')
    assert [item.text for item in answer.payload[0]] == said


def test_nil_is_refused_where_null_is_no_value(site: Site) -> None:
    nil = '<notes xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="1"/>'
    answer = site.call(f'<UpdateDry xmlns="{V2}"><sampleId>1</sampleId>{nil}</UpdateDry>')
    assert answer.violations == [("notes", "notes", "null")]


@pytest.mark.parametrize(
    ("action", "status"),
    [
        (None, 200),
        ('""', 200),
        ('"urn:tests:samples:v2:CountSamples"', 200),
        ("urn:tests:samples:v2:CountSamples", 200),
        ('"http://tempuri.org/made-up"', 200),
        ('"urn:tests:samples:v2:DeleteSample"', 500),
    ],
)
def test_an_action_is_a_hint_that_may_not_contradict(site: Site, action: str | None, status: int) -> None:
    extra: dict[str, Any] = {} if action is None else {"HTTP_SOAPACTION": action}
    assert site.call(f'<CountSamples xmlns="{V2}"/>', **extra).status == status


def test_the_action_of_soap_1_2_is_in_the_media_type(site: Site) -> None:
    other = 'application/soap+xml; charset=utf-8; action="urn:tests:samples:v2:DeleteSample"'
    answer = site.call(f'<CountSamples xmlns="{V2}"/>', SOAP12, content_type=other)
    assert (answer.status, answer.code) == (400, "soap:Sender")
    assert answer.fields(answer.detail)["code"] == "not_found"


def test_what_is_not_published_in_soap_is_not_there(site: Site) -> None:
    answer = site.call(f'<HideSamples xmlns="{V2}"/>')
    assert (answer.status, answer.code) == (500, "soap:Client")
    assert answer.fields(answer.detail)["code"] == "not_found"
    assert b"HideSamples" not in site.send("GET", query="wsdl").content
    assert b"Hidden" not in site.send("GET", query="wsdl").content


def test_an_unknown_operation_is_named(site: Site) -> None:
    answer = site.call('<Nope xmlns="urn:elsewhere"/>')
    assert "{urn:elsewhere}Nope" in (answer.text("faultstring") or "")


def test_a_caller_is_needed_before_the_input_is_read(site: Site) -> None:
    answer = site.call(f'<GetSample xmlns="{V2}"><nonsense/></GetSample>')
    assert answer.fields(answer.detail)["code"] == "unauthenticated"


def test_an_internal_error_shows_its_incident_only(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    answer = site.call(f'<BreakSample xmlns="{V2}"><sampleId>1</sampleId></BreakSample>', **SECRET)
    assert (answer.status, answer.code) == (500, "soap:Server")
    assert answer.fields(answer.detail)["code"] == "internal"
    assert b"secret of the implementation" not in answer.response.content
    assert "secret of the implementation" in caplog.text
