from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from circles.contract import (
    AlreadyMember,
    CircleFull,
    Circles,
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    LastAdministrator,
    LimitBelowMembers,
    NoInvitationsLeft,
    Role,
)
from circles.models import Circle, Invitation, Membership
from tests.comparte_ride.people import add_member, circles, make_circle, make_invitation, service
from trebol import NotFound, Paging, PermissionDenied
from trebol.service import consume

pytestmark = pytest.mark.django_db


def code_of(account_id: str, circle_slug: str) -> str:
    return circles(account_id).issue_invitation(circle_slug).code


def test_a_founder_is_administrator_and_the_only_member() -> None:
    circle = circles("1").create_circle("Ñuñoa · Providencia", "Salimos a las 7", members_limit=10)
    assert (circle.name, circle.description, circle.public) == (
        "Ñuñoa · Providencia",
        "Salimos a las 7",
        True,
    )
    assert (circle.members_count, circle.members_limit, circle.verified) == (1, 10, False)
    assert [(member.account_id, member.role) for member in circle.members] == [("1", Role.ADMINISTRATOR)]
    assert circles("1").get_invitations(circle.slug).left == 10


def test_two_circles_of_one_name_do_not_meet() -> None:
    private = circles("1").create_circle("Familia", public=False)
    assert circles("2").create_circle("Familia").slug != private.slug


def test_a_service_founds_no_circle() -> None:
    with pytest.raises(PermissionDenied):
        consume(Circles, context=service()).create_circle("Condesa")


def test_one_comes_in_by_an_invitation() -> None:
    slug = circles("1").create_circle("Condesa").slug
    code = code_of("1", slug)
    circle = circles("2").join_circle(slug, f" {code[:4].lower()}-{code[4:]} ")
    assert circle.members_count == 2
    assert [member.account_id for member in circle.members] == ["2", "1"]
    left = circles("2").get_invitations(slug)
    assert (left.granted, left.used, left.open, left.left) == (5, 0, 0, 5)


def test_a_public_circle_too_is_entered_by_invitation_only() -> None:
    slug = circles("1").create_circle("Condesa").slug
    with pytest.raises(InvitationUnknown):
        circles("2").join_circle(slug, "ABCD2345WXYZ")


def test_a_code_admits_one_person_once() -> None:
    slug = circles("1").create_circle("Condesa").slug
    code = code_of("1", slug)
    circles("2").join_circle(slug, code)
    with pytest.raises(InvitationUsed):
        circles("3").join_circle(slug, code)
    with pytest.raises(InvitationUsed):
        circles("2").join_circle(slug, code)


def test_a_code_opens_its_own_circle_only() -> None:
    here, there = circles("1").create_circle("Condesa").slug, circles("1").create_circle("Roma").slug
    with pytest.raises(InvitationUnknown):
        circles("2").join_circle(there, code_of("1", here))


def test_a_code_expires() -> None:
    membership = add_member(make_circle(), "1")
    expired = timezone.now() - timedelta(seconds=1)
    code = make_invitation(membership, expires_at=expired).code
    with pytest.raises(InvitationExpired) as refused:
        circles("2").join_circle(membership.circle.slug, code)
    assert refused.value.expired_at == expired


def test_a_code_is_good_for_seven_days() -> None:
    slug = circles("1").create_circle("Condesa").slug
    invitation = circles("1").issue_invitation(slug)
    assert invitation.expires_at - invitation.issued_at == timedelta(days=7)
    assert not invitation.used


def test_a_member_does_not_come_in_again_and_the_code_stays_good() -> None:
    slug = circles("1").create_circle("Condesa").slug
    circles("2").join_circle(slug, code_of("1", slug))
    code = code_of("1", slug)
    with pytest.raises(AlreadyMember):
        circles("2").join_circle(slug, code)
    assert circles("3").join_circle(slug, code).members_count == 3


def test_a_full_circle_admits_nobody_and_the_code_stays_good() -> None:
    circle = make_circle(members_limit=10, members_count=9)
    code = make_invitation(add_member(circle, "1")).code
    with pytest.raises(CircleFull) as refused:
        circles("2").join_circle(circle.slug, code)
    assert refused.value.members_count == 10
    Circle.objects.filter(pk=circle.pk).free_place()
    assert circles("2").join_circle(circle.slug, code).members_count == 10


