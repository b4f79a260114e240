"""Who takes part, and what each is asked: every contestant gets the same four works in its own spelling."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from benchmarks import callers, data
from benchmarks.exchange import Exchange, request
from benchmarks.messages import Auth, Work

Refusals = Mapping[str, Exchange]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A name, the module of its URLs, what it is asked, and what it must refuse."""

    who: str
    urlconf: str
    exchanges: Callable[[Auth], Mapping[Work, Exchange]]
    refusals: Callable[[Auth], Refusals]


PATHS: Mapping[Auth, str] = {"public": "/api/v1/rides", "token": "/api/v1/guarded_rides"}
encode, decode = msgspec.json.encode, msgspec.json.decode


def json_exchanges(auth: Auth) -> dict[Work, Exchange]:
    """The four works over JSON."""
    rides = PATHS[auth]
    return {
        "echo": json_exchange(auth, "POST", f"{rides}/echo", 200, encode(data.SAMPLE)),
        "get_one": json_exchange(auth, "GET", f"{rides}/{data.ONE}", 200),
        "list_100": json_exchange(auth, "GET", f"{rides}?first={data.LISTED}", 200),
        "create": json_exchange(auth, "POST", rides, 201, encode(data.NEW_RIDE)),
    }


def json_exchange(auth: Auth, method: str, path: str, status: int, body: bytes = b"") -> Exchange:
    """A request over JSON, by a caller with a token where `auth` says so."""
    tokens = callers.authorizations() if auth == "token" else None
    return Exchange(request(method, path, body), body, status, decode, tokens)


def json_refusals(invalid: int) -> Callable[[Auth], Refusals]:
    """What must be refused over JSON, where `invalid` is the status of a body that does not fit."""

    def refusals(auth: Auth) -> Refusals:
        rides = PATHS[auth]
        seats = encode({**data.fields(data.SAMPLE), "seats": 99})
        circle = encode({**data.fields(data.NEW_RIDE), "circle": 0})
        found = {
            "an unknown ride": json_exchange(auth, "GET", f"{rides}/999999", 404),
            "a withdrawn ride": json_exchange(auth, "GET", f"{rides}/10", 404),
            "too many seats": json_exchange(auth, "POST", f"{rides}/echo", invalid, seats),
            "broken JSON": json_exchange(auth, "POST", rides, 400, b'{"circle":'),
            "an unknown circle": json_exchange(auth, "POST", rides, 400, circle),
        }
        if auth == "token":
            found["no token"] = json_exchange("public", "GET", f"{rides}/{data.ONE}", 401)
        return found

    return refusals


LINEUP = (
    Contestant("bare", "benchmarks.contestants.bare", json_exchanges, json_refusals(400)),
    Contestant("drf", "benchmarks.contestants.drf", json_exchanges, json_refusals(400)),
    Contestant("ninja", "benchmarks.contestants.ninja", json_exchanges, json_refusals(422)),
)
