"""Bad input, byte by byte: what is sent, and the status and code that it gets in the protocol's own form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from tests.conformance.json_text import loaded
from tests.conformance.soap import SOAP11, SOAP12
from tests.conformance.wire import Answer, Request

MANY = 100_000
HUGE = 3 * 1024 * 1024
KEEP = "/api/v1/probes/keep"
NAMESPACE = "urn:tests:probes:v1"


@dataclass(frozen=True)
class Bad:
    """``code``: the contract's code; ``paths``: some of the violations, where there are some."""

    id: str
    request: Request
    status: int
    code: str = "invalid_argument"
    paths: frozenset[str] = frozenset()


def code_of(answer: Answer) -> str:
    """The code of an error, read from the protocol's own form; ``AssertionError`` where it is not that
    form.
    """
    media_type = answer.headers["Content-Type"].partition(";")[0]
    if media_type == "application/problem+json":
        code = loaded(answer.body)["code"]
    elif media_type in ("application/json", "application/graphql-response+json"):
        code = loaded(answer.body)["errors"][0]["extensions"]["code"]
    elif media_type == "text/plain":  # no envelope came, so none is answered
        assert answer.status == 405
        assert "POST" in answer.headers["Allow"]
        code = "unimplemented"
    else:
        soap = {one.media_type: one for one in (SOAP11, SOAP12)}[media_type]
        fault: Any = etree.fromstring(answer.body).find(f".//{{{soap.envelope}}}Fault")
        codes = fault.xpath(".//*[local-name()='code']/text()")
        violations = fault.xpath("boolean(.//*[local-name()='Violations'])")
        code = codes[0] if codes else "invalid_argument" if violations else fault.xpath("string(*)").strip()
    assert isinstance(code, str)
    return code


def paths_of(answer: Answer) -> set[str]:
    """The contract's paths of the violations an answer tells of."""
    if answer.body.startswith(b"<"):
        found: Any = etree.fromstring(answer.body).xpath(".//*[local-name()='path']/text()")
        return set(found)
    told: Any = loaded(answer.body)
    told = told["errors"][0]["extensions"] if "errors" in told else told
    return {violation["path"] for violation in told.get("violations", ())}


def rows() -> Iterator[Bad]:
    """Every row of the table."""
    yield from rest()
    yield from graphql()
    yield from soap()


def rest() -> Iterator[Bad]:
    """What REST is sent."""
    yield from (Bad(f"rest {row.id}", row.request, row.status, row.code, row.paths) for row in rest_rows())


