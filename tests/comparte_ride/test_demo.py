from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Model, Q
from django.utils import timezone

from accounts.demo import EMAIL, PASSWORD
from accounts.models import Account
from circles.models import Circle, Invitation, Membership
from trebol.bootstrap import assembly

pytestmark = pytest.mark.django_db
KEPT: list[type[Model]] = [Account, Circle, Membership, Invitation]


def rows() -> list[list[dict[str, Any]]]:
    """All rows but their keys, in order."""
    return [list(model.objects.order_by("pk").values()) for model in KEPT]  # type: ignore[attr-defined]


@pytest.fixture
def demo() -> None:
    call_command("demo", verbosity=0)


@pytest.mark.usefixtures("demo")
class TestOnce:
    def test_there_are_hundreds_dozens_and_thousands(self) -> None:
        assert Account.objects.count() == 300
        assert Circle.objects.count() == 48
        assert Membership.objects.count() > 2000

    def test_a_second_call_changes_nothing(self) -> None:
        before = rows()
        call_command("demo", verbosity=0)
        assert rows() == before

    def test_a_second_call_leaves_alone_what_people_did(self) -> None:
        circle = Circle.objects.get(slug="condesa-roma-norte")
        Circle.objects.filter(pk=circle.pk).update(name="Condesa")
        Membership.objects.filter(circle=circle, account_id=ana_id()).end()
        before = rows()
        call_command("demo", verbosity=0)
        assert rows() == before

    def test_a_larger_scale_adds_and_changes_nothing(self) -> None:
        before = rows()
        call_command("demo", scale=2, verbosity=0)
        after = rows()
        assert [part[: len(was)] for part, was in zip(after, before, strict=True)] == before
        assert Account.objects.count() == 600
        assert Circle.objects.count() == 96

    def test_everybody_says_what_the_contract_allows(self) -> None:
        accept = assembly().compilation.operations["accounts.v1.update_profile"].judge.accept
        for said in Account.objects.values("username", "first_name", "last_name", "phone", "biography"):
            accept(dict(said))

    def test_every_circle_is_as_the_contract_allows(self) -> None:
        accept = assembly().compilation.operations["circles.v1.create_circle"].judge.accept
        for said in Circle.objects.values("name", "description", "members_limit"):
            accept(dict(said))

    def test_ana_can_log_in(self) -> None:
        ana = Account.objects.get(email=EMAIL)
        assert ana.check_password(PASSWORD)
        assert ana.is_verified

    def test_ana_is_member_and_administrator_of_public_and_private_circles(self) -> None:
        mine = Membership.objects.filter(account_id=ana_id())
        kinds = set(mine.values_list("role", "circle__is_public"))
        assert kinds == {(role, public) for role in ("member", "administrator") for public in (True, False)}

    def test_there_are_private_circles_that_ana_does_not_know(self) -> None:
        assert Circle.objects.filter(is_public=False).exclude(memberships__account_id=ana_id()).exists()

    def test_the_counts_agree_with_the_rows(self) -> None:
        active = Count("memberships", filter=Q(memberships__is_active=True))
        assert not Circle.objects.annotate(active=active).exclude(members_count=F("active")).exists()

    def test_every_circle_has_a_founder_who_came_first(self) -> None:
        for circle in Circle.objects.all():
            first = circle.memberships.order_by("joined_at").first()
            assert first is not None
            assert (first.role, first.invitations_granted) == ("administrator", 10)

    def test_everybody_but_the_founder_came_by_an_invitation_into_that_circle(self) -> None:
        used = Invitation.objects.exclude(used_by="").values_list("membership__circle_id", "used_by")
        came = Membership.objects.filter(invitations_granted=5).values_list("circle_id", "account_id")
        assert sorted(used) == sorted(came)

    def test_nobody_issued_more_invitations_than_granted_nor_before_joining(self) -> None:
        issued = Membership.objects.annotate(issued=Count("invitations"))
        assert not issued.filter(issued__gt=F("invitations_granted")).exists()
        assert not Invitation.objects.filter(issued_at__lt=F("membership__joined_at")).exists()

    def test_there_are_codes_to_use(self) -> None:
        assert Invitation.objects.all().open(timezone.now()).count() == 2 * 48


def ana_id() -> str:
    return str(Account.objects.get(email=EMAIL).pk)


def test_the_data_is_the_same_every_time() -> None:
    call_command("demo", verbosity=0)
    first = without_keys(rows())
    for model in reversed(KEPT):
        model.objects.all().delete()  # type: ignore[attr-defined]
    call_command("demo", verbosity=0)
    assert without_keys(rows()) == first


def without_keys(parts: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    keys = {"id", "circle_id", "membership_id", "account_id", "used_by"}
    return [[{name: row[name] for name in row if name not in keys} for row in part] for part in parts]


def test_a_scale_below_one_is_refused() -> None:
    with pytest.raises(CommandError, match="--scale 0: give 1 or more"):
        call_command("demo", scale=0)
