"""Sessions and passwords over each wire: rotation, reuse, log-out everywhere, a forgotten password."""

from __future__ import annotations

import pytest

from accounts.contract import LinkRefused, LogInRefused, PasswordRefused, SessionEnded, TooManyAttempts
from tests.comparte_ride.journey.conftest import WireOf
from tests.comparte_ride.journey.people import Person, refused
from tests.comparte_ride.journey.site import Site

pytestmark = [pytest.mark.interop, pytest.mark.timeout(300)]


@pytest.fixture(params=["rest", "graphql", "soap"])
def person(request: pytest.FixtureRequest, site: Site, wire_of: WireOf) -> Person:
    """Somebody who has logged in."""
    return Person(site, wire_of(site, request.param), "es").arrive()


def test_sessions_and_passwords(person: Person) -> None:
    a_token_is_replaced_and_its_reuse_ends_the_session(person)
    all_sessions_end_at_once(person)
    a_forgotten_password_is_set_by_the_link_once(person)
    links_are_not_sent_without_end(person)


def ended(person: Person, token: str) -> None:
    """A refresh token opens nothing."""
    with refused(SessionEnded):
        person.accounts().refresh_session(token)


def a_token_is_replaced_and_its_reuse_ends_the_session(person: Person) -> None:
    """The token before is good for a moment (two tabs), the one before that is a copy's."""
    assert person.session is not None
    first = person.session.refresh_token
    second = person.accounts().refresh_session(first)
    assert second.refresh_token != first
    assert person.accounts().refresh_session(first).refresh_token == second.refresh_token
    person.session = second
    assert person.accounts().get_profile().email == person.email
    third = person.accounts().refresh_session(second.refresh_token)
    ended(person, first)
    ended(person, third.refresh_token)
    ended(person, "nothing.at-all")


def all_sessions_end_at_once(person: Person) -> None:
    """One alone first, then the others."""
    alone, here, there = (person.log_in().refresh_token for _ in range(3))
    person.accounts().log_out(alone)
    person.accounts().log_out(alone)  # no error
    ended(person, alone)
    here = person.accounts().refresh_session(here).refresh_token
    person.accounts().log_out_everywhere()
    ended(person, here)
    ended(person, there)


def a_forgotten_password_is_set_by_the_link_once(person: Person) -> None:
    """Whoever asks learns nothing; the link is in the owner's e-mail, and ends all sessions."""
    session = person.log_in().refresh_token
    asked = person.accounts().request_password_reset(person.email)
    nobody = person.accounts().request_password_reset(f"no-{person.email}")
    assert abs(asked.expires_at - nobody.expires_at).total_seconds() < 60
    link = person.token_in_mail("contraseña")
    with refused(PasswordRefused):
        person.accounts().reset_password(link, "12345")
    person.accounts().reset_password(link, "caballo correcto grapa")
    with refused(LinkRefused):
        person.accounts().reset_password(link, "caballo correcto pila")
    ended(person, session)
    with refused(LogInRefused):
        person.log_in()
    person.log_in("caballo correcto grapa")
    assert person.site.mail.read(person.email, "contraseña")
    assert person.site.mail.of(f"no-{person.email}", "") == []


def links_are_not_sent_without_end(person: Person) -> None:
    """Three in a quarter of an hour; twice as many where a new one begins just now."""
    with refused(TooManyAttempts):
        for _ in range(7):
            person.accounts().request_password_reset(person.email)
