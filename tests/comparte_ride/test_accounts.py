from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import jwt
import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.contract import (
    Accounts,
    LinkRefused,
    LogInRefused,
    PasswordRefused,
    UsernameTaken,
)
from accounts.models import Account, SignUp
from accounts.verification import LIFETIME, token_of
from tests.comparte_ride.people import (
    PASSWORD,
    accounts,
    make_account,
    make_sign_up,
    person,
    service,
    token_in,
)
from trebol import Context, NotFound, PermissionDenied, Unauthenticated
from trebol.service import consume
from trebol.testing.tasks import run_tasks

pytestmark = pytest.mark.django_db
Committed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Committed) -> Committed:
    """Runs a block as if its transaction were committed after it, and then its tasks."""

    @contextmanager
    def run() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield
        run_tasks()

    return run


def test_one_signs_up_verifies_and_logs_in(committed: Committed, mailoutbox: list[EmailMessage]) -> None:
    ana = person(email="Ana@Example.test")
    with committed():
        sent = accounts().sign_up(password=PASSWORD, **ana)
    assert sent.email == "ana@example.test"
    assert abs(sent.expires_at - (timezone.now() + LIFETIME)) < timedelta(minutes=1)
    assert [message.to for message in mailoutbox] == [["ana@example.test"]]
    opened = accounts().verify_email(token_in(mailoutbox[0]))
    assert (opened.email, opened.username) == ("ana@example.test", ana["username"])
    assert accounts().log_in("ANA@example.test", PASSWORD).expires_in == 900


def test_the_link_is_in_the_language_of_the_caller(
    committed: Committed, mailoutbox: list[EmailMessage]
) -> None:
    with committed():
        consume(Accounts, context=Context(language="es-MX")).sign_up(password=PASSWORD, **person())
    assert mailoutbox[0].subject == "Comparte Ride: verifica tu correo"


def test_no_log_in_before_the_email_is_verified(committed: Committed) -> None:
    ana = person()
    with committed():
        accounts().sign_up(password=PASSWORD, **ana)
    with pytest.raises(LogInRefused):
        accounts().log_in(ana["email"], PASSWORD)


def test_signing_up_with_a_known_email_answers_the_same_and_tells_its_owner(
    committed: Committed, mailoutbox: list[EmailMessage]
) -> None:
    owner = make_account(email="ana@example.test")
    with committed():
        known = accounts().sign_up(password=PASSWORD, **person(email="ANA@example.test"))
        fresh = accounts().sign_up(password=PASSWORD, **person(email="eva@example.test"))
    assert (known.email, fresh.email) == ("ana@example.test", "eva@example.test")
    assert abs(known.expires_at - fresh.expires_at) < timedelta(minutes=1)
    assert [message.subject for message in mailoutbox] == [
        "Comparte Ride: you already have an account",
        "Comparte Ride: verify your e-mail",
    ]
    assert owner.username in str(mailoutbox[0].body)
    assert "token=" not in str(mailoutbox[0].body)
    assert SignUp.objects.filter(email="ana@example.test").count() == 0


def test_a_known_email_costs_as_many_hashes_as_an_unknown_one() -> None:
    make_account(email="ana@example.test")
    assert hashes(lambda: accounts().sign_up(password=PASSWORD, **person(email="ana@example.test"))) == 1
    assert hashes(lambda: accounts().sign_up(password=PASSWORD, **person())) == 1


def test_signing_up_does_not_tell_by_the_username_whether_the_email_has_an_account() -> None:
    """Were a username reserved by signing up, a second attempt at it would tell."""
    make_account(email="ana@example.test")
    for email in ("ana@example.test", "eva@example.test"):
        accounts().sign_up(password=PASSWORD, **person(email=email, username="one.name"))
        accounts().sign_up(password=PASSWORD, **person(username="one.name"))


def test_a_username_that_is_taken_is_refused_whatever_its_case() -> None:
    make_account(username="ana.sofia")
    with pytest.raises(UsernameTaken) as refused:
        accounts().sign_up(password=PASSWORD, **person(username="Ana.Sofia"))
    assert refused.value.username == "Ana.Sofia"


def test_every_reason_against_a_password_is_told() -> None:
    with pytest.raises(PasswordRefused) as refused:
        accounts().sign_up(password="ana.1", **person(username="ana.123"))
    assert len(refused.value.reasons) == 2


def test_who_signs_up_with_anothers_email_gets_nothing_when_its_owner_signs_up() -> None:
    make_sign_up(email="ana@example.test", username="intruder")
    own = make_sign_up(email="ana@example.test", username="ana.sofia")
    accounts().verify_email(token_of(own.pk))
    assert Account.objects.get(email="ana@example.test").username == "ana.sofia"
    assert not SignUp.objects.filter(email="ana@example.test").exists()


