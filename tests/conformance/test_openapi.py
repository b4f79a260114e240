"""What the OpenAPI document says is what is sent and answered: each case against its schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.conformance.case import Case, Unsayable
from tests.conformance.cases import CASES
from tests.conformance.cases.values import SPELLINGS
from tests.conformance.project import served
from tests.conformance.rest import Rest
from tests.conformance.wire import Request, sent
from trebol.bootstrap import Assembly

pytestmark = pytest.mark.django_db
LENIENT = {f"{name} {raw.text[:32]}" for name, spellings in SPELLINGS.items() for raw, _ in spellings}
"""Spellings that are read beside the documented one."""


@pytest.fixture(scope="module")
def project() -> Iterator[Assembly]:
    with served() as found:
        yield found


@cache
def document() -> dict[str, Any]:
    with served():
        found: dict[str, Any] = json.loads(sent(Request("GET", "/openapi.json")).body)
        return found


def is_valid(schema: Any, value: Any) -> str:
    """What is wrong with a value; empty where it is as the schema says."""
    whole = {**schema, "components": document()["components"]}
    return "; ".join(f"{e.json_path}: {e.message}" for e in Draft202012Validator(whole).iter_errors(value))


@pytest.mark.parametrize("case", [case for case in CASES if case.caller is None], ids=lambda case: case.id)
def test_the_document_tells_of_it(project: Assembly, case: Case) -> None:
    compiled = project.compilation.operations[case.operation]
    operation = compiled.operation
    try:
        request = Rest().request(compiled, case.arguments, {})
    except Unsayable:
        return
    described = document()["paths"][f"/api/v1{operation.path}"][operation.method.lower()]

    answer = sent(request)

    told = described["responses"][str(answer.status)]
    if answer.body:
        (media_type,) = told["content"]
        assert answer.headers["Content-Type"] == media_type
        assert is_valid(told["content"][media_type]["schema"], json.loads(answer.body)) == ""
    is_documented = not any(case.id.startswith(lenient) for lenient in LENIENT)
    if request.body and case.expected.code is None and is_documented:
        schema = described["requestBody"]["content"]["application/json"]["schema"]
        assert is_valid(schema, json.loads(request.body)) == ""