def test_who_leaves_is_no_member_and_may_come_back() -> None:
    slug = circles("1").create_circle("Condesa").slug
    circles("2").join_circle(slug, code_of("1", slug))
    circles("2").leave_circle(slug)
    assert circles("1").get_circle(slug).members_count == 1
    with pytest.raises(PermissionDenied):
        circles("2").list_members(slug)
    assert circles("2").join_circle(slug, code_of("1", slug)).members_count == 2
    assert Membership.objects.filter(account_id="2").count() == 1


def test_an_administrator_who_comes_back_is_a_member_like_others() -> None:
    circle = make_circle()
    for account_id in ("1", "2"):
        add_member(circle, account_id, role="administrator")
    circles("1").leave_circle(circle.slug)
    circles("1").join_circle(circle.slug, code_of("2", circle.slug))
    assert circles("2").get_membership(circle.slug, "1").role is Role.MEMBER


def test_the_open_codes_of_who_leaves_end() -> None:
    circle = make_circle()
    add_member(circle, "1", role="administrator")
    code = make_invitation(add_member(circle, "2")).code
    circles("2").leave_circle(circle.slug)
    with pytest.raises(InvitationExpired):
        circles("3").join_circle(circle.slug, code)


def test_the_only_administrator_stays_while_others_do() -> None:
    slug = circles("1").create_circle("Condesa").slug
    circles("2").join_circle(slug, code_of("1", slug))
    with pytest.raises(LastAdministrator) as refused:
        circles("1").leave_circle(slug)
    assert refused.value.members_count == 2
    circles("2").leave_circle(slug)
    circles("1").leave_circle(slug)
    assert Circle.objects.get(slug=slug).members_count == 0


def test_invitations_are_counted() -> None:
    circle = make_circle()
    membership = add_member(circle, "1", invitations_granted=3)
    circles("2").join_circle(circle.slug, code_of("1", circle.slug))
    make_invitation(membership, expires_at=timezone.now() - timedelta(days=1))
    code = code_of("1", circle.slug)
    told = circles("1").get_invitations(circle.slug)
    assert (told.granted, told.used, told.open, told.left) == (3, 1, 1, 1)
    assert (told.newest[0].code, told.newest[0].used) == (code, False)
    assert len(told.newest) == 3


def test_invitations_end_and_an_expired_one_is_given_back() -> None:
    circle = make_circle()
    add_member(circle, "1", invitations_granted=1)
    code = code_of("1", circle.slug)
    with pytest.raises(NoInvitationsLeft) as refused:
        circles("1").issue_invitation(circle.slug)
    assert refused.value.granted == 1
    Invitation.objects.filter(code=code).update(expires_at=timezone.now())
    assert code_of("1", circle.slug) != code


def test_an_administrator_edits_and_what_is_left_out_stays() -> None:
    slug = circles("1").create_circle("Condesa", "Salimos a las 7", members_limit=10).slug
    edited = circles("1").update_circle(slug, name="Roma", public=False)
    assert (edited.slug, edited.name, edited.description) == (slug, "Roma", "Salimos a las 7")
    assert (edited.public, edited.members_limit) == (False, 10)


def test_null_takes_the_limit_away() -> None:
    slug = circles("1").create_circle("Condesa", members_limit=10).slug
    assert circles("1").update_circle(slug, members_limit=None).members_limit is None


def test_a_limit_below_the_members_is_refused_and_nothing_is_written() -> None:
    circle = make_circle(members_count=11)
    add_member(circle, "1", role="administrator")
    with pytest.raises(LimitBelowMembers) as refused:
        circles("1").update_circle(circle.slug, name="Roma", members_limit=11)
    assert refused.value.members_count == 12
    assert Circle.objects.get(pk=circle.pk).name == circle.name


def test_a_member_who_is_no_administrator_does_not_edit() -> None:
    circle = make_circle()
    add_member(circle, "1")
    with pytest.raises(PermissionDenied):
        circles("1").update_circle(circle.slug, name="Mine")


def test_circles_are_listed_by_name() -> None:
    for name in ("Roma", "Condesa", "Ñuñoa"):
        circles("1").create_circle(name)
    assert [circle.name for circle in circles("2").list_circles().items][:2] == ["Condesa", "Roma"]