def test_a_link_works_once() -> None:
    token = token_of(make_sign_up().pk)
    accounts().verify_email(token)
    with pytest.raises(LinkRefused):
        accounts().verify_email(token)


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c", token_of(999_999_999)])
def test_another_token_is_refused(token: str) -> None:
    with pytest.raises(LinkRefused):
        accounts().verify_email(token)


def test_a_link_of_three_days_ago_is_refused() -> None:
    token = token_of(make_sign_up().pk)
    later = (timezone.now() + LIFETIME + timedelta(minutes=1)).timestamp()
    with patch("time.time", lambda: later), pytest.raises(LinkRefused):
        accounts().verify_email(token)


def test_a_username_taken_in_the_meantime_is_told_and_the_sign_up_stays() -> None:
    sign_up = make_sign_up(username="ana.sofia")
    make_account(username="ANA.SOFIA")
    with pytest.raises(UsernameTaken):
        accounts().verify_email(token_of(sign_up.pk))
    assert SignUp.objects.filter(pk=sign_up.pk).exists()


def test_the_link_of_an_email_that_got_an_account_in_the_meantime_is_refused() -> None:
    sign_up = make_sign_up(email="ana@example.test")
    make_account(email="ana@example.test")
    with pytest.raises(LinkRefused):
        accounts().verify_email(token_of(sign_up.pk))


REFUSED_LOG_INS = {
    "an unknown e-mail": ("nobody@example.test", PASSWORD),
    "a wrong password": ("ana@example.test", "another"),
    "not verified": ("new@example.test", PASSWORD),
    "closed": ("closed@example.test", PASSWORD),
    "no usable password": ("staff@example.test", PASSWORD),
}


@pytest.fixture
def _accounts_of_every_kind() -> None:
    make_account(email="ana@example.test")
    make_account(email="new@example.test", is_verified=False)
    make_account(email="closed@example.test", is_active=False)
    make_account(email="staff@example.test", password=None)


@pytest.mark.usefixtures("_accounts_of_every_kind")
@pytest.mark.parametrize("case", REFUSED_LOG_INS)
def test_every_log_in_that_is_refused_looks_and_costs_the_same(case: str) -> None:
    email, password = REFUSED_LOG_INS[case]
    refused: list[LogInRefused] = []

    def attempt() -> None:
        with pytest.raises(LogInRefused) as caught:
            accounts().log_in(email, password)
        refused.append(caught.value)

    assert hashes(attempt) == 1
    assert (refused[0].message, refused[0].detail()) == (
        "The e-mail and the password do not open a verified account.",
        {},
    )


def hashes(act: Callable[[], Any]) -> int:
    """How many passwords are hashed while `act` runs."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    real, seen = MD5PasswordHasher.encode, []

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        seen.append(salt)
        return real(self, password, salt)

    with patch.object(MD5PasswordHasher, "encode", counted):
        act()
    return len(seen)


def test_a_token_names_the_account_and_is_short_lived() -> None:
    account = make_account(email="ana@example.test")
    token = accounts().log_in("ana@example.test", PASSWORD).access_token
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["sub"], claims["kind"], claims["exp"] - claims["iat"]) == (str(account.pk), "user", 900)


def test_a_profile_is_its_owners() -> None:
    account = make_account(biography="¡Hola!")
    make_account()
    profile = accounts(account).get_profile()
    assert (profile.id, profile.email, profile.biography) == (str(account.pk), account.email, "¡Hola!")
    assert profile.verified


def test_what_is_left_out_of_an_update_stays() -> None:
    account = make_account(biography="before", first_name="Ana")
    changed = accounts(account).update_profile(biography="")
    assert (changed.biography, changed.first_name) == ("", "Ana")
    assert accounts(account).update_profile() == changed


def test_a_username_can_be_spelled_anew_and_not_taken_from_another() -> None:
    account, _ = make_account(username="ana.sofia"), make_account(username="eva.maria")
    assert accounts(account).update_profile(username="Ana.Sofia").username == "Ana.Sofia"
    with pytest.raises(UsernameTaken):
        accounts(account).update_profile(username="EVA.MARIA", biography="lost")
    assert accounts(account).get_profile().biography == ""


def test_a_closed_account_has_no_profile_whatever_its_token_says() -> None:
    account = make_account(is_active=False)
    with pytest.raises(NotFound):
        accounts(account).get_profile()


def test_a_profile_needs_a_person() -> None:
    with pytest.raises(Unauthenticated):
        accounts().get_profile()
    with pytest.raises(PermissionDenied):
        consume(Accounts, context=service()).get_profile()
