"""What is a well-formed GraphQL-over-HTTP request, and what is said of the others."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.protocols.graphql.site import RESPONSE, Answer, Site
from trebol.runtime.limits import Limits


def post(site: Site, body: bytes, **headers: str) -> Answer:
    return site.send("POST", "/graphql", body, Accept="application/json", **headers)


def get(site: Site, **parameters: str) -> Answer:
    return site.send("GET", f"/graphql?{urlencode(parameters)}", Accept=RESPONSE)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"\xff", "JSON"),
        (b'"{__typename}"', "JSON object"),
        (b"[]", "batching"),
        (b'[{"query": "{__typename}"}]', "batching"),
        (b"{}", "query is missing"),
        (b'{"query": null}', "query is missing"),
        (b'{"qeury": "{__typename}"}', "'qeury'"),
        (b'{"query": 1}', "query must be a text"),
        (b'{"query": "{__typename}", "variables": []}', "variables must be an object"),
        (b'{"query": "{__typename}", "operationName": {}}', "operationName must be a text"),
        (b'{"query": "{__typename}", "extensions": 1}', "extensions must be an object"),
        (b'{"query": "{__typename}", "query": "{x}"}', "duplicate"),
        (b'{"query": "{__typename}", "query" : "{x}"}', "duplicate"),
        (b'{"query": "{__typename}", "variables": {"a": {"b": 1, "c": 2, "b": 3}}}', "duplicate"),
        (b'{"query": "{__typename}", "variables": {"a": "\\u0022:", "b": 1, "b": 2}}', "duplicate"),
        (b'{"query": "{__typename}", "variables": {"a": {"b": 1, "\\u0062": 3}}}', "duplicate"),
        (b"[" * 100_000, "nests"),
        (b'{"query":' * 100_000, "nests"),
    ],
)
def test_what_is_no_request_is_refused(site: Site, body: bytes, said: str) -> None:
    answer = post(site, body, **{"Content-Type": "application/json"})
    assert answer.status == 400
    assert said in json.dumps(answer.error)
    assert answer.error["extensions"]["code"] == "invalid_argument"


def test_a_repeated_member_is_named(site: Site) -> None:
    answer = post(site, b'{"query": "{__typename}", "variables": {"a": {"b": 1, "b": 3}}}')
    assert answer.violations == [("variables.a.b", "variables.a.b", "duplicate")]


@pytest.mark.parametrize(
    "more",
    [
        {"operationName": None},
        {"variables": None, "extensions": None},
        {"variables": {"unused": [{"key": 1}, {"key": 2, "deep": {"key": '\\":'}}]}},
        {"variables": {"big": 2**70, "real": 1.5}},
        {"extensions": {"any": 1}},
    ],
)
def test_null_and_extra_values_do_not_matter(site: Site, more: dict[str, Any]) -> None:
    body = json.dumps({"query": "{__typename}", **more}, indent=1).encode()
    assert post(site, body).data == {"__typename": "Query"}


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ('Application/JSON;charset="UTF-8"', 200),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("application/graphql", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/mixed; boundary=x", 415),
        ("", 415),
    ],
)
def test_the_body_is_json(site: Site, content_type: str, status: int) -> None:
    answer = post(site, b'{"query": "{__typename}"}', content_type=content_type)
    assert answer.status == status
    if status == 415:
        assert answer.response.headers["Accept"] == "application/json, multipart/form-data"


def test_a_compressed_body_is_refused(site: Site) -> None:
    assert post(site, b'{"query": "{__typename}"}', **{"Content-Encoding": "gzip"}).status == 415


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "1000000"}])
def test_a_large_body_is_refused(anyone: Any, headers: dict[str, str]) -> None:
    site = Site(Limits(body=1000))
    answer = post(site, b'{"query": "' + b" " * 1000 + b'{__typename}"}', **headers)
    assert answer.status == 413
    assert answer.error["extensions"]["code"] == "resource_exhausted"
    assert "1000 bytes" in answer.error["message"]


def test_a_get_has_its_parameters_in_the_address(site: Site) -> None:
    document = "query A($n: Int!) {trip(tripId: $n) {id}} query B {__typename}"
    assert get(site, query=document, operationName="A", variables='{"n": 7}').data == {"trip": {"id": 7}}
    assert get(site, query="{__typename}", operationName="", variables="", extensions="").data


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/graphql", "query is missing"),
        ("/graphql?query={__typename}&query={x}", "duplicate"),
        ("/graphql?query={__typename}&other=1", "'other'"),
        ("/graphql?query={__typename}&variables=[1]", "variables must be an object"),
        ("/graphql?query={__typename}&variables={", "JSON"),
        ('/graphql?query={__typename}&variables={"a":1,"a":2}', "variables.a"),
        ("/graphql?query=%FF", "UTF-8"),
        ("/graphql?" + "a=1&" * 50, "each once"),
    ],
)
def test_a_get_that_is_no_request_is_refused(site: Site, address: str, said: str) -> None:
    answer = site.send("GET", address, Accept=RESPONSE)
    assert answer.status == 400
    assert said in json.dumps(answer.errors)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_mutation_is_not_sent_by_get(site: Site, method: str) -> None:
    address = "/graphql?" + urlencode({"query": "mutation {deleteTrip(tripId: 1) {__typename}}"})
    answer = site.send(method, address, Accept=RESPONSE)
    assert (answer.status, answer.response.headers["Allow"]) == (405, "POST")
    assert site.service.calls == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(site: Site, method: str) -> None:
    answer = site.send(method)
    assert (answer.status, answer.response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")


def test_options_says_the_methods(site: Site) -> None:
    answer = site.send("OPTIONS")
    assert (answer.status, answer.response.headers["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")


def test_a_head_has_the_headers_of_the_get(site: Site) -> None:
    address = "/graphql?" + urlencode({"query": "{__typename}"})
    got, head = site.send("GET", address, Accept=RESPONSE), site.send("HEAD", address, Accept=RESPONSE)
    assert head.response.content == b""
    assert head.response.headers["Content-Length"] == str(len(got.response.content))
    assert head.response.headers["Content-Type"] == got.response.headers["Content-Type"]
    assert got.response.headers["Cache-Control"] == "no-store"
    assert got.response.headers["Vary"] == "Accept"
