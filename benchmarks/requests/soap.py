"""The works as SOAP 1.1 envelopes, document/literal wrapped."""

from typing import Any
from xml.sax.saxutils import escape

import msgspec
from lxml import etree

from benchmarks import data
from benchmarks.callers import ISSUER
from benchmarks.exchange import Exchange, request
from benchmarks.messages import Auth
from benchmarks.requests.rest import Exchanges, Refusals
from benchmarks.requests.words import camel, snake

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
LISTS = {"items", "passengers", "tags"}
SERVICES = {"public": "rides", "token": "guarded_rides"}
OPERATIONS = {
    "public": ("EchoRides", "GetRide", "ListRides", "CreateRide"),
    "token": ("EchoGuardedRides", "GetGuardedRide", "ListGuardedRides", "CreateGuardedRide"),
}
KEYS = {"public": "rideId", "token": "guardedRideId"}


def exchanges(auth: Auth) -> Exchanges:
    """The four works."""
    echo, get_one, list_100, create = OPERATIONS[auth]
    return {
        "echo": exchange(auth, echo, {"sample": data.fields(data.SAMPLE)}),
        "get_one": exchange(auth, get_one, {KEYS[auth]: data.ONE}),
        "list_100": exchange(auth, list_100, {"first": data.LISTED}),
        "create": exchange(auth, create, data.fields(data.NEW_RIDE)),
    }


def refusals(auth: Auth) -> Refusals:
    """What must be refused: by a fault, whose HTTP status is 500 in SOAP 1.1 whoever is wrong."""
    echo, get_one, _, create = OPERATIONS[auth]
    found = {
        "an unknown ride": exchange(auth, get_one, {KEYS[auth]: 999999}, 500),
        "a withdrawn ride": exchange(auth, get_one, {KEYS[auth]: data.WITHDRAWN}, 500),
        "too many seats": exchange(auth, echo, {"sample": data.TOO_MANY}, 500),
        "an unknown circle": exchange(auth, create, data.NOWHERE, 500),
    }
    if auth == "token":
        found["no token"] = exchange(auth, get_one, {KEYS[auth]: data.ONE}, 500, with_token=False)
    return found


def exchange(
    auth: Auth, operation: str, parameters: dict[str, Any], status: int = 200, *, with_token: bool = True
) -> Exchange:
    """One call."""
    service = SERVICES[auth]
    namespace = f"urn:{ISSUER}:{service}:v1"
    call = f'<{operation} xmlns="{namespace}">{elements(parameters)}</{operation}>'
    text = f'<s:Envelope xmlns:s="{ENVELOPE}"><s:Body>{call}</s:Body></s:Envelope>'
    body = f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode()
    headers = {"CONTENT_TYPE": "text/xml", "HTTP_SOAPACTION": f'"{namespace}:{operation}"'}
    environ = request("POST", f"/soap/{service}", body, **headers, HTTP_ACCEPT="text/xml")
    return Exchange(environ, body, status, read, with_token=with_token and auth == "token")


def elements(fields: dict[str, Any]) -> str:
    """The fields of a record as elements."""
    return "".join(f"<{camel(name)}>{inside(value)}</{camel(name)}>" for name, value in fields.items())


def inside(value: Any) -> str:
    """What stands in the element of a value."""
    if isinstance(value, dict):
        return elements(value)
    if isinstance(value, list):
        return "".join(f"<item>{inside(each)}</item>" for each in value)
    plain = msgspec.to_builtins(value)
    return {True: "true", False: "false"}[plain] if isinstance(plain, bool) else escape(str(plain))


def read(answer: bytes) -> Any:
    """The content of the one result."""
    result = etree.fromstring(answer).find(f"{{{ENVELOPE}}}Body/*/*")
    if result is None:
        raise ValueError("there is no result in the envelope")
    return value_of(result)


def value_of(element: Any) -> Any:
    """The plain value of an element, texts as they are."""
    if element.get(NIL) in ("true", "1"):
        return None
    name = etree.QName(element).localname
    if name in LISTS:
        return [value_of(each) for each in element]
    if len(element):
        return {snake(etree.QName(each).localname): value_of(each) for each in element}
    return element.text or ""
