"""What the document of REST says of what a request chooses."""

from __future__ import annotations

import json
from typing import Any

from tests.contract.trips import Trips
from trebol.contract.compile import compile_contracts
from trebol.protocols.rest.openapi import openapi_document


def parameters(path: str) -> dict[str, Any]:
    document = json.loads(openapi_document(compile_contracts([Trips], project="tests").contract))
    return {found["name"]: found for found in document["paths"][path]["get"]["parameters"]}


def test_the_references_of_a_result_are_named() -> None:
    words = parameters("/api/v1/trips")["include"]["description"]
    assert words.endswith("a dot goes inwards: seats.taken_by, main_driver.")


def test_a_result_without_references_has_nothing_to_include() -> None:
    assert parameters("/api/v1/trips/first").keys() == {"fields"}