def rest_rows() -> Iterator[Bad]:
    for id, body in {
        "no JSON": b"{", "two JSON texts": b"{} {}", "single quotes": b"{'a':1}",
        "not UTF-8": b'{"a":"\xff"}',
        "NaN": b'{"scalars":NaN}', "a list": b"[]", "null": b"null",
        "a control character": b'{"scalars":"\x01"}',
        "a million digits": b'{"scalars":{"small":' + b"9" * 1_000_000 + b"}}",
        "open brackets": b"[" * MANY, "nested lists": b"[" * MANY + b"]" * MANY,
        "nested objects": b'{"a":' * MANY + b"1" + b"}" * MANY,
        "nested lists in a field": b'{"scalars":{"text":' + b"[" * MANY + b"]" * MANY + b"}}",
        "half a surrogate": b'{"scalars":{"text":"\\ud800"}}',
    }.items():  # fmt: skip
        yield Bad(id, Request("POST", KEEP, body), 400)
    judged = {
        "a number too large": ("1e1000000", "ratio"), "a wrong type": ("[]", "key"),
        "a million decimals": ("0." + "1" * 1_000_000, "price"),
    }  # fmt: skip
    for id, (text, name) in judged.items():
        body = f'{{"scalars":{{"{name}":{text}}}}}'.encode()
        yield Bad(id, Request("POST", KEEP, body), 400, paths=frozenset({f"scalars.{name}"}))
    twice = b'{"scalars":{"text":"a","text":"b","small":1,"sm\\u0061ll":2}}'
    yield Bad(
        "members twice", Request("POST", KEEP, twice), 400, paths=frozenset({"scalars.text", "scalars.small"})
    )
    surplus = json.dumps({f"field{n}": n for n in range(50_000)}).encode()
    yield Bad("many unknown members", Request("POST", KEEP, surplus), 400, paths=frozenset({"field0"}))
    yield Bad("nothing", Request("POST", KEEP, b""), 400, paths=frozenset({"scalars"}))
    yield Bad("a huge body", Request("POST", KEEP, b" " * HUGE), 413, "resource_exhausted")
    for type_ in (
        "text/plain",
        "application/xml",
        "application/json; charset=latin-1",
        "",
        "multipart/mixed",
        "json",
    ):
        yield Bad(f"content type {type_!r}", Request("POST", KEEP, b"{}", type_), 415)
    yield Bad("a compressed body", Request("POST", KEEP, b"x", headers={"Content-Encoding": "gzip"}), 415)
    yield Bad("Accept", Request("POST", KEEP, b"{}", headers={"Accept": "text/html"}), 406)
    for method in ("PUT", "DELETE", "GET", "TRACE", "FOO"):
        yield Bad(f"method {method}", Request(method, KEEP), 405, "unimplemented")
    for target in (
        "/api/v1/nothing",
        "/api/v1/",
        "/api/v2/probes",
        "/api//",
        "/api/v1/probes/",
        "/api/" + "a/" * 5000,
    ):
        yield Bad(f"address {target[:20]}", Request("GET", target), 404, "not_found")
    for id, query, found in (
        ("unknown parameter", "nope=1", "nope"), ("parameter twice", "small=1&small=2", "small"),
        ("bad percent-encoding", "text=%ff", ""), ("a control character in a query", "text=%00", "text"),
        ("too many parameters", "&".join(f"p{n}=1" for n in range(5000)), ""),
        ("a long number", "small=" + "9" * 50_000, "small"), ("a long fraction", "ratio=1." + "9" * 50_000,
        None),
        ("fields", "fields=nope", "fields"), ("many fields", "fields=" + ",".join(["a.b.c"] * 5000),
        "fields"),
        ("deep fields", "fields=" + "a." * 5000 + "a", "fields"),
    ):  # fmt: skip
        if found is not None:
            yield Bad(id, Request("GET", f"/api/v1/probes/scan?{query}"), 400, paths=frozenset({found}))
    for id, header in (
        ("another scheme", "Digest x"), ("no token", "Bearer x"), ("no base64", "Basic %%%"), ("nobody",
        "Basic YTpi"),
        ("no text", "Basic /w=="), ("a long token", "Bearer " + "a." * 2000), ("nothing", "Bearer"),
    ):  # fmt: skip
        target = "/api/v1/open"
        yield Bad(
            f"credential, {id}",
            Request("GET", target, headers={"Authorization": header}),
            401,
            "unauthenticated",
        )


