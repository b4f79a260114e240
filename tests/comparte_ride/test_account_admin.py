"""What staff can do with accounts in the admin, by their groups, and what nobody can."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models.signals import pre_save
from django.test import Client

from accounts.contract import LogInRefused, SessionEnded
from accounts.models import Account, SignUp
from tests.comparte_ride.backstage import logged_in, staff_who_may
from tests.comparte_ride.people import PASSWORD, accounts, make_account, make_sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin_site")]
LIST, SIGN_UPS = "/admin/accounts/account/", "/admin/accounts/signup/"


@pytest.fixture
def superuser() -> Client:
    return logged_in(make_account(is_staff=True, is_superuser=True))


@pytest.fixture
def desk() -> Client:
    """Somebody whose group may change accounts."""
    return logged_in(staff_who_may("view_account", "change_account", "view_signup"))


def act(client: Client, action: str, *chosen: Account | SignUp, place: str = LIST) -> Any:
    """Do something with the chosen rows of a list."""
    return client.post(place, {"action": action, "_selected_action": [str(row.pk) for row in chosen]})


def change(client: Client, account: Account, **said: Any) -> int:
    """Send the form of an account; the status of the answer."""
    return client.post(f"{LIST}{account.pk}/change/", said).status_code


def test_an_account_is_looked_at_and_no_hash_is_shown(superuser: Client) -> None:
    ana = make_account(username="ana.sofia")
    page = superuser.get(f"{LIST}{ana.pk}/change/").content.decode()
    assert "ana.sofia" in page
    assert ana.email in page
    assert ana.password not in page
    assert set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', page)) - {"csrfmiddlewaretoken"} >= {
        "is_verified", "is_active", "is_staff", "groups",
    }  # fmt: skip
    assert 'name="password"' not in page
    assert 'name="is_superuser"' not in page


def test_no_hash_of_a_sign_up_is_shown(superuser: Client) -> None:
    sign_up = make_sign_up()
    page = superuser.get(f"{SIGN_UPS}{sign_up.pk}/change/").content.decode()
    assert sign_up.email in page
    assert sign_up.password not in page


def test_nothing_else_of_an_account_is_written(superuser: Client) -> None:
    ana = make_account(email="ana@example.test", username="ana.sofia", is_verified=False)
    sent = {"is_verified": "on", "is_active": "on", "email": "x@example.test", "password": "x", "stars": "9"}
    assert change(superuser, ana, **sent) == 302
    now = Account.objects.get(pk=ana.pk)
    assert (now.email, now.password, now.stars) == ("ana@example.test", ana.password, 0)
    assert now.is_verified
    assert LogEntry.objects.get().object_id == str(ana.pk)


def test_a_ride_counted_while_the_form_was_sent_stays_counted(superuser: Client) -> None:
    ana = make_account(is_verified=False)

    def counted(sender: Any, instance: Account, **told: Any) -> None:
        Account.objects.filter(pk=ana.pk).update(rides_offered=3)

    pre_save.connect(counted, Account)
    try:
        change(superuser, ana, is_verified="on", is_active="on")
    finally:
        pre_save.disconnect(counted, Account)
    ana.refresh_from_db()
    assert (ana.is_verified, ana.rides_offered) == (True, 3)


def test_verified_by_staff_one_can_log_in(desk: Client) -> None:
    ana = make_account(is_verified=False)
    with pytest.raises(LogInRefused):
        accounts().log_in(ana.email, PASSWORD)
    act(desk, "verify", ana)
    assert accounts().log_in(ana.email, PASSWORD).expires_in == 900


@pytest.mark.parametrize("by", ["the action", "the form"])
def test_closing_ends_the_sessions_and_opening_again_does_not_bring_them_back(desk: Client, by: str) -> None:
    ana = make_account()
    token = accounts().log_in(ana.email, PASSWORD).refresh_token
    if by == "the action":
        act(desk, "close", ana)
    else:
        change(desk, ana, is_verified="on")
    with pytest.raises(LogInRefused):
        accounts().log_in(ana.email, PASSWORD)
    act(desk, "reopen", ana)
    with pytest.raises(SessionEnded):
        accounts().refresh_session(token)
    assert accounts().log_in(ana.email, PASSWORD).expires_in == 900


def test_all_sessions_of_a_person_are_ended_and_nobody_elses(desk: Client) -> None:
    ana, eva = make_account(), make_account()
    hers, others = (accounts().log_in(one.email, PASSWORD).refresh_token for one in (ana, eva))
    browser = logged_in(ana)
    assert "_auth_user_id" in browser.session
    act(desk, "end_sessions", ana)
    with pytest.raises(SessionEnded):
        accounts().refresh_session(hers)
    accounts().refresh_session(others)
    assert browser.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/log-in")
    assert LogEntry.objects.get().change_message == "ended all sessions"


def test_who_may_only_look_changes_nothing() -> None:
    looker, ana = logged_in(staff_who_may("view_account")), make_account(is_verified=False)
    assert looker.get(f"{LIST}{ana.pk}/change/").status_code == 200
    assert change(looker, ana, is_verified="on", is_active="on") == 403
    for action in ("verify", "close", "end_sessions"):
        act(looker, action, ana)
    ana.refresh_from_db()
    assert (ana.is_verified, ana.is_active, ana.session_salt) == (False, True, "")
    assert looker.get(SIGN_UPS).status_code == 403


def test_staff_of_no_group_see_nothing() -> None:
    assert logged_in(make_account(is_staff=True)).get(LIST).status_code == 403


def test_only_a_superuser_changes_staff_and_who_belongs_to_it(desk: Client, superuser: Client) -> None:
    ana, colleague = make_account(), make_account(is_staff=True)
    change(desk, ana, is_verified="on", is_active="on", is_staff="on")
    assert change(desk, colleague, is_verified="on") == 403
    act(desk, "close", colleague)
    act(desk, "end_sessions", colleague)
    for one in (ana, colleague):
        one.refresh_from_db()
    assert (ana.is_staff, colleague.is_active, colleague.session_salt) == (False, True, "")
    change(superuser, ana, is_verified="on", is_active="on", is_staff="on")
    ana.refresh_from_db()
    assert ana.is_staff


def test_an_account_is_opened_without_its_link_by_the_rules_of_the_link(desk: Client) -> None:
    known, new = make_account(), make_sign_up()
    late = make_sign_up(username=known.username.upper())
    told = act(desk, "open_account", new, late, place=SIGN_UPS)
    assert told.status_code == 302
    assert Account.objects.get(email=new.email).is_verified
    assert not Account.objects.filter(email=late.email).exists()
    assert SignUp.objects.get() == late


def test_who_may_not_change_accounts_opens_none() -> None:
    looker = logged_in(staff_who_may("view_signup"))
    act(looker, "open_account", make_sign_up(), place=SIGN_UPS)
    assert SignUp.objects.count() == 1


def test_no_account_is_made_or_removed_here(superuser: Client) -> None:
    assert superuser.get(f"{LIST}add/").status_code == 403
    assert superuser.get(f"{LIST}{make_account().pk}/delete/").status_code == 403
