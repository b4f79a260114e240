"""Bad and odd documents, before there is any SOAP to speak of."""

from __future__ import annotations

import resource
import time
import tracemalloc
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.protocols.soap.site import Site, enveloped
from trebol.contract.errors import InvalidArgument, ResourceExhausted
from trebol.protocols.soap.envelope import SOAP12
from trebol.protocols.soap.request import root_of
from trebol.runtime.limits import Limits
from trebol.runtime.refusal import HttpRefusal

V2 = "urn:tests:samples:v2"
LIMITS = Limits()
CALL = f'<CountSamples xmlns="{V2}"/>'

BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<lolz>&d;</lolz>"""
EXTERNAL = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
ATTACKS = {
    "billion laughs": BILLION_LAUGHS,
    "external entity": EXTERNAL,
    "external subset": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
    "doctype after a comment": b"<!-- x --><?p ?> <!DOCTYPE a><a/>",
    "doctype after a comment that begins with >": b"<!--> <a> --><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
    "doctype in UTF-16": BILLION_LAUGHS.decode().encode("utf-16"),
    "undeclared entity": b"<a>&x;</a>",
    "deep nesting": b"<a>" * 100_000,
    "deep nesting, closed": b"<a>" * 100_000 + b"</a>" * 100_000,
    "nesting beyond our limit": b"<a>" * 40 + b"</a>" * 40,
    "too many elements": b"<a>" + b"<b/>" * 20_001 + b"</a>",
    "huge body": b"<a>" + b"x" * 2_000_000 + b"</a>",
    "control character": b"<a>\x01</a>",
    "reference to a control character": b"<a>&#1;</a>",
    "not a character": "<a>\uffff</a>".encode(),
    "not UTF-8": b"<a>\xff</a>",
    "not UTF-16": '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16") + b"\x00",
    "empty": b"",
    "not XML": b'{"a": 1}',
    "not closed": b"<a><b></a>",
    "two roots": b"<a/><b/>",
    "unbound prefix": b"<p:a/>",
    "attribute twice": b"<a b='1' b='2'/>",
    "only white space": b" " * 500_000,
    "endless comment": b"<!--" + b"x" * 500_000,
    "many comments": b"<!---->" * 70_000,
}


@pytest.mark.parametrize("raw", ATTACKS.values(), ids=ATTACKS.keys())
def test_bad_input_is_a_clear_fault_in_bounded_time_and_memory(site: Site, raw: bytes) -> None:
    begun = time.process_time()
    answer = site.post(raw)
    taken = time.process_time() - begun
    tracemalloc.start()
    site.post(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status in (413, 500)
    assert answer.code == "soap:Client"
    assert answer.text("faultstring")
    assert b"internal" not in answer.response.content
    assert b"Traceback" not in answer.response.content
    assert b"root:" not in answer.response.content
    assert taken < 1
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("raw", "limit"),
    [(b"<a>" * 40 + b"</a>" * 40, "depth"), (b"<a>" + b"<b/>" * 20_001 + b"</a>", "nodes")],
)
def test_limits_are_told(raw: bytes, limit: str) -> None:
    with pytest.raises(ResourceExhausted, match=str(getattr(LIMITS, limit))):
        root_of(raw, "", LIMITS)


def test_what_is_just_within_the_limits_is_read() -> None:
    assert root_of(b"<a>" * 32 + b"</a>" * 32, "", LIMITS).tag == "a"
    assert len(root_of(b"<a>" + b"<b/>" * 19_999 + b"</a>", "", LIMITS).children) == 19_999
    assert root_of(b"<a><![CDATA[" + b"<b>" * 30_000 + b"]]></a>", "", LIMITS).text == "<b>" * 30_000


@pytest.mark.parametrize(
    "raw",
    [
        b"<a><!-- <!DOCTYPE a> --></a>",
        b"<!-- <!DOCTYPE a> --><a/>",
        b"<a><![CDATA[<!DOCTYPE a>]]></a>",
        b"<a b='&lt;!DOCTYPE a>'/>",
    ],
)
def test_what_only_looks_like_a_doctype_is_none(raw: bytes) -> None:
    assert root_of(raw, "", LIMITS).tag == "a"


def test_names_that_were_never_seen_do_not_stay() -> None:
    """What libxml2 does: it keeps every name for good, in a table that the whole thread shares."""
    counter = iter(range(10**9))

    def parse() -> None:
        root_of(b"<a>" + b"".join(b"<n%020d/>" % next(counter) for _ in range(10_000)) + b"</a>", "", LIMITS)

    parse()
    before = resident()
    for _ in range(40):
        parse()
    assert resident() - before < 8_000_000


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def test_a_prefix_stands_for_what_was_declared_nearest() -> None:
    root = root_of(
        b'<a xmlns="urn:0" xmlns:p="urn:1"><p:b xmlns:p="urn:2" xmlns=""><c/></p:b><p:d/></a>', "", LIMITS
    )
    b, d = root.children
    (c,) = b.children
    assert (root.tag, b.tag, c.tag, d.tag) == ("urn:0}a", "urn:2}b", "c", "urn:1}d")
    assert [node.namespace_of("p") for node in (root, b, c, d)] == ["urn:1", "urn:2", "urn:2", "urn:1"]
    assert [node.namespace_of(None) for node in (root, b, d)] == ["urn:0", "", "urn:0"]
    assert d.namespace_of("q") == ""


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        ("<a>é</a>".encode(), ""),
        ("\ufeff<a>é</a>".encode(), ""),
        ('<?xml version="1.0" encoding="UTF-8"?><a>é</a>'.encode(), "utf-8"),
        ("<a>é</a>".encode("utf-16"), ""),
        ("<a>é</a>".encode("utf-16-le"), ""),
        ("<a>é</a>".encode("utf-16-be"), ""),
        ('<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode("utf-16"), "utf-16"),
        ('<?xml version="1.0" encoding="UTF-16LE"?><a>é</a>'.encode("utf-16-le"), "utf-16le"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"), ""),
        ("<a>é</a>".encode("latin-1"), "iso-8859-1"),
        ('<?xml version="1.0" encoding="utf-8"?><a>é</a>'.encode("latin-1"), "latin1"),
        (b"<a>&#233;</a>", "us-ascii"),
    ],
)
def test_charsets(raw: bytes, charset: str) -> None:
    assert root_of(raw, charset, LIMITS).text == "é"


@pytest.mark.parametrize("charset", ["utf-7", "koi8-r", "base64", "nonsense", "utf-8\0"])
def test_a_charset_that_is_not_read(charset: str) -> None:
    with pytest.raises(HttpRefusal, match="UTF-8"):
        root_of(b"<a/>", charset, LIMITS)


def test_comments_instructions_and_cdata_are_read_through() -> None:
    root = root_of(b"<a><!-- x --><b>1<!-- y -->2<?z ?><![CDATA[<3>]]></b></a>", "", LIMITS)
    assert [child.text for child in root.children] == ["12<3>"]


def test_where_a_document_breaks_is_told() -> None:
    with pytest.raises(InvalidArgument) as caught:
        root_of(b"<a>\n<b></a>", "", LIMITS)
    assert "line 2" in caught.value.violations[0].expected


@pytest.mark.parametrize(
    "content_type",
    ["", "application/json", "application/xml", "text/plain", "application/x-www-form-urlencoded"],
)
def test_another_media_type_is_415(site: Site, content_type: str) -> None:
    answer = site.post(enveloped(CALL), content_type=content_type)
    assert (answer.status, answer.code) == (415, "soap:Client")
    assert answer.response.headers["Accept"] == "text/xml, application/soap+xml"


def test_attachments_are_415(site: Site) -> None:
    mtom = 'multipart/related; type="application/xop+xml"; start-info="text/xml"; boundary=x'
    answer = site.post(b"--x\r\n\r\n--x--", content_type=mtom)
    assert answer.status == 415
    assert "base64" in (answer.text("faultstring") or "")


def test_a_compressed_body_is_415(site: Site) -> None:
    assert site.post(enveloped(CALL), HTTP_CONTENT_ENCODING="gzip").status == 415
    assert site.post(enveloped(CALL), HTTP_CONTENT_ENCODING="identity").status == 200


def test_a_huge_body_is_413_without_being_read(site: Site) -> None:
    answer = site.post(b"<a/>", CONTENT_LENGTH="99999999")
    assert answer.status == 413
    assert answer.fields(answer.detail)["code"] == "resource_exhausted"


class Dribbling(BytesIO):
    """An input that gives little at a time, as a socket does."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 7))


def test_a_body_in_chunks_is_read(site: Site) -> None:
    chunked: dict[str, Any] = {
        "CONTENT_LENGTH": "",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "wsgi.input_terminated": True,
    }
    assert site.post(b"", **chunked | {"wsgi.input": Dribbling(enveloped(CALL))}).status == 200
    endless = Dribbling(b"<a>" + b" " * 2_000_000)
    assert site.post(b"", **chunked | {"wsgi.input": endless}).status == 413
    assert endless.tell() == Limits().body + 1


def test_where_chunks_are_not_read_a_length_is_asked_for(site: Site) -> None:
    answer = site.post(enveloped(CALL), CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert (answer.status, answer.code) == (411, "soap:Client")


def test_media_types_are_read_without_case(site: Site) -> None:
    assert site.post(enveloped(CALL), content_type="Text/XML;Charset=UTF-8").status == 200
    assert site.post(enveloped(CALL, SOAP12), SOAP12, content_type="Application/SOAP+XML").status == 200
