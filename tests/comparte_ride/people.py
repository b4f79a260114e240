"""Accounts, circles and members for the tests of the reference application."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.contract import Accounts
from accounts.models import Account, SignUp
from circles.contract import Circles
from circles.models import Circle, Invitation, Membership
from circles.naming import folded, new_code, new_slug
from trebol import Caller, Context
from trebol.service import consume

NOBODY = Context()
PASSWORD = "correct horse battery"
NUMBERS = count(1)


def caller(account_id: str) -> Context:
    """The context of a person."""
    return Context(caller=Caller(id=account_id))


def service(*scopes: str) -> Context:
    """The context of a service."""
    return Context(caller=Caller(id="rides", kind="service", scopes=frozenset(scopes)))


def circles(account_id: str) -> Circles:
    """The circles service, as this person consumes it."""
    return consume(Circles, context=caller(account_id))


def accounts(account: Account | None = None) -> Accounts:
    """The accounts service, as this account or nobody consumes it."""
    return consume(Accounts, context=caller(str(account.pk)) if account else NOBODY)


def from_(address: str) -> Accounts:
    """The accounts service, as a client at this address consumes it."""
    return consume(Accounts, context=Context(address=address))


def token_in(message: EmailMessage) -> str:
    """The token of the link in an e-mail."""
    found = re.search(r"token=(\S+)", str(message.body))
    assert found is not None
    return found[1].replace("%3A", ":")


def person(**fields: Any) -> dict[str, Any]:
    """What somebody says who signs up; each call another person."""
    number = next(NUMBERS)
    said = {
        "email": f"person{number}@example.test",
        "username": f"person{number}",
        "first_name": "Íñigo",
        "last_name": "Núñez",
        "phone": "+525512345678",
    }
    return said | fields


def make_account(**fields: Any) -> Account:
    return Account.objects.create_user(**{"password": PASSWORD, "is_verified": True, **person(**fields)})


def make_sign_up(**fields: Any) -> SignUp:
    sign_up: SignUp = SignUp.objects.create(password=make_password(PASSWORD), **person(**fields))
    return sign_up


def make_circle(name: str = "Ñuñoa · Providencia", **fields: Any) -> Circle:
    made = {"slug": new_slug(name), "search_text": folded(name), "created_at": timezone.now(), **fields}
    circle: Circle = Circle.objects.create(name=name, **made)
    return circle


def add_member(circle: Circle, account_id: str, **fields: Any) -> Membership:
    """An active member, counted."""
    made = {"invitations_granted": 5, "joined_at": timezone.now(), **fields}
    membership: Membership = Membership.objects.create(circle=circle, account_id=account_id, **made)
    Circle.objects.filter(pk=circle.pk).take_place()
    return membership


def make_invitation(issuer: Membership, **fields: Any) -> Invitation:
    now = timezone.now()
    made = {"code": new_code(), "issued_at": now, "expires_at": now + timedelta(days=1), **fields}
    invitation: Invitation = Invitation.objects.create(membership=issuer, **made)
    return invitation
