"""Every fault that a service may answer with is told in the person's language."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from types import ModuleType

import pytest
from django.utils import translation

from accounts import contract as accounts
from circles import contract as circles
from pages.words import FIELDS, WORDS, spelled, told
from rides import contract as rides
from trebol import Fault

CONTRACTS: tuple[ModuleType, ...] = (accounts, circles, rides)
FAULTS = [
    found
    for module in CONTRACTS
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Fault) and found is not Fault
]
SAMPLES = {"int": 7, "str": "ana", "datetime": datetime(2026, 3, 14, 20, 5, tzinfo=UTC), "list[str]": []}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault.__name__))
def test_a_fault_has_words_in_both_languages(fault: type[Fault]) -> None:
    detail = {
        name: sample_of(fault, name) for name in fault.__annotations__ if name not in ("code", "message")
    }
    raised = fault(**detail)
    said = {}
    for language in ("en", "es"):
        with translation.override(language):
            (said[language],) = told(raised)
    assert said["en"] != said["es"]
    assert raised.message != said["es"]


def sample_of(fault: type[Fault], name: str) -> object:
    annotation = str(fault.__annotations__[name])
    found = [sample for kind, sample in SAMPLES.items() if kind in annotation]
    assert found, annotation
    return found[-1]


def test_nothing_is_told_that_no_service_says() -> None:
    names = {fault.__name__ for fault in FAULTS}
    assert set(WORDS) == names
    assert set(FIELDS) <= names


def test_a_time_is_told_by_the_sites_clock_and_never_as_code() -> None:
    with translation.override("es"):
        said = spelled(datetime(2026, 3, 14, 20, 5, tzinfo=UTC))
    assert "marzo" in said
    assert not set(string.punctuation.replace(":", "")) & set(said)