def graphql() -> Iterator[Bad]:
    """What GraphQL is sent."""
    bomb = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(20))
    documents = {
        "no document": "{", "nested braces": "{" * MANY, "empty document": "", "unknown field": "{ nope }",
        "no selection": "{ probe(probeId: 1) }",
        "unknown type": "{ openToAll } fragment F on Nope { x }",
        "a cycle": "{ ...A } fragment A on Query { ...A }",
        "two operations": "query A { openToAll } query B { openToAll }",
        "undeclared variable": "{ giftsX(value: $v) }",
        "half a surrogate": '{ textGifts(value: "\\ud800") }',
        "number and letter": "{ smallGifts(value: 1a) }",
    }  # fmt: skip
    limited = {
        "20 fragments that spread the next twice": "{ ...F0 }" + bomb + "fragment F20 on Query { openToAll }",
        "nested selections": "{ probe(probeId: 1) " + "{ x " * MANY + "}" * MANY,
        "nested lists": "{ wordsGifts(value: " + "[" * MANY + "]" * MANY + ") }",
        "nested objects": "{ pointGifts(value: " + "{x:" * MANY + "1" + "}" * MANY + ") }",
        "many aliases": "{" + " ".join(f"a{n}: openToAll" for n in range(1000)) + "}",
        "many root fields": "{" + " ".join(f"a{n}: openToAll" for n in range(21)) + "}",
        "many directives": "{ openToAll " + "@include(if: true) " * 5000 + "}",
        "many fragments": "{ openToAll } "
        + " ".join(f"fragment F{n} on Query {{ openToAll }}" for n in range(5000)),
        "a long name": "{ " + "a" * 900_000 + " }",
    }  # fmt: skip
    for id, document in documents.items():
        yield Bad(f"graphql {id}", posted(document), 400)
    for id, document in limited.items():
        code = "invalid_argument" if id == "a long name" else "resource_exhausted"
        yield Bad(f"graphql {id}", posted(document), 400, code)
    for id, body in {
        "no JSON": b"{", "a list": b"[]", "batched": b'[{"query":"{ openToAll }"}]', "no query": b"{}",
        "query is no text": b'{"query":1}',
        "variables are a list": b'{"query":"{ openToAll }","variables":[]}',
        "a member twice": b'{"query":"{ openToAll }","query":"{ nope }"}', "not UTF-8": b'{"query":"\xff"}',
        "nested JSON": b'{"query":"{ openToAll }","variables":' + b'{"a":' * MANY + b"1" + b"}" * MANY + b"}",
        "open brackets": b"[" * MANY, "NaN": b'{"query":"{ openToAll }","variables":{"a":NaN}}',
    }.items():  # fmt: skip
        yield Bad(f"graphql {id}", Request("POST", "/graphql", body), 400)
    yield Bad("graphql a huge body", Request("POST", "/graphql", b" " * HUGE), 413, "resource_exhausted")
    for type_ in ("text/plain", "application/xml", "", "multipart/mixed; boundary=x"):
        yield Bad(f"graphql content type {type_!r}", Request("POST", "/graphql", b"{}", type_), 415)
    form = Request("POST", "/graphql", b"{}", "multipart/form-data; boundary=x")
    yield Bad("graphql a form that a browser may have sent", form, 403, "permission_denied")
    for method in ("PUT", "DELETE", "FOO"):
        yield Bad(f"graphql method {method}", Request(method, "/graphql"), 405, "unimplemented")
    change = "/graphql?query=mutation%7BdeleteProbe(probeId:1)%7B__typename%7D%7D"
    yield Bad("graphql a mutation in an address", Request("GET", change), 405, "unimplemented")
    yield Bad("graphql Accept", posted("{ openToAll }", {"Accept": "image/png"}), 406)
    yield Bad(
        "graphql credential", posted("{ openToAll }", {"Authorization": "Bearer x"}), 401, "unauthenticated"
    )
    judged = {
        "a number too large": ("{ ratioGifts(value: 1e1000000) }", "value"),
        "a million digits": ("{ smallGifts(value: " + "9" * 900_000 + ") }", "value"),
        "a control character": ('{ textGifts(value: "\x01") }', "value"),
        "a wrong type": ("{ smallGifts(value: [[1]]) }", "value"),
        "an unknown argument": ("{ openToAll(a: 1) }", "a"),
        "a missing argument": ("{ smallGifts }", "value"),
        "an argument that is an object": ("{ dayGifts(value: {}) }", "value"),
    }  # fmt: skip
    for id, (document, path) in judged.items():
        yield Bad(f"graphql {id}", posted(document), 200, paths=frozenset({path}))


def posted(document: str, headers: Mapping[str, str] | None = None) -> Request:
    """A document, sent."""
    accept = {"Accept": "application/graphql-response+json"}
    body = json.dumps({"query": document}).encode()
    return Request("POST", "/graphql", body, headers=accept | dict(headers or {}))


