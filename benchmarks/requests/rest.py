"""The works as JSON over HTTP: what the bare view, the peers and Trébol's REST are asked."""

from collections.abc import Mapping

import msgspec

from benchmarks import data
from benchmarks.exchange import Exchange, request
from benchmarks.messages import Auth, Work

PATHS: Mapping[Auth, str] = {"public": "/api/v1/rides", "token": "/api/v1/guarded_rides"}
Exchanges = dict[Work, Exchange]
Refusals = dict[str, Exchange]
encode, decode = msgspec.json.encode, msgspec.json.decode


def plain_exchanges(auth: Auth) -> Exchanges:
    """The works where the body of `echo` is the sample itself."""
    return exchanges(auth, encode(data.SAMPLE))


def named_exchanges(auth: Auth) -> Exchanges:
    """The works where a body holds parameters by name."""
    return exchanges(auth, encode({"sample": data.SAMPLE}))


def exchanges(auth: Auth, sample: bytes) -> Exchanges:
    """The four works; `sample` is the body of `echo`."""
    rides = PATHS[auth]
    return {
        "echo": exchange(auth, "POST", f"{rides}/echo", 200, sample),
        "get_one": exchange(auth, "GET", f"{rides}/{data.ONE}", 200),
        "list_100": exchange(auth, "GET", f"{rides}?first={data.LISTED}", 200),
        "create": exchange(auth, "POST", rides, 201, encode(data.NEW_RIDE)),
    }


def plain_refusals(auth: Auth) -> Refusals:
    """What must be refused, as the bare view and DRF do it."""
    return refusals(auth, encode(data.TOO_MANY))


def ninja_refusals(auth: Auth) -> Refusals:
    """What must be refused, with django-ninja's status for a body that does not fit."""
    return refusals(auth, encode(data.TOO_MANY), invalid=422)


def named_refusals(auth: Auth) -> Refusals:
    """What must be refused, with the status that a fault of this code has."""
    return refusals(auth, encode({"sample": data.TOO_MANY}), impossible=409)


def refusals(auth: Auth, too_many: bytes, *, invalid: int = 400, impossible: int = 400) -> Refusals:
    """What must be refused; `invalid`: a body that does not fit, `impossible`: one that names what is not."""
    rides = PATHS[auth]
    found = {
        "an unknown ride": exchange(auth, "GET", f"{rides}/999999", 404),
        "a withdrawn ride": exchange(auth, "GET", f"{rides}/{data.WITHDRAWN}", 404),
        "too many seats": exchange(auth, "POST", f"{rides}/echo", invalid, too_many),
        "broken JSON": exchange(auth, "POST", rides, 400, b'{"circle":'),
        "an unknown circle": exchange(auth, "POST", rides, impossible, encode(data.NOWHERE)),
    }
    if auth == "token":
        found["no token"] = exchange("public", "GET", f"{rides}/{data.ONE}", 401)
    return found


def exchange(auth: Auth, method: str, path: str, status: int, body: bytes = b"") -> Exchange:
    """One request, by a caller with a token where `auth` says so."""
    return Exchange(request(method, path, body), body, status, decode, with_token=auth == "token")
