"""How often something may be tried. The clock stands still but where a test moves it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from accounts.contract import LogInRefused, TooManyAttempts, UsernameTaken
from accounts.models import Account
from tests.comparte_ride.clock import at
from tests.comparte_ride.live import APP, ROOT, environment
from tests.comparte_ride.people import PASSWORD, from_, make_account, person

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE, NEVER_SEEN = "192.0.2.7", "198.51.100.4", "203.0.113.9"
NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)  # a window of every limit begins


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with at(NOON):
        yield


@pytest.fixture
def ana() -> Account:
    return make_account(email="ana@example.test")


@contextmanager
def later(**pause: float) -> Iterator[None]:
    with at(NOON + timedelta(**pause)):
        yield


def tries(attempt: Callable[[], Any], most: int = 200) -> tuple[int, int]:
    """How often something is let through, refused or not, and what one is told to wait then."""
    for number in range(most):
        try:
            attempt()
        except (LogInRefused, UsernameTaken):
            continue
        except TooManyAttempts as fault:
            return number, fault.retry_after
    raise AssertionError(f"nothing stopped {most} attempts")


def guess(email: str = "ana@example.test", address: str = HERE) -> None:
    from_(address).log_in(email, "wrong")


def guess_from_everywhere(number: int) -> None:
    """Guesses of Ana's password, each from an address of its own."""
    for host in range(number):
        with pytest.raises(LogInRefused):
            guess(address=f"198.18.0.{host}")


def test_who_guesses_is_stopped_and_the_owner_is_not(ana: Account) -> None:
    from_(ELSEWHERE).log_in(ana.email, PASSWORD)
    assert tries(guess) == (10, 900)
    with pytest.raises(TooManyAttempts):
        from_(HERE).log_in(ana.email, PASSWORD)
    assert from_(ELSEWHERE).log_in(ana.email, PASSWORD).expires_in == 900
    with later(minutes=15):
        assert from_(HERE).log_in(ana.email, PASSWORD).expires_in == 900


def test_an_email_without_an_account_is_limited_just_the_same(ana: Account) -> None:
    known = tries(guess)
    assert tries(lambda: guess("nobody@example.test", ELSEWHERE)) == known


def test_one_client_cannot_try_one_password_at_many_accounts() -> None:
    numbers = iter(range(1000))
    assert tries(lambda: guess(f"person{next(numbers)}@example.test")) == (100, 900)


def test_a_household_of_ipv6_is_one_client(ana: Account) -> None:
    numbers = iter(range(1000))
    assert tries(lambda: guess(address=f"2001:db8:1:2::{next(numbers):x}")) == (10, 900)
    with pytest.raises(LogInRefused):
        guess(address="2001:db8:1:3::1")


def test_a_log_in_that_succeeds_takes_no_place(ana: Account) -> None:
    for _ in range(30):
        from_(HERE).log_in(ana.email, PASSWORD)


def test_while_an_email_is_guessed_from_everywhere_each_pause_is_twice_the_last(ana: Account) -> None:
    guess_from_everywhere(11)
    seconds, waited = 0.0, []
    for number in range(8):
        with later(seconds=seconds), pytest.raises(TooManyAttempts) as refused:
            from_(NEVER_SEEN).log_in(ana.email, PASSWORD)
        waited.append(refused.value.retry_after)
        seconds += refused.value.retry_after
        with later(seconds=seconds), pytest.raises(LogInRefused):
            guess(address=f"198.18.1.{number}")
    assert waited == [2, 4, 8, 16, 32, 60, 60, 60]


def test_its_owner_gets_in_from_an_address_never_seen_when_the_pause_is_over(ana: Account) -> None:
    guess_from_everywhere(11)
    with later(seconds=1), pytest.raises(TooManyAttempts) as refused:
        from_(NEVER_SEEN).log_in(ana.email, PASSWORD)
    assert refused.value.retry_after == 1
    with later(seconds=2):
        assert from_(NEVER_SEEN).log_in(ana.email, PASSWORD).expires_in == 900
    with later(seconds=3):
        assert from_(NEVER_SEEN).log_in(ana.email, PASSWORD).expires_in == 900, "known by now"


def test_who_is_known_waits_for_nobody(ana: Account) -> None:
    from_(HERE).log_in(ana.email, PASSWORD)
    guess_from_everywhere(11)
    assert from_(HERE).log_in(ana.email, PASSWORD).expires_in == 900
    with later(days=31):
        guess_from_everywhere(11)
        with pytest.raises(TooManyAttempts):
            from_(HERE).log_in(ana.email, PASSWORD)


def test_a_client_signs_up_thirty_people_in_an_hour_and_others_are_not_in_its_way() -> None:
    assert tries(lambda: from_(HERE).sign_up(password=PASSWORD, **person())) == (30, 3600)
    from_(ELSEWHERE).sign_up(password=PASSWORD, **person())
    with later(minutes=59), pytest.raises(TooManyAttempts) as refused:
        from_(HERE).sign_up(password=PASSWORD, **person())
    assert refused.value.retry_after == 60
    with later(hours=1):
        from_(HERE).sign_up(password=PASSWORD, **person())


def test_a_sign_up_that_is_refused_counts_too() -> None:
    """Else a client could ask for as many usernames as it likes."""
    taken = make_account().username
    assert tries(lambda: from_(HERE).sign_up(password=PASSWORD, **person(username=taken))) == (30, 3600)


def test_one_email_gets_three_links_from_a_client_and_six_from_all() -> None:
    ana = "ana@example.test"
    assert tries(lambda: from_(HERE).request_password_reset(ana)) == (3, 900)
    assert tries(lambda: from_(ELSEWHERE).sign_up(password=PASSWORD, **person(email=ana))) == (3, 900)
    assert tries(lambda: from_(NEVER_SEEN).request_password_reset(ana)) == (0, 900)
    with later(minutes=15):
        from_(NEVER_SEEN).request_password_reset(ana)


PROGRAM = """
import sys, time
from unittest.mock import patch
import django
django.setup()
from accounts.contract import TooManyAttempts
from accounts.limits import LOG_IN_BY_ADDRESS
moment, client = float(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
taken = 0
with patch("time.time", lambda: moment):
    for _ in range(60):  # of the 100 there are: neither alone reaches the limit
        try:
            LOG_IN_BY_ADDRESS.claim(client)
        except TooManyAttempts:
            break
        taken += 1
print(taken)
"""


def test_two_processes_share_the_places_of_one_limit(redis_url: str, tmp_path: Path) -> None:
    paths = os.pathsep.join([str(ROOT / "src"), str(APP)])
    said = environment(tmp_path, 8000) | {"CACHE_URL": redis_url, "PYTHONPATH": paths}
    command = [sys.executable, "-c", PROGRAM, str(NOON.timestamp()), f"client {uuid4()}"]
    running = [
        subprocess.Popen(command, env=said, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    taken = [int(process.communicate(timeout=60)[0]) for process in running]
    assert sum(taken) == 100, taken
