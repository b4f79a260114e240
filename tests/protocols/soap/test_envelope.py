"""What an envelope may be, and the faults that SOAP itself defines."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.protocols.soap.site import Site, enveloped
from trebol.protocols.soap.envelope import SOAP11, SOAP12, Version

V2 = "urn:tests:samples:v2"
CALL = f'<CountSamples xmlns="{V2}"/>'
VERSIONS = pytest.mark.parametrize("version", [SOAP11, SOAP12], ids=["1.1", "1.2"])
NEXT = {SOAP11: "http://schemas.xmlsoap.org/soap/actor/next", SOAP12: f"{SOAP12.namespace}/role/next"}
ROLE = {SOAP11: "actor", SOAP12: "role"}


def block(version: Version, attributes: str) -> str:
    return f'<w:Security xmlns:w="urn:wsse" xmlns:s="{version.namespace}" {attributes}/>'


@VERSIONS
@pytest.mark.parametrize("said", ["1", "true"])
def test_a_header_that_must_be_understood_and_is_not(site: Site, version: Version, said: str) -> None:
    answer = site.call(CALL, version, block(version, f's:mustUnderstand="{said}"'))
    assert (answer.status, answer.code, answer.detail) == (500, "soap:MustUnderstand", None)
    blocks = answer.root.findall(f".//{{{SOAP12.namespace}}}NotUnderstood")
    if version is SOAP12:
        prefix, _, local = blocks[0].get("qname", "").partition(":")
        assert (blocks[0].nsmap[prefix], local) == ("urn:wsse", "Security")
    else:
        assert blocks == []


@VERSIONS
@pytest.mark.parametrize("said", ["", 's:mustUnderstand="0"', 's:mustUnderstand="false"'])
def test_other_headers_are_passed_over(site: Site, version: Version, said: str) -> None:
    assert site.call(CALL, version, block(version, said)).status == 200


@VERSIONS
def test_a_header_for_another_actor_is_not_ours(site: Site, version: Version) -> None:
    other = block(version, f's:mustUnderstand="1" s:{ROLE[version]}="urn:somebody:else"')
    assert site.call(CALL, version, other).status == 200


@VERSIONS
def test_the_next_actor_is_us(site: Site, version: Version) -> None:
    ours = block(version, f's:mustUnderstand="1" s:{ROLE[version]}="{NEXT[version]}"')
    assert site.call(CALL, version, ours).code == "soap:MustUnderstand"


def test_the_ultimate_receiver_is_us_and_none_is_nobody(site: Site) -> None:
    for role, status in (("ultimateReceiver", 500), ("none", 200)):
        header = block(SOAP12, f's:mustUnderstand="1" s:role="{SOAP12.namespace}/role/{role}"')
        assert site.call(CALL, SOAP12, header).status == status


@VERSIONS
def test_must_understand_is_a_truth_value(site: Site, version: Version) -> None:
    assert site.call(CALL, version, block(version, 's:mustUnderstand="yes"')).violations == [
        ("", "", "syntax")
    ]


@pytest.mark.parametrize(
    ("content_type", "version"), [("text/xml", SOAP11), ("application/soap+xml", SOAP12)]
)
def test_an_envelope_of_another_version(site: Site, content_type: str, version: Version) -> None:
    other = enveloped(CALL).replace(SOAP11.namespace.encode(), b"http://www.w3.org/2001/12/soap-envelope")
    answer = site.post(other, content_type=content_type)
    assert (answer.soap, answer.status, answer.code) == (version, 500, "soap:VersionMismatch")
    supported = answer.root.findall(f".//{{{SOAP12.namespace}}}SupportedEnvelope")
    names = [element.nsmap[element.get("qname", "").partition(":")[0]] for element in supported]
    assert names == ([SOAP12.namespace, SOAP11.namespace] if version is SOAP12 else [])


def test_the_envelope_tells_the_version_whatever_the_media_type(site: Site) -> None:
    assert site.post(enveloped(CALL, SOAP12), content_type="text/xml").soap is SOAP12
    assert site.post(enveloped(CALL, SOAP11), content_type="application/soap+xml").soap is SOAP11


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<s:Header/>",
        "<s:Body/>",
        f"<s:Body>{CALL}{CALL}</s:Body>",
        f"<s:Body>{CALL}</s:Body><s:Header/>",
        f"<s:Body>{CALL}</s:Body><x/>",
        f"<s:Body>text{CALL}</s:Body>",
        f"<s:Body>{CALL}text</s:Body>",
        f"<Body>{CALL}</Body>",
        CALL,
    ],
)
@VERSIONS
def test_an_envelope_is_a_header_and_a_body_of_one_element(site: Site, version: Version, inside: str) -> None:
    answer = site.post(f'<s:Envelope xmlns:s="{version.namespace}">{inside}</s:Envelope>'.encode(), version)
    assert answer.violations == [("", "", "syntax")]


def test_a_root_that_is_no_envelope(site: Site) -> None:
    assert site.post(CALL.encode()).violations == [("", "", "syntax")]


@pytest.mark.parametrize(("version", "code"), [(SOAP11, "soap:Client"), (SOAP12, "soap:DataEncodingUnknown")])
def test_soap_encoding_is_refused(site: Site, version: Version, code: str) -> None:
    style = f'xmlns:s="{version.namespace}" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"'
    answer = site.call(f'<CountSamples xmlns="{V2}" {style}/>', version)
    assert (answer.status, answer.code) == (500, code)
    assert "literal" in str(etree.tostring(answer.root))


def test_an_encoding_style_of_none_says_nothing(site: Site) -> None:
    none = f'<s:Envelope xmlns:s="{SOAP12.namespace}" s:encodingStyle="{SOAP12.namespace}/encoding/none">'
    assert site.post(f"{none}<s:Body>{CALL}</s:Body></s:Envelope>".encode(), SOAP12).status == 200
