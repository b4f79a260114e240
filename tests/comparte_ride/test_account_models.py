from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from accounts.models import Account, SignUp
from tests.comparte_ride.people import PASSWORD, make_account, make_sign_up

pytestmark = pytest.mark.django_db


def test_an_email_in_capitals_is_the_same_email() -> None:
    account = make_account(email="Ana.Peña@Example.Test".replace("ñ", "n"))
    assert account.email == "ana.pena@example.test"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_account(email="ANA.PENA@example.test")


def test_the_database_refuses_an_email_in_capitals() -> None:
    account = make_account()
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(email="ANA@example.test")


def test_a_username_is_unique_whatever_its_case() -> None:
    make_account(username="ana.sofia")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_account(username="Ana.Sofia")


def test_django_logs_in_by_email_whatever_its_case() -> None:
    account = make_account(email="ana@example.test")
    assert authenticate(username="ANA@example.test", password=PASSWORD) == account
    assert authenticate(username="ana@example.test", password="another") is None


def test_a_sign_up_becomes_a_verified_account_with_its_password() -> None:
    sign_up = make_sign_up(email="ana@example.test", username="ana.sofia")
    account = Account.objects.from_sign_up(sign_up)
    assert account is not None
    assert account.is_verified
    assert account.check_password(PASSWORD)
    assert (account.email, account.username) == ("ana@example.test", "ana.sofia")


@pytest.mark.parametrize("taken", [{"email": "ana@example.test"}, {"username": "ANA.SOFIA"}])
def test_a_sign_up_whose_names_are_taken_becomes_nothing(taken: dict[str, str]) -> None:
    make_account(**taken)
    sign_up = make_sign_up(**{"email": "ana@example.test", "username": "ana.sofia"} | {})
    assert Account.objects.from_sign_up(sign_up) is None
    assert Account.objects.count() == 1  # and the transaction still works


def test_two_may_sign_up_with_one_email_and_one_username() -> None:
    make_sign_up(email="ana@example.test", username="ana.sofia")
    make_sign_up(email="ana@example.test", username="ana.sofia")
    assert SignUp.objects.count() == 2


def test_a_sign_up_is_taken_once() -> None:
    sign_up = make_sign_up()
    assert SignUp.objects.take(sign_up.pk) is not None
    assert SignUp.objects.take(sign_up.pk) is None