def soap() -> Iterator[Bad]:
    """What SOAP is sent."""
    for id, body, status in soap_bodies():
        yield Bad(f"soap {id}", enveloped(body), status)
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(10))
    documents = {
        "no XML": b"<", "no envelope": b"<a/>", "half of one": b"<e:Envelope",
        "an entity bomb": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>{wrapped("&l10;")}'.encode(),
        "an external entity": f'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>{wrapped("&x;")}'.encode(),
        "an external DTD": f'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">{wrapped("")}'.encode(),
        "a parameter entity": (
            f'<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>{wrapped("")}'.encode()
        ),
        "an entity nobody knows": wrapped("<KeepProbes>&nbsp;</KeepProbes>").encode(),
        "not UTF-8": wrapped("").encode() + b"\xff", "a control character": wrapped("\x01").encode(),
        "a control character, escaped": wrapped("&#1;").encode(), "no root": b"<!-- -->", "text": b"{}",
        "two roots": (wrapped("") + wrapped("")).encode(),
        "namespaces undeclared": b"<e:Envelope><e:Body/></e:Envelope>",
    }  # fmt: skip
    for id, document in documents.items():
        yield Bad(f"soap {id}", Request("POST", "/soap/probes", document, "text/xml"), 500)
    deep = wrapped(f'<KeepProbes xmlns="{NAMESPACE}">{"<a>" * MANY}{"</a>" * MANY}</KeepProbes>')
    wide = wrapped(f'<KeepProbes xmlns="{NAMESPACE}">{"<a/>" * 150_000}</KeepProbes>')
    for id, text in (("nested elements", deep), ("many elements", wide), ("open elements", "<a>" * 30_000)):
        request = Request("POST", "/soap/probes", text.encode(), "text/xml")
        yield Bad(f"soap {id}", request, 500, "resource_exhausted")
    huge = Request("POST", "/soap/probes", b" " * HUGE, "text/xml")
    yield Bad("soap a huge body", huge, 413, "resource_exhausted")
    for type_ in ("text/plain", "application/json", "", "application/xml", "multipart/related"):
        yield Bad(
            f"soap content type {type_!r}", Request("POST", "/soap/probes", wrapped("").encode(), type_), 415
        )
    for method in ("PUT", "DELETE", "FOO"):
        yield Bad(
            f"soap method {method}",
            Request(method, "/soap/probes", content_type="text/xml"),
            405,
            "unimplemented",
        )
    nobody = {"Authorization": "Bearer x"}
    open_ = wrapped(f'<OpenToAll xmlns="{NAMESPACE}"/>').encode()
    yield Bad(
        "soap credential", Request("POST", "/soap/probes", open_, "text/xml", nobody), 500, "unauthenticated"
    )


def soap_bodies() -> Iterator[tuple[str, str, int]]:
    """The contents of a body that are not what the WSDL says."""
    yield "an empty body", "", 500
    yield "text in the body", "hello", 500
    yield "two requests", f'<OpenToAll xmlns="{NAMESPACE}"/>' * 2, 500
    for id, inside in {
        "an element missing": "", "an element twice": "<scalars/><scalars/>", "an unknown element": "<nope/>",
        "text for elements": "<scalars>x</scalars>",
        "elements for text": "<scalars><text><a/></text></scalars>",
        "a number too large": "<scalars><ratio>1e1000000</ratio></scalars>",
        "a million digits": f"<scalars><small>{'9' * 900_000}</small></scalars>",
        "an attribute": '<scalars a="1"/>', "no namespace": '<scalars xmlns=""/>',
    }.items():  # fmt: skip
        yield id, f'<KeepProbes xmlns="{NAMESPACE}">{inside}</KeepProbes>', 500


def enveloped(body: str) -> Request:
    """A request with these contents."""
    return Request("POST", "/soap/probes", wrapped(body).encode(), "text/xml; charset=utf-8")


def wrapped(body: str) -> str:
    """An envelope of SOAP 1.1."""
    return f'<e:Envelope xmlns:e="{SOAP11.envelope}"><e:Body>{body}</e:Body></e:Envelope>'


TABLE = list(rows())
