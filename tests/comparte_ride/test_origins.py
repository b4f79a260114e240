"""Front ends of other origins: which ones may call, what, and with which credential."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.comparte_ride.live import APP, environment

FRONT_END = "https://rides.example:8443"
STRANGERS = ("https://evil.example", "https://rides.example", "null")
STANDARDS = ("/graphql", "/api/v1/circles", "/soap/circles")
PAGES = ("/verify-email", "/graphql/assets/x")
PROGRAM = """
import json, sys
import django
django.setup()
from django.test import Client
client = Client()
for method, path, headers in json.load(sys.stdin):
    answer = client.generic(method, path, headers={"host": "localhost", **headers})
    print(json.dumps({"status": answer.status_code, **{k.lower(): v for k, v in answer.headers.items()}}))
"""
Request = tuple[str, str, dict[str, str]]


def answers(requests: list[Request], allowed: str) -> list[dict[str, Any]]:
    """What the application, with its own settings, answers to these requests: status and headers."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(requests),
        env=environment(Path("unused"), 8000) | {"CORS_ALLOWED_ORIGINS": allowed},
        cwd=APP,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"status"')]


def preflight(path: str, origin: str = FRONT_END) -> Request:
    """What a browser asks before it posts JSON with a token."""
    asked = {"method": "POST", "headers": "authorization,content-type"}
    return "OPTIONS", path, {"origin": origin, **{f"access-control-request-{k}": v for k, v in asked.items()}}


def reading(origin: str = FRONT_END) -> Request:
    """A call without its token, which is refused."""
    return "GET", "/api/v1/circles", {"origin": origin}


@pytest.fixture(scope="module")
def seen() -> dict[str, dict[str, Any]]:
    """The answers of a site that names one front end, by the path that was asked, or by the stranger."""
    asked: dict[str, Request] = {path: preflight(path) for path in STANDARDS + PAGES}
    asked |= {"read": reading()}
    asked |= {f"{stranger} asks": preflight("/graphql", stranger) for stranger in STRANGERS}
    asked |= {f"{stranger} reads": reading(stranger) for stranger in STRANGERS}
    return dict(zip(asked, answers(list(asked.values()), FRONT_END), strict=True))


@pytest.mark.parametrize("path", STANDARDS)
def test_a_front_end_that_is_named_may_call_with_a_token(seen: dict[str, dict[str, Any]], path: str) -> None:
    answer = seen[path]
    assert answer["status"] == 200
    assert answer["access-control-allow-origin"] == FRONT_END
    assert set(answer["access-control-allow-headers"].split(", ")) == {"authorization", "content-type"}
    assert "POST" in answer["access-control-allow-methods"].split(", ")


def test_the_answer_may_be_read_even_where_it_is_a_refusal(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["read"]["status"] == 401
    assert seen["read"]["access-control-allow-origin"] == FRONT_END
    assert "origin" in seen["read"]["vary"].lower()


def test_no_cookie_is_ever_asked_for(seen: dict[str, dict[str, Any]]) -> None:
    assert [name for name, answer in seen.items() if "access-control-allow-credentials" in answer] == []


@pytest.mark.parametrize("stranger", STRANGERS)
def test_another_origin_learns_nothing(seen: dict[str, dict[str, Any]], stranger: str) -> None:
    for answer in (seen[f"{stranger} asks"], seen[f"{stranger} reads"]):
        assert "access-control-allow-origin" not in answer


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_for_their_own_site(seen: dict[str, dict[str, Any]], path: str) -> None:
    assert "access-control-allow-origin" not in seen[path]


def test_nobody_is_named_by_default() -> None:
    for answer in answers([preflight("/graphql"), reading()], allowed=""):
        assert "access-control-allow-origin" not in answer
