"""Sessions by refresh tokens: opened, refreshed, ended, and ended where a token is used twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from accounts.contract import LogInRefused, Session, SessionEnded
from accounts.models import Account
from accounts.sessions import LIFETIME, RACE, OpenSession, hash_of, parts_of
from tests.comparte_ride.people import PASSWORD, accounts, make_account, service
from trebol import PermissionDenied, Unauthenticated
from trebol.service import caller_of_token, consume

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Account:
    return make_account(email="ana@example.test")


def log_in() -> Session:
    return accounts().log_in("ana@example.test", PASSWORD)


def after(pause: timedelta) -> Any:
    """The service's clock, that much later."""
    later = timezone.now() + pause
    return patch("accounts.service.timezone.now", lambda: later)


def refused(token: str) -> None:
    with pytest.raises(SessionEnded):
        accounts().refresh_session(token)


def test_a_log_in_opens_a_session_that_lasts_thirty_days(ana: Account) -> None:
    session = log_in()
    assert caller_of_token(session.access_token).id == str(ana.pk)
    assert session.expires_in == 900
    assert abs(session.refresh_expires_at - (timezone.now() + LIFETIME)) < timedelta(minutes=1)


def test_of_a_token_only_hashes_are_kept(ana: Account) -> None:
    token = log_in().refresh_token
    (row,) = OpenSession.objects.values()
    assert {row["handle"], row["secret"]} == set(map(hash_of, parts_of(token)))
    second = accounts().refresh_session(token).refresh_token
    (row,) = OpenSession.objects.values()
    assert not [value for value in row.values() for part in parts_of(second) if part in str(value)]


def test_a_refresh_replaces_the_token_and_not_the_end_of_the_session(ana: Account) -> None:
    first = log_in()
    second = accounts().refresh_session(first.refresh_token)
    assert second.refresh_token != first.refresh_token
    assert second.refresh_expires_at == first.refresh_expires_at
    assert caller_of_token(second.access_token).id == str(ana.pk)
    third = accounts().refresh_session(second.refresh_token)
    assert third.refresh_token not in {first.refresh_token, second.refresh_token}


def test_two_tabs_at_one_moment_go_on_with_the_same_token(ana: Account) -> None:
    token = log_in().refresh_token
    one, other = accounts().refresh_session(token), accounts().refresh_session(token)
    assert one.refresh_token == other.refresh_token
    assert accounts().refresh_session(one.refresh_token).refresh_token != one.refresh_token


def test_a_token_used_again_ends_the_session_for_both_who_hold_it(ana: Account) -> None:
    stolen = log_in().refresh_token
    own = accounts().refresh_session(stolen).refresh_token
    with after(RACE):
        refused(stolen)
    refused(own)
    assert not OpenSession.objects.exists()


def test_a_token_before_the_last_is_no_race(ana: Account) -> None:
    first = log_in().refresh_token
    second = accounts().refresh_session(first).refresh_token
    third = accounts().refresh_session(second).refresh_token
    refused(first)
    refused(third)


def test_an_invented_secret_for_a_known_handle_ends_the_session_and_gets_nothing(ana: Account) -> None:
    token = log_in().refresh_token
    refused(f"{parts_of(token)[0]}.invented")
    refused(token)


def test_the_present_token_cannot_be_told_from_the_rows_and_the_one_before(ana: Account) -> None:
    """Who reads the database and has an old token still lacks the server's key."""
    token = log_in().refresh_token
    accounts().refresh_session(token)
    with patch("django.conf.settings.SECRET_KEY", "another key"):
        refused(token)


@pytest.mark.parametrize("token", ["nonsense", ".", "a.b", "ñ.ñ", "x" * 200])
def test_another_token_is_refused(ana: Account, token: str) -> None:
    refused(token)


def test_a_session_ends_after_thirty_days_however_often_it_is_refreshed(ana: Account) -> None:
    token = log_in().refresh_token
    with after(LIFETIME - timedelta(minutes=1)):
        token = accounts().refresh_session(token).refresh_token
    with after(LIFETIME + timedelta(minutes=1)):
        refused(token)


def test_a_closed_account_is_not_refreshed(ana: Account) -> None:
    token = log_in().refresh_token
    Account.objects.filter(pk=ana.pk).update(is_active=False)
    refused(token)


def test_logging_out_ends_one_session_and_is_never_an_error(ana: Account) -> None:
    one, other = log_in().refresh_token, log_in().refresh_token
    accounts().log_out(one)
    accounts().log_out(one)
    accounts().log_out("nonsense")
    refused(one)
    accounts().refresh_session(other)


def test_logging_out_by_a_token_that_was_replaced_ends_the_session_too(ana: Account) -> None:
    old = log_in().refresh_token
    new = accounts().refresh_session(old).refresh_token
    accounts().log_out(old)
    refused(new)


def test_logging_out_everywhere_ends_the_callers_sessions_and_nobody_elses(ana: Account) -> None:
    eva = make_account(email="eva@example.test")
    tokens, hers = [log_in().refresh_token for _ in range(3)], accounts().log_in(eva.email, PASSWORD)
    accounts(ana).log_out_everywhere()
    for token in tokens:
        refused(token)
    accounts().refresh_session(hers.refresh_token)


def test_logging_out_everywhere_ends_the_sessions_of_pages(ana: Account) -> None:
    browser = Client()
    assert browser.login(username=ana.email, password=PASSWORD)
    assert is_logged_in(browser)
    accounts(ana).log_out_everywhere()
    assert not is_logged_in(browser)
    assert browser.login(username=ana.email, password=PASSWORD)
    assert is_logged_in(browser)


def is_logged_in(browser: Client) -> bool:
    """Whether Django finds somebody in the browser's session, as its middleware does."""
    from django.contrib.auth import get_user
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = browser.session
    return get_user(request).is_authenticated


def test_a_secret_that_is_being_replaced_keeps_the_sessions_of_pages(ana: Account, settings: Any) -> None:
    before = ana.get_session_auth_hash()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next one", [settings.SECRET_KEY]
    assert before != ana.get_session_auth_hash()
    assert before in list(ana.get_session_auth_fallback_hash())


def test_logging_out_everywhere_needs_a_person() -> None:
    with pytest.raises(Unauthenticated):
        accounts().log_out_everywhere()
    from accounts.contract import Accounts

    with pytest.raises(PermissionDenied):
        consume(Accounts, context=service()).log_out_everywhere()


def test_a_password_changed_while_it_is_checked_opens_nothing(ana: Account) -> None:
    """The command begins after the check: somebody may have reset the password in between."""
    from accounts.backends import VerifiedBackend

    real = VerifiedBackend.authenticate

    def changed_afterwards(self: VerifiedBackend, *args: Any, **kwargs: Any) -> Any:
        found = real(self, *args, **kwargs)
        Account.objects.filter(pk=ana.pk).update(password="another hash")
        return found

    with patch.object(VerifiedBackend, "authenticate", changed_afterwards), pytest.raises(LogInRefused):
        log_in()
    assert not OpenSession.objects.exists()


def test_expired_sessions_are_forgotten(ana: Account) -> None:
    log_in()
    assert OpenSession.objects.forget_expired(timezone.now()) == 0
    assert OpenSession.objects.forget_expired(timezone.now() + LIFETIME) == 1
