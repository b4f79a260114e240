from __future__ import annotations

import pytest

from trebol.contract.problems import Problems
from trebol.runtime.service_secrets import ServiceSecret, service_secrets_of

ONE, OTHER = "1a" * 32, "2b" * 32
VARIABLE = "environment variable TREBOL_SERVICE_SECRETS"


def read(*variable: str, **setting: str) -> tuple[dict[str, ServiceSecret], list[str]]:
    """What is read, and what was wrong, as one line each."""
    problems = Problems()
    found = service_secrets_of(setting, variable, problems)
    return found, [f"{problem.where}: {problem.reason}" for problem in problems.found]


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        (f"rides={ONE}", set()),
        (f" rides = {ONE.upper()} ", set()),
        (f"rides={ONE}:accounts.messages", {"accounts.messages"}),
        (f"rides={ONE}:accounts.messages+circles", {"accounts.messages", "circles"}),
        (f"rides={ONE}: circles + rides:read ", {"circles", "rides:read"}),
        (f"rides={ONE}:service", set()),
    ],
)
def test_a_service_and_its_scopes(text: str, scopes: set[str]) -> None:
    assert read(text) == ({"rides": ServiceSecret(ONE, frozenset({"service", *scopes}))}, [])


def test_the_setting_is_spelt_the_same_and_the_variable_goes_first() -> None:
    found, problems = read(f"rides={OTHER}", rides=f"{ONE}:circles", demo=f"{ONE}:circles")
    assert problems == []
    assert found == {
        "rides": ServiceSecret(OTHER),
        "demo": ServiceSecret(ONE, frozenset({"service", "circles"})),
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("rides", "rides is not made of a name and a hash."),
        ("rides=secret", "rides is not made of a name and a hash."),
        (f"rides={ONE[1:]}", "rides is not made of a name and a hash."),
        (f"={ONE}", "an entry is not made of a name and a hash."),
        (ONE, "an entry is not made of a name and a hash."),
        (f"my rides={ONE}", "an entry is not made of a name and a hash."),
        (f"rides={ONE}:", "the scopes of rides are not made of names."),
        (f"rides={ONE}:circles+", "the scopes of rides are not made of names."),
        (f"rides={ONE}:two words", "the scopes of rides are not made of names."),
        (f"rides={ONE} circles", "rides is not made of a name and a hash."),
    ],
)
def test_what_is_wrong_is_told_without_what_may_be_a_secret(text: str, reason: str) -> None:
    assert read(text) == ({}, [f"{VARIABLE}: {reason}"])


def test_a_name_that_is_there_twice_is_told() -> None:
    _, problems = read(f"rides={ONE}", f"rides={OTHER}:circles")
    assert problems == [f"{VARIABLE}: it names rides more than once."]


def test_a_setting_that_is_wrong_is_told_as_the_setting() -> None:
    assert read(rides="x") == (
        {},
        ["setting TREBOL['service_secrets']: rides is not made of a name and a hash."],
    )
