"""People of the staff, for the tests of the admin."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import Account
from tests.comparte_ride.people import make_account


def logged_in(account: Account) -> Client:
    """The browser of somebody who has logged in."""
    client = Client()
    client.force_login(account)
    return client


def staff_who_may(*permissions: str) -> Account:
    """Somebody of the staff, in a group that may do this."""
    group = Group.objects.create(name=f"may {' '.join(permissions)}")
    group.permissions.set(Permission.objects.filter(codename__in=permissions))
    account = make_account(is_staff=True)
    account.groups.add(group)
    return account