@pytest.mark.parametrize("text", ["mexico", "MÉXICO", "éxic", "100%"])
def test_a_search_ignores_case_and_accents(text: str) -> None:
    circles("1").create_circle("Campus Estado de México", "Salimos al 100% puntuales")
    circles("1").create_circle("Roma", "a las 100 en punto")
    found = circles("2").search_circles(text).items
    assert [circle.name for circle in found] == ["Campus Estado de México"]


def test_what_an_update_changes_is_found() -> None:
    slug = circles("1").create_circle("Condesa").slug
    circles("1").update_circle(slug, description="Água Verde")
    assert [circle.slug for circle in circles("2").search_circles("agua").items] == [slug]


def test_own_circles_are_those_one_belongs_to_the_last_first() -> None:
    first, second = circles("1").create_circle("Roma").slug, circles("1").create_circle("Condesa").slug
    circles("2").create_circle("Coyoacán")
    own = circles("1").list_own_circles().items
    assert [(mine.circle.slug, mine.role) for mine in own] == [
        (second, Role.ADMINISTRATOR),
        (first, Role.ADMINISTRATOR),
    ]


def test_the_slugs_of_own_circles_are_listed_and_those_one_left_are_not() -> None:
    first, second = circles("1").create_circle("Roma").slug, circles("1").create_circle("Condesa").slug
    assert circles("1").list_own_slugs() == [second, first]
    circles("1").leave_circle(second)
    assert circles("1").list_own_slugs() == [first]
    assert circles("2").list_own_slugs() == []


def test_circles_are_given_by_their_slugs_and_what_is_not_there_is_missing() -> None:
    slugs = [circles("1").create_circle(name).slug for name in ("Roma", "Condesa", "Narvarte")]
    told = circles("2").list_circles_by_slug([slugs[0], "nowhere", slugs[2], slugs[0]])
    assert sorted(circle.name for circle in told) == ["Narvarte", "Roma"]
    assert circles("2").list_circles_by_slug([]) == []


def test_members_are_listed_by_pages_the_newest_first() -> None:
    circle, now = make_circle(), timezone.now()
    for number in range(5):
        add_member(circle, str(number), joined_at=now - timedelta(days=number))
    page = circles("0").list_members(circle.slug, Paging(first=2))
    assert [member.account_id for member in page.items] == ["0", "1"]
    rest = circles("0").list_members(circle.slug, Paging(first=3, after=page.after))
    assert [member.account_id for member in rest.items] == ["2", "3", "4"]
    assert rest.after is None


def test_a_circle_shows_its_ten_newest_members() -> None:
    circle, now = make_circle(), timezone.now()
    for number in range(12):
        add_member(circle, str(number), joined_at=now - timedelta(days=number))
    assert [member.account_id for member in circles("0").get_circle(circle.slug).members] == [
        str(number) for number in range(10)
    ]


def test_who_is_no_member_sees_a_public_circle_without_its_members() -> None:
    circle = make_circle()
    add_member(circle, "1")
    seen = circles("2").get_circle(circle.slug)
    assert (seen.members_count, seen.members) == (1, [])
    with pytest.raises(PermissionDenied):
        circles("2").list_members(circle.slug)
    with pytest.raises(NotFound):
        circles("2").get_membership(circle.slug, "1")


def test_members_learn_of_each_others_membership() -> None:
    circle = make_circle()
    add_member(circle, "1", role="administrator")
    add_member(circle, "2")
    seen = circles("2").get_membership(circle.slug, "1")
    assert (seen.circle_slug, seen.account_id, seen.role, seen.active) == (
        circle.slug,
        "1",
        Role.ADMINISTRATOR,
        True,
    )


def test_a_service_with_the_scope_learns_of_every_membership_and_another_of_none() -> None:
    circle = make_circle(is_public=False)
    add_member(circle, "1")
    assert consume(Circles, context=service("circles")).get_membership(circle.slug, "1").active
    with pytest.raises(NotFound):
        consume(Circles, context=service()).get_membership(circle.slug, "1")


def test_a_service_of_the_name_of_an_account_is_not_that_account() -> None:
    circle = make_circle(is_public=False)
    add_member(circle, "rides")
    with pytest.raises(NotFound):
        consume(Circles, context=service()).get_circle(circle.slug)
