"""Whether an e-mail has an account, no operation tells on any wire: not by its answer, not by its work."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Account, SignUp
from tests.comparte_ride.people import make_account, make_sign_up
from tests.comparte_ride.walk import OPERATIONS, STANDARDS, Told, ask, undone
from tests.conformance.wire import Driver, sent
from trebol.testing.tasks import run_tasks

pytestmark = pytest.mark.django_db
standards = pytest.mark.parametrize("driver", STANDARDS, ids=[driver.name for driver in STANDARDS])
EMAIL = "somebody@example.test"
WHOSE: dict[str, Callable[[], Account | SignUp]] = {
    "an account's": lambda: make_account(email=EMAIL),
    "one that is not verified": lambda: make_account(email=EMAIL, is_verified=False),
    "one that is closed": lambda: make_account(email=EMAIL, is_active=False),
    "one without a password": lambda: make_account(email=EMAIL, password=None),
    "a sign-up's": lambda: make_sign_up(email=EMAIL),
}
SAID: dict[str, dict[str, str]] = {
    "log_in": {"email": EMAIL, "password": "not the password"},
    "request_password_reset": {"email": EMAIL},
    "sign_up": {
        "email": EMAIL,
        "username": "newcomer",
        "password": "correct horse battery",
        "first_name": "Ana",
        "last_name": "Núñez",
        "phone": "+525512345678",
    },
}
HASHES = {"log_in": 1, "request_password_reset": 0, "sign_up": 1}
LITERAL = re.compile(r"'[^']*'|\b\d+\b|s\d+_x\d+")


@pytest.fixture(autouse=True)
def _pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = "comparte_ride.urls"


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every hash of a password that is made; half a second of work each, as people's passwords are kept."""
    made: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        made.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return made


def test_every_operation_that_takes_an_e_mail_is_tried() -> None:
    taking = {
        compiled.operation.name
        for compiled in OPERATIONS.values()
        if any(field.name == "email" for field in compiled.operation.parameters)
    }
    assert taking == SAID.keys()


def work(driver: Driver, name: str, hashes: list[str]) -> tuple[Told, int, list[str]]:
    """What is answered, how many hashes are made for that, and every statement for the database."""
    hashes.clear()
    with CaptureQueriesContext(connection) as queries:
        told = ask(driver, OPERATIONS[f"accounts.v1.{name}"], SAID[name], "")
    return told, len(hashes), [LITERAL.sub("?", query["sql"]) for query in queries]


@standards
@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("name", SAID)
def test_an_e_mail_of_somebody_is_answered_as_nobody_s(
    name: str, whose: str, driver: Driver, hashes: list[str]
) -> None:
    of_nobody = work(driver, name, hashes)
    WHOSE[whose]()
    of_somebody = work(driver, name, hashes)
    assert of_somebody[0].masked == of_nobody[0].masked
    assert of_somebody[1:] == of_nobody[1:]
    assert of_nobody[1] == HASHES[name]


@standards
@pytest.mark.parametrize("name", SAID)
def test_it_is_refused_after_as_many_tries(name: str, driver: Driver) -> None:
    compiled = OPERATIONS[f"accounts.v1.{name}"]

    def tries() -> list[bool]:
        cache.clear()
        requests = [driver.request(compiled, SAID[name], {}) for _ in range(12)]
        with undone():
            return [b"TooManyAttempts" in sent(request).body for request in requests]

    of_nobody = tries()
    make_account(email=EMAIL)
    assert tries() == of_nobody
    assert of_nobody[0] < of_nobody[-1]


@standards
def test_a_sign_up_sends_an_e_mail_either_way(driver: Driver, mailoutbox: list[EmailMessage]) -> None:
    """To the one whose e-mail it is: a link, or that somebody tried."""
    for whose in (None, "an account's"):
        if whose:
            WHOSE[whose]()
        cache.clear()
        sent(driver.request(OPERATIONS["accounts.v1.sign_up"], SAID["sign_up"], {}))
        run_tasks()
    assert [message.to for message in mailoutbox] == [[EMAIL], [EMAIL]]
    assert ["/verify-email" in str(message.body) for message in mailoutbox] == [True, False]
