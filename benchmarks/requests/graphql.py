"""The works as GraphQL documents with variables, in POST requests."""

from dataclasses import replace
from typing import Any

import msgspec

from benchmarks import data
from benchmarks.exchange import Exchange, request
from benchmarks.messages import Auth
from benchmarks.requests.rest import Exchanges, Refusals
from benchmarks.requests.words import camel, snake_keys

COLUMNS = "id driver origin destination departsAt seats price notes active rating"
RIDE = f"{COLUMNS} circle"
LISTED = f"{COLUMNS} circle {{ id name slug city isPublic }} passengers {{ member seats }}"
SAMPLE = " ".join(camel(name) for name in data.fields(data.SAMPLE))
NEW = {name: camel(name) for name in data.fields(data.NEW_RIDE)}
TYPES = {"circle": "Int!", "driver": "Int!", "departs_at": "DateTime!", "seats": "Int!", "price": "Decimal!"}
FIELDS = {"public": ("echo", "ride", "rides", "createRide"),
          "token": ("guardedEcho", "guardedRide", "guardedRides", "createGuardedRide")}  # fmt: skip


class Refused(ValueError):
    """The answer tells of an error, or of a fault."""


def exchanges(auth: Auth) -> Exchanges:
    """The four works."""
    return {
        "echo": echo(auth, data.SAMPLE),
        "get_one": get_one(auth, data.ONE),
        "list_100": list_100(auth),
        "create": create(auth, data.NEW_RIDE),
    }


def refusals(auth: Auth) -> Refusals:
    """What must be refused: in `errors`, or as the member of a union."""
    found = {
        "an unknown ride": get_one(auth, 999999),
        "a withdrawn ride": get_one(auth, data.WITHDRAWN),
        "too many seats": echo(auth, data.TOO_MANY),
        "an unknown circle": create(auth, data.NOWHERE),
    }
    if auth == "token":
        found["no token"] = replace(get_one(auth, data.ONE), with_token=False)
    return found


def echo(auth: Auth, sample: Any) -> Exchange:
    """The sample and back."""
    field = FIELDS[auth][0]
    document = f"query Echo($sample: SampleInput!) {{ {field}(sample: $sample) {{ {SAMPLE} }} }}"
    return exchange(auth, document, field, {"sample": camel_keys(sample)})


def get_one(auth: Auth, key: int) -> Exchange:
    """One ride."""
    field = FIELDS[auth][1]
    document = f"query One($key: Int!) {{ {field}({field}Id: $key) {{ {RIDE} }} }}"
    return exchange(auth, document, field, {"key": key})


def list_100(auth: Auth) -> Exchange:
    """The first hundred."""
    field = FIELDS[auth][2]
    document = f"query List($first: Int!) {{ {field}(first: $first) {{ items {{ {LISTED} }} after }} }}"
    return exchange(auth, document, field, {"first": data.LISTED})


def create(auth: Auth, new: Any) -> Exchange:
    """A new ride."""
    field = FIELDS[auth][3]
    declared = " ".join(f"${name}: {TYPES.get(key, 'String!')}" for key, name in NEW.items())
    given = " ".join(f"{name}: ${name}" for name in NEW.values())
    success = f"{field[0].upper()}{field[1:]}Success"
    shown = f"__typename ... on {success} {{ result {{ {RIDE} }} }}"
    document = f"mutation Create({declared}) {{ {field}({given}) {{ {shown} }} }}"
    return exchange(auth, document, field, camel_keys(new))


def exchange(auth: Auth, document: str, field: str, variables: dict[str, Any]) -> Exchange:
    """One request; its content is what the one field gives."""
    body = msgspec.json.encode({"query": document, "variables": variables})

    def read(answer: bytes) -> Any:
        said = msgspec.json.decode(answer)
        content = (said.get("data") or {}).get(field)
        if said.get("errors") or content is None:
            raise Refused(answer.decode())
        if "__typename" in content:
            if "result" not in content:
                raise Refused(answer.decode())
            content = content["result"]
        return snake_keys(content)

    return Exchange(request("POST", "/graphql", body), body, 200, read, with_token=auth == "token")


def camel_keys(message: Any) -> dict[str, Any]:
    """The fields of a message, or of a dict that stands for one, as GraphQL names them."""
    fields = message if isinstance(message, dict) else data.fields(message)
    return {camel(name): value for name, value in fields.items()}
