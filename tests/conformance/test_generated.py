"""What Hypothesis makes of the contract's description: good arguments come back, bad ones are refused
alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conformance.case import Case, Outcome, canonical, gives, invalid
from tests.conformance.generated import arguments_of, wrong_arguments
from tests.conformance.project import assembled
from tests.conformance.ways import Mix
from trebol.bootstrap import Assembly

pytestmark = pytest.mark.django_db

OPERATIONS = assembled(async_implementation=False).compilation.operations
ECHOES = [
    "probes.v1.keep_probes",
    "probes.v1.search_probes",
    "probes.v1.hold_probes",
    "probes.v1.bound_probes",
]
GIFTS = sorted(id for id in OPERATIONS if id.startswith("gifts."))
PLAIN = Mix(async_server=False, async_implementation=False)
BOUNDED = settings(max_examples=25, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def project() -> Iterator[Assembly]:
    with PLAIN.served() as found:
        yield found


@pytest.mark.parametrize("operation", [*ECHOES, *GIFTS])
@given(data=st.data())
@BOUNDED
def test_good_arguments_come_back(project: Assembly, operation: str, data: st.DataObject) -> None:
    compiled = OPERATIONS[operation]
    arguments = data.draw(arguments_of(compiled))
    ((_, value),) = arguments.items()

    found = PLAIN.outcomes(project, Case("generated", operation, arguments, gives(value)))

    wanted = Outcome(value=canonical(compiled.service, compiled.operation.result, value))
    assert found == dict.fromkeys(found, wanted)
    assert len(found) > 1


@pytest.mark.parametrize("operation", [*ECHOES, "probes.v1.weigh", "probes.v1.update_probe", *GIFTS])
@given(data=st.data())
@BOUNDED
def test_one_thing_wrong_is_told_alike(project: Assembly, operation: str, data: st.DataObject) -> None:
    compiled = OPERATIONS[operation]
    wrong = data.draw(wrong_arguments(compiled))
    wanted = invalid((wrong.path, wrong.reason))

    found = PLAIN.outcomes(project, Case("generated", operation, wrong.arguments, wanted))

    assert {(one.code, one.violations) for one in found.values()} == {(wanted.code, wanted.violations)}
