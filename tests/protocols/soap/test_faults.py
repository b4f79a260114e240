"""What each error is on the wire, in both versions."""

from __future__ import annotations

from typing import Any, Protocol

import pytest
from lxml import etree

from tests.protocols.soap.site import SECRET, Answer, Site
from trebol import Message, Service, query
from trebol.contract.code import Code
from trebol.contract.errors import NotFound, ServiceError, Unauthenticated
from trebol.protocols.soap.envelope import SOAP11, SOAP12, Version, envelope
from trebol.protocols.soap.faults import FaultWriter
from trebol.testing.publish import published

V2 = "urn:tests:samples:v2"
VERSIONS = pytest.mark.parametrize("version", [SOAP11, SOAP12], ids=["1.1", "1.2"])
STATUS12 = {
    Code.UNAUTHENTICATED: 401,
    **dict.fromkeys(
        [
            Code.UNKNOWN, Code.DEADLINE_EXCEEDED, Code.ABORTED, Code.UNIMPLEMENTED, Code.INTERNAL,
            Code.UNAVAILABLE, Code.DATA_LOSS,
        ],
        500,
    ),
}  # fmt: skip


def answer_to(site: Site, error: ServiceError, version: Version) -> Answer:
    service = site.compilation.contract.services[-1]
    return Answer(FaultWriter(service).response(error, version))


@VERSIONS
@pytest.mark.parametrize("code", Code, ids=lambda code: code.value)
def test_every_code_has_its_fault(site: Site, code: Code, version: Version) -> None:
    class Told(ServiceError):
        pass

    Told.code = code
    answer = answer_to(site, Told("Why & <what>."), version)
    site.schema().assertValid(answer.detail)
    assert answer.fields(answer.detail) == {"code": code.value, "message": "Why & <what>."}
    ours = STATUS12.get(code) == 500
    if version is SOAP11:
        assert answer.status == 500
        assert answer.code == ("soap:Server" if ours else "soap:Client")
        assert answer.text("faultstring") == "Why & <what>."
    else:
        assert answer.status == STATUS12.get(code, 400)
        assert answer.code == ("soap:Receiver" if ours else "soap:Sender")
        assert answer.text("s:Reason/s:Text") == "Why & <what>."
        subcode = answer.payload.find(".//{*}Subcode/{*}Value")
        prefix, _, local = subcode.text.partition(":")
        assert (subcode.nsmap[prefix], local) == ("urn:trebol:codes", code.value)


@VERSIONS
@pytest.mark.django_db
def test_a_declared_fault_has_its_typed_detail(site: Site, version: Version) -> None:
    answer = site.call(f'<CreateSample xmlns="{V2}"><name>taken</name></CreateSample>', version)
    assert answer.status == (500 if version is SOAP11 else 400)
    assert answer.code == ("soap:Client" if version is SOAP11 else "soap:Sender")
    site.schema().assertValid(answer.detail)
    assert answer.detail.tag == f"{{{V2}}}Taken"
    code, message, name, by = answer.detail
    assert (code.text, message.text, name.text) == ("already_exists", "The name is taken.", "a <name>")
    assert [child.text for child in by] == ["Ana", "2"]


@pytest.mark.django_db
def test_a_fault_xml_cannot_carry_is_internal(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    answer = site.call(f'<CreateSample xmlns="{V2}"><name>broken</name></CreateSample>')
    assert answer.fields(answer.detail)["code"] == "internal"
    assert "cannot carry" in caplog.text


@VERSIONS
def test_violations_are_valid(site: Site, version: Version) -> None:
    answer = site.call(f'<UpdateDry xmlns="{V2}"><x/></UpdateDry>', version)
    site.schema().assertValid(answer.detail)
    assert answer.violations == [("x", "x", "unknown"), ("sample_id", "sampleId", "missing")]


@VERSIONS
def test_a_refusal_says_its_code(site: Site, version: Version) -> None:
    answer = site.call(f'<GetSample xmlns="{V2}"><sampleId>11</sampleId></GetSample>', version, **SECRET)
    assert answer.fields(answer.detail) == {"code": "not_found", "message": "There is no sample 11."}
    denied = site.call(f'<PeekSample xmlns="{V2}"><sampleId>7</sampleId></PeekSample>', version, **SECRET)
    assert denied.fields(denied.detail)["code"] == "permission_denied"


@pytest.mark.parametrize(("version", "status"), [(SOAP11, 500), (SOAP12, 401)])
@pytest.mark.parametrize("extra", [{}, {"HTTP_AUTHORIZATION": "Basic bm9wZQ=="}], ids=["none", "a bad one"])
def test_a_missing_credential_is_asked_for(
    site: Site, version: Version, status: int, extra: dict[str, Any]
) -> None:
    answer = site.call(f'<GetSample xmlns="{V2}"><sampleId>1</sampleId></GetSample>', version, **extra)
    assert answer.status == status
    assert answer.response.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.fields(answer.detail)["code"] == "unauthenticated"


def test_a_text_that_quotes_what_xml_cannot_carry(site: Site) -> None:
    answer = answer_to(site, NotFound("a\x00b"), SOAP11)
    assert answer.text("faultstring") == "a\ufffdb"


@VERSIONS
def test_a_fault_is_well_formed_in_the_service_s_namespace(site: Site, version: Version) -> None:
    answer = answer_to(site, Unauthenticated("Log in."), version)
    assert etree.QName(answer.detail).namespace == V2
    assert answer.response.headers["Content-Type"] == version.content_type


class Lamp(Message):
    """A lamp."""

    id: int


class Lamps(Service, Protocol, noun="lamp", plural="lamps"):
    """Light lamps."""

    @query(public=True)
    def get_lamp(self, lamp_id: int) -> Lamp: ...


class LampsService(Lamps):
    def get_lamp(self, lamp_id: int) -> Lamp:
        if lamp_id:
            raise NotFound("There is no such lamp.")
        raise RuntimeError("broken")


@VERSIONS
@pytest.mark.parametrize(("lamp_id", "level"), [("7", "WARNING"), ("x", "WARNING"), ("0", "ERROR")])
def test_only_what_is_ours_to_mend_is_logged_as_an_error(
    lamp_id: str, level: str, version: Version, caplog: pytest.LogCaptureFixture
) -> None:
    body = f'<GetLamp xmlns="urn:tests:lamps:v1"><lampId>{lamp_id}</lampId></GetLamp>'
    with published(LampsService) as client, caplog.at_level("INFO", "django.request"):
        client.post("/soap/lamps", envelope(version, body.encode()), content_type=version.content_type)
    (record,) = [one for one in caplog.records if one.name == "django.request"]
    assert record.levelname == level
    assert record.getMessage().endswith(": /soap/lamps")
