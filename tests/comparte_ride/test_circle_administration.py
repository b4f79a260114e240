"""What administrators do with members: promote, deactivate, reactivate."""

from __future__ import annotations

import pytest

from circles.contract import (
    AlreadyAdministrator,
    CircleFull,
    InvitationExpired,
    LastAdministrator,
    MembershipDeactivated,
    MemberUnknown,
    Role,
)
from circles.models import Circle, Membership
from tests.comparte_ride.people import add_member, circles, make_circle, make_invitation
from trebol import PermissionDenied

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    """A circle of administrator 1, with 2 as a member."""
    made = make_circle()
    add_member(made, "1", role="administrator")
    add_member(made, "2")
    return made


def count(circle: Circle) -> tuple[int, int]:
    """What the circle says, and what its rows say."""
    circle.refresh_from_db()
    return circle.members_count, circle.memberships.active().count()


class TestPromote:
    def test_a_member_becomes_administrator(self, circle: Circle) -> None:
        promoted = circles("1").promote_member(circle.slug, "2")
        assert (promoted.account_id, promoted.role) == ("2", Role.ADMINISTRATOR)
        circles("2").update_circle(circle.slug, name="Roma")
        circles("1").leave_circle(circle.slug)

    def test_an_administrator_is_one_already(self, circle: Circle) -> None:
        with pytest.raises(AlreadyAdministrator):
            circles("1").promote_member(circle.slug, "1")

    @pytest.mark.parametrize("how", ["never there", "left", "deactivated"])
    def test_who_is_no_member_is_unknown(self, circle: Circle, how: str) -> None:
        if how != "never there":
            add_member(circle, "3", is_active=False, is_deactivated=how == "deactivated")
        with pytest.raises(MemberUnknown):
            circles("1").promote_member(circle.slug, "3")

    def test_a_member_promotes_nobody(self, circle: Circle) -> None:
        with pytest.raises(PermissionDenied):
            circles("2").promote_member(circle.slug, "2")


class TestDeactivate:
    def test_who_is_put_out_is_no_member(self, circle: Circle) -> None:
        circles("1").deactivate_member(circle.slug, "2")
        assert count(circle) == (1, 1)
        with pytest.raises(PermissionDenied):
            circles("2").list_members(circle.slug)
        seen = circles("1").get_membership(circle.slug, "2")
        assert (seen.active, seen.deactivated) == (False, True)
        assert circles("2").list_own_slugs() == []

    def test_no_code_lets_them_in_and_it_stays_good_for_others(self, circle: Circle) -> None:
        code = make_invitation(Membership.objects.get(account_id="1")).code
        circles("1").deactivate_member(circle.slug, "2")
        with pytest.raises(MembershipDeactivated):
            circles("2").join_circle(circle.slug, code)
        assert circles("3").join_circle(circle.slug, code).members_count == 2

    def test_their_open_codes_end(self, circle: Circle) -> None:
        code = make_invitation(Membership.objects.get(account_id="2")).code
        circles("1").deactivate_member(circle.slug, "2")
        with pytest.raises(InvitationExpired):
            circles("3").join_circle(circle.slug, code)

    def test_another_administrator_can_be_put_out(self, circle: Circle) -> None:
        circles("1").promote_member(circle.slug, "2")
        circles("2").deactivate_member(circle.slug, "1")
        with pytest.raises(PermissionDenied):
            circles("1").update_circle(circle.slug, name="Roma")

    def test_one_of_several_administrators_can_put_themselves_out(self, circle: Circle) -> None:
        circles("1").promote_member(circle.slug, "2")
        circles("1").deactivate_member(circle.slug, "1")
        assert count(circle) == (1, 1)

    def test_the_only_administrator_stays(self, circle: Circle) -> None:
        with pytest.raises(LastAdministrator) as refused:
            circles("1").deactivate_member(circle.slug, "1")
        assert refused.value.members_count == 2
        circles("1").deactivate_member(circle.slug, "2")
        with pytest.raises(LastAdministrator):  # also alone: to leave is another thing
            circles("1").deactivate_member(circle.slug, "1")

    def test_a_member_is_put_out_once(self, circle: Circle) -> None:
        circles("1").deactivate_member(circle.slug, "2")
        with pytest.raises(MemberUnknown):
            circles("1").deactivate_member(circle.slug, "2")
        assert count(circle) == (1, 1)

    def test_a_member_puts_nobody_out(self, circle: Circle) -> None:
        with pytest.raises(PermissionDenied):
            circles("2").deactivate_member(circle.slug, "2")


class TestReactivate:
    def test_who_was_put_out_is_a_member_like_others_again(self, circle: Circle) -> None:
        circles("1").promote_member(circle.slug, "2")
        circles("1").deactivate_member(circle.slug, "2")
        again = circles("1").reactivate_member(circle.slug, "2")
        assert (again.account_id, again.role) == ("2", Role.MEMBER)
        assert count(circle) == (2, 2)
        assert not circles("2").get_membership(circle.slug, "2").deactivated
        circles("2").leave_circle(circle.slug)
        code = make_invitation(Membership.objects.get(account_id="1")).code
        assert circles("2").join_circle(circle.slug, code).members_count == 2

    def test_a_full_circle_takes_nobody_back(self, circle: Circle) -> None:
        circles("1").deactivate_member(circle.slug, "2")
        Circle.objects.filter(pk=circle.pk).update(members_limit=10, members_count=10)
        with pytest.raises(CircleFull) as refused:
            circles("1").reactivate_member(circle.slug, "2")
        assert refused.value.members_count == 10

    @pytest.mark.parametrize("who", ["2", "3", "4"])
    def test_only_who_was_put_out_is_taken_back(self, circle: Circle, who: str) -> None:
        add_member(circle, "3", is_active=False)
        with pytest.raises(MemberUnknown):
            circles("1").reactivate_member(circle.slug, who)

    def test_a_member_takes_nobody_back(self, circle: Circle) -> None:
        circles("1").deactivate_member(circle.slug, "2")
        add_member(circle, "3")
        for account_id in ("2", "3"):
            with pytest.raises(PermissionDenied):
                circles(account_id).reactivate_member(circle.slug, "2")


class TestListOfTheDeactivated:
    def test_administrators_see_who_was_put_out_and_nobody_else(self, circle: Circle) -> None:
        add_member(circle, "3", is_active=False)
        add_member(circle, "4", is_active=False, is_deactivated=True)
        add_member(make_circle(), "5", is_active=False, is_deactivated=True)
        listed = circles("1").list_deactivated_members(circle.slug).items
        assert [member.account_id for member in listed] == ["4"]
        assert [member.account_id for member in circles("1").list_members(circle.slug).items] == ["2", "1"]

    @pytest.mark.parametrize("who", ["2", "4"])
    def test_others_do_not(self, circle: Circle, who: str) -> None:
        add_member(circle, "4", is_active=False, is_deactivated=True)
        with pytest.raises(PermissionDenied):
            circles(who).list_deactivated_members(circle.slug)
