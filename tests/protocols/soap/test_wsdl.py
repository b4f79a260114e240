"""The WSDL: where it is, what it says, and that strict readers find it whole."""

from __future__ import annotations

from typing import Protocol

import pytest
from django.test import override_settings

from tests.protocols.soap import contracts, older
from tests.protocols.soap.site import Site
from trebol import Service, query
from trebol.contract.compile import compile_contracts
from trebol.protocols.soap import endpoints
from trebol.protocols.soap.wsdl import wsdl_of
from trebol.runtime.limits import Limits

WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
SOAP = {"11": "{http://schemas.xmlsoap.org/wsdl/soap/}", "12": "{http://schemas.xmlsoap.org/wsdl/soap12/}"}


@pytest.mark.parametrize("query", ["wsdl", "WSDL", "Wsdl=1", "wsdl&version=2"])
def test_the_newest_version_unless_another_is_asked_for(site: Site, query: str) -> None:
    assert site.wsdl(query).get("targetNamespace") == "urn:tests:samples:v2"
    assert site.wsdl("wsdl&version=1").get("targetNamespace") == "urn:tests:samples:v1"


def test_a_version_that_is_not_there(site: Site) -> None:
    response = site.send("GET", query="wsdl&version=7")
    assert response.status_code == 404
    assert b"1, 2" in response.content


@pytest.mark.parametrize(
    ("method", "query", "status", "allow"),
    [
        ("GET", "", 405, "OPTIONS, POST"),
        ("HEAD", "", 405, "OPTIONS, POST"),
        ("PUT", "", 405, "OPTIONS, POST"),
        ("DELETE", "wsdl", 405, "GET, HEAD, OPTIONS, POST"),
        ("OPTIONS", "", 204, "OPTIONS, POST"),
        ("OPTIONS", "wsdl", 204, "GET, HEAD, OPTIONS, POST"),
    ],
)
def test_other_methods(site: Site, method: str, query: str, status: int, allow: str) -> None:
    response = site.send(method, query=query)
    assert (response.status_code, response.headers["Allow"]) == (status, allow)
    if status == 405:
        assert b"http://testserver/soap/samples?wsdl" in response.content


def test_head_tells_that_there_is_one(site: Site) -> None:
    response = site.send("HEAD", query="wsdl")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")


def test_both_ports_are_where_the_request_came_to(site: Site) -> None:
    ports = site.wsdl().findall(f"{WSDL}service/{WSDL}port")
    assert [port[0].tag for port in ports] == [f"{SOAP['11']}address", f"{SOAP['12']}address"]
    assert {port[0].get("location") for port in ports} == {"http://testserver/soap/samples"}


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), ALLOWED_HOSTS=["api.example"])
def test_the_place_is_told_as_a_proxy_says(site: Site) -> None:
    response = site.send("GET", query="wsdl", HTTP_HOST="api.example", HTTP_X_FORWARDED_PROTO="https")
    assert response.content.count(b'location="https://api.example/soap/samples"') == 2


def test_one_part_for_each_message_and_one_action_for_each_operation(site: Site) -> None:
    root = site.wsdl()
    messages = root.findall(f"{WSDL}message")
    assert all(len(message) == 1 for message in messages)
    names = {
        part.get("name") for message in messages for part in message if "Fault" not in message.get("name")
    }
    assert names == {"parameters"}
    for binding, soap in zip(root.findall(f"{WSDL}binding"), SOAP.values(), strict=True):
        assert binding.find(f"{soap}binding").get("style") == "document"
        actions = [found.get("soapAction") for found in binding.iter(f"{soap}operation")]
        assert "urn:tests:samples:v2:CreateSample" in actions
        assert len(actions) == len(set(actions)) == 11
        assert {body.get("use") for body in binding.iter(f"{soap}body")} == {"literal"}


def test_a_declared_fault_is_declared(site: Site) -> None:
    root = site.wsdl()
    (operation,) = [
        found for found in root.iter(f"{WSDL}operation") if found.find(f"{WSDL}fault[@message]") is not None
    ]
    assert operation.get("name") == "CreateSample"
    assert operation.find(f"{WSDL}fault").get("message") == "tns:TakenFault"
    for soap in SOAP.values():
        (fault,) = root.iter(f"{soap}fault")
        assert (fault.get("name"), fault.get("use")) == ("Taken", "literal")


def test_who_may_call_is_said(site: Site) -> None:
    said = {
        found.get("name"): found.findtext(f"{WSDL}documentation")
        for found in site.wsdl().find(f"{WSDL}portType")
    }
    assert said["PeekSample"] == "Needs Member: The caller is a member."
    assert said["EchoSamples"] == "Give back what came.\nPublic: no caller is needed."
    assert said["GetSample"] == "Get one."


def test_equal_contracts_give_equal_bytes() -> None:
    one, other = (
        compile_contracts(classes, project="tests").contract.services[-1]
        for classes in ([contracts.Samples, older.Samples], [older.Samples, contracts.Samples])
    )
    assert wsdl_of(one) == wsdl_of(other)


class Inner(Service, Protocol, noun="inner", plural="inners"):
    """What SOAP does not publish at all."""

    @query(withhold=["soap"])
    def get_inner(self, inner_id: int) -> int: ...


def test_a_service_withheld_whole_has_no_endpoint() -> None:
    compilation = compile_contracts([Inner, older.Samples], project="tests")
    assert [endpoint.route for endpoint in endpoints(compilation, Limits())] == ["soap/samples"]
