"""The table: each case means the same in every protocol and binding, and what it is expected to mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conformance.case import Case, Outcome, canonical
from tests.conformance.cases import CASES
from tests.conformance.project import assembled
from tests.conformance.ways import FORMS, MIXES, STRAIGHT, WIRES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_means_the_same_in_every_way(case: Case) -> None:
    outcomes: dict[str, Outcome] = {}
    for mix in MIXES if case.every_mix else STRAIGHT:
        with mix.served() as found:
            outcomes |= {way: told(case, outcome) for way, outcome in mix.outcomes(found, case).items()}

    assert outcomes == dict.fromkeys(outcomes, expected(case))
    assert len(outcomes) > 1


def expected(case: Case) -> Outcome:
    """What a case expects, in the common form."""
    compiled = assembled(async_implementation=False).compilation.operations[case.operation]
    wanted = case.expected
    if wanted.fault is not None:
        fields = compiled.service.faults[wanted.fault].fields
        said = wanted.detail or {}
        detail = {field.name: canonical(compiled.service, field.type, said[field.name]) for field in fields}
        return replace(wanted, detail=detail)
    return replace(wanted, value=canonical(compiled.service, compiled.operation.result, wanted.value))


def told(case: Case, outcome: Outcome) -> Outcome:
    """An outcome without the message where the case names none."""
    return outcome if case.expected.message is not None else replace(outcome, message=None)


def test_files_go_every_way_there_is() -> None:
    case = next(case for case in CASES if case.id == "three files")
    for mix in STRAIGHT:
        with mix.served() as found:
            ways = {way.partition(",")[0] for way in mix.outcomes(found, case)}
        assert ways == {driver.name for driver in (*WIRES, *FORMS)} | {"consume", "consume by value"}
