"""REST: httpx, and the addresses of the OpenAPI document."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from tests.comparte_ride.journey.wire import Call, Plain, Refused


class Rest:
    """Sends JSON, and reads problem documents (RFC 9457)."""

    def __init__(self, site: str) -> None:
        self.client = httpx.Client(base_url=site, timeout=30)
        paths = self.client.get("/openapi.json").json()["paths"]
        self.addresses = {
            operation["operationId"]: (method.upper(), path)
            for path, methods in paths.items()
            for method, operation in methods.items()
        }

    def call(self, call: Call) -> Plain:
        """Say what belongs into the path there, the rest in the query string or as the body."""
        method, path = self.addresses[call.operation]
        left = {name: texted(value) for name, value in call.said.items()}
        target = re.sub(r"\{(\w+)\}", lambda found: quote(str(left.pop(found[1])), safe=""), path)
        said: dict[str, Any] = {"params": left} if method in ("GET", "DELETE") else {"json": left}
        if call.include:
            said["params"] = said.get("params", {}) | {"include": ",".join(call.include)}
        answer = self.client.request(method, target, headers=call.headers, **said)
        if answer.is_success:
            return answer.json() if answer.content else None
        raise refusal(answer)

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()


def refusal(answer: httpx.Response) -> Refused:
    """What a problem document says; its status is the answer's."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert 400 <= answer.status_code < 500
    violations = tuple(one["path"] for one in problem.get("violations", ()))
    return Refused(problem["code"], problem.get("fault", ""), problem.get("data", {}), violations)


def texted(value: Plain) -> Plain:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, datetime) else value
