"""Who takes part, and what each is asked: every contestant gets the same four works in its own spelling."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from benchmarks import data
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
    rides, sample, new = PATHS[auth], encode(data.SAMPLE), encode(data.NEW_RIDE)
    return {
        "echo": Exchange(request("POST", f"{rides}/echo", sample, auth), sample, 200, decode),
        "get_one": Exchange(request("GET", f"{rides}/{data.ONE}", auth=auth), b"", 200, decode),
        "list_100": Exchange(request("GET", f"{rides}?first={data.LISTED}", auth=auth), b"", 200, decode),
        "create": Exchange(request("POST", rides, new, auth), new, 201, decode),
    }


def json_refusals(invalid: int) -> Callable[[Auth], Refusals]:
    """What must be refused over JSON, where `invalid` is the status of a body that does not fit."""

    def refusals(auth: Auth) -> Refusals:
        rides = PATHS[auth]
        seats = encode({**data.fields(data.SAMPLE), "seats": 99})
        circle = encode({**data.fields(data.NEW_RIDE), "circle": 0})
        found = {
            "an unknown ride": Exchange(request("GET", f"{rides}/999999", auth=auth), b"", 404, decode),
            "a withdrawn ride": Exchange(request("GET", f"{rides}/10", auth=auth), b"", 404, decode),
            "too many seats": Exchange(request("POST", f"{rides}/echo", seats, auth), seats, invalid, decode),
            "broken JSON": Exchange(request("POST", rides, b'{"circle":', auth), b'{"circle":', 400, decode),
            "an unknown circle": Exchange(request("POST", rides, circle, auth), circle, 400, decode),
        }
        if auth == "token":
            found["no token"] = Exchange(request("GET", f"{rides}/{data.ONE}"), b"", 401, decode)
        return found

    return refusals


LINEUP = (
    Contestant("bare", "benchmarks.contestants.bare", json_exchanges, json_refusals(400)),
    Contestant("drf", "benchmarks.contestants.drf", json_exchanges, json_refusals(400)),
    Contestant("ninja", "benchmarks.contestants.ninja", json_exchanges, json_refusals(422)),
)
