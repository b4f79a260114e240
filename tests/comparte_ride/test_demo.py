from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Model, Q, Sum
from django.db.models.functions import Coalesce
from django.test import TestCase

from accounts.demo import DOMAIN, EMAIL, PASSWORD
from accounts.models import Account
from circles.models import Circle, Invitation, Membership
from rides.models import DayStatistics, Passenger, Ride, Stay
from tests.comparte_ride.clock import at
from trebol.bootstrap import assembly

pytestmark = pytest.mark.django_db
KEPT: list[type[Model]] = [Account, Circle, Membership, Invitation, Stay, Ride, Passenger, DayStatistics]
COUNTS = {"rides_offered", "rides_taken", "stars", "ratings_count"}
NOW = datetime(2026, 3, 12, 15, 10, tzinfo=UTC)  # a Thursday, at ten past nine in Mexico City


def rows() -> list[list[dict[str, Any]]]:
    """All rows but their keys, in order."""
    return [list(model.objects.order_by("pk").values()) for model in KEPT]  # type: ignore[attr-defined]


def load(now: datetime = NOW, **options: Any) -> None:
    """Call the command at that moment."""
    with at(now):
        call_command("demo", verbosity=0, **options)


class TestOnce(TestCase):
    """What the command made, once for all of these tests."""

    @classmethod
    def setUpTestData(cls) -> None:
        load()

    def test_there_are_hundreds_dozens_and_thousands(self) -> None:
        assert Account.objects.count() == 300
        assert Circle.objects.count() == 48
        assert Membership.objects.count() > 2000
        assert Ride.objects.count() > 3000
        assert Passenger.objects.count() > 4000

    def test_a_second_call_changes_nothing(self) -> None:
        before = rows()
        load()
        load(NOW + timedelta(hours=3))
        assert rows() == before

    def test_a_call_on_a_later_day_adds_the_days_since_and_changes_nothing_of_what_is_there(self) -> None:
        before = list(Ride.objects.order_by("pk").values())
        later = NOW + timedelta(days=10)
        assert Ride.objects.upcoming(later).count() == 0
        load(later)
        after = list(Ride.objects.order_by("pk").values())
        assert after[: len(before)] == before
        assert Ride.objects.upcoming(later).count() > 300
        assert Ride.objects.filter(pk__gt=before[-1]["id"], finished_at__isnull=False).exists()
        counts_agree()

    def test_a_second_call_leaves_alone_what_people_did(self) -> None:
        circle = Circle.objects.get(slug="condesa-roma-norte")
        Circle.objects.filter(pk=circle.pk).update(name="Condesa")
        Membership.objects.filter(circle=circle, account_id=ana_id()).end()
        ride = Ride.objects.upcoming(NOW).latest("pk")
        Ride.objects.filter(pk=ride.pk).update(cancelled_at=NOW, notes="Se descompuso.")
        before = rows()
        load()
        assert rows() == before

    def test_a_larger_scale_adds_and_changes_nothing_but_how_often_people_rode(self) -> None:
        before = rows()
        load(scale=2)
        after = rows()
        for part, was in zip(after[:-1], before[:-1], strict=True):
            assert without(COUNTS, part[: len(was)]) == without(COUNTS, was)
        counts_agree()
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
        assert Invitation.objects.all().open(NOW).count() == 2 * 48

    def test_what_people_and_circles_count_agrees_with_the_rides(self) -> None:
        counts_agree()
        assert Account.objects.filter(ratings_count__gt=0).count() > 200

    def test_seats_are_never_oversold_and_agree_with_the_passengers(self) -> None:
        taken = Coalesce(Sum("passengers__seats"), 0)
        assert not Ride.objects.annotate(taken=taken).exclude(seats=F("seats_free") + F("taken")).exists()
        assert Ride.objects.upcoming(NOW).filter(seats_free=0).exists()
        assert Ride.objects.upcoming(NOW).filter(seats_free__gt=0).exists()

    def test_stars_agree_with_the_passengers(self) -> None:
        said = {"stars_said": Coalesce(Sum("passengers__stars"), 0), "said": Count("passengers__stars")}
        rides = Ride.objects.annotate(**said)
        assert not rides.exclude(stars_sum=F("stars_said"), ratings_count=F("said")).exists()
        assert not Passenger.objects.filter(ride__finished_at=None).exclude(stars=None).exists()

    def test_nobody_is_a_passenger_of_their_own_ride(self) -> None:
        assert not Passenger.objects.filter(account_id=F("ride__driver_id")).exists()

    def test_everybody_in_a_ride_belongs_to_its_circle_by_a_stay_that_began_before(self) -> None:
        members = set(Membership.objects.values_list("circle__slug", "account_id", "joined_at"))
        stays = Stay.objects.values_list("circle_slug", "account_id", "joined_at")
        assert set(stays) <= members
        assert not Ride.objects.filter(stay=None).exists()
        own = Ride.objects.filter(stay__account_id=F("driver_id"), stay__circle_slug=F("circle_slug"))
        assert own.filter(stay__joined_at__lt=F("created_at")).count() == Ride.objects.count()
        seats = Passenger.objects.filter(stay__account_id=F("account_id"))
        seats = seats.filter(stay__circle_slug=F("ride__circle_slug"))
        assert seats.count() == Passenger.objects.count()

    def test_nothing_happened_that_is_still_to_come_nor_in_another_order(self) -> None:
        happened = ("created_at", "finished_at", "cancelled_at", "reminded_at")
        assert not Ride.objects.filter(
            Q(*((f"{name}__gt", NOW) for name in happened), _connector=Q.OR)
        ).exists()
        assert not Passenger.objects.filter(Q(taken_at__gt=NOW) | Q(rated_at__gt=NOW)).exists()
        assert not Passenger.objects.filter(taken_at__lt=F("ride__created_at")).exists()
        assert not Passenger.objects.filter(taken_at__gte=F("ride__departs_at")).exists()
        assert not Passenger.objects.filter(rated_at__lt=F("ride__finished_at")).exists()
        assert not Ride.objects.filter(finished_at__lt=F("arrives_at")).exists()

    def test_past_rides_ended_and_there_are_rides_of_every_state(self) -> None:
        hour = timedelta(hours=1)
        assert not Ride.objects.arrived(NOW - hour / 20).exists()
        assert Ride.objects.open().filter(departs_at__lte=NOW).exists()
        assert Ride.objects.filter(finished_at__isnull=False).exists()
        assert Ride.objects.filter(cancelled_at__isnull=False).exists()
        assert Ride.objects.upcoming(NOW + timedelta(days=6)).exists()

    def test_nobody_sits_in_two_cars_of_one_half_of_a_day(self) -> None:
        seen: Counter[Any] = Counter()
        for ride in Ride.objects.prefetch_related("passengers"):
            half = (ride.departs_at - timedelta(hours=6)).strftime("%Y-%m-%d %p")  # Mexico City's, all year
            seen.update(
                (who, half) for who in (ride.driver_id, *(p.account_id for p in ride.passengers.all()))
            )
        assert seen.most_common(1)[0][1] == 1

    def test_ana_drives_and_is_driven_before_and_after_now(self) -> None:
        taken = Passenger.objects.filter(account_id=ana_id())
        driven = Ride.objects.filter(driver_id=ana_id())
        assert driven.filter(finished_at__isnull=False).count() >= 10
        assert driven.upcoming(NOW).exists()
        assert taken.filter(ride__finished_at__isnull=False).count() >= 10
        assert taken.filter(ride__departs_at__gt=NOW).exists()
        assert taken.filter(ride__finished_at__isnull=False, stars=None).exists(), "none is left to rate"

    def test_only_anas_people_are_still_to_be_reminded(self) -> None:
        unsaid = Ride.objects.upcoming(NOW).filter(reminded_at=None)
        assert unsaid.exists()
        assert set(unsaid) <= set(Ride.objects.of(ana_id()))

    def test_every_ride_is_as_the_contract_allows(self) -> None:
        accept = assembly().compilation.operations["rides.v1.offer_ride"].judge.accept
        names = ("circle_slug", "origin", "destination", "departs_at", "arrives_at", "seats", "notes")
        for said in Ride.objects.values(*names):
            accept(said)

    def test_the_days_are_counted_as_at_night(self) -> None:
        days = DayStatistics.objects.order_by("day")
        assert [days[0].day.isoformat(), days[27].day.isoformat()] == ["2026-02-12", "2026-03-11"]
        assert days.aggregate(all=Sum("rides_finished"))["all"] > 2500


def counts_agree() -> None:
    """What the consumers count of finished rides is what the rows say."""
    finished = Q(finished_at__isnull=False)
    offered = Counter(Ride.objects.filter(finished).values_list("driver_id", flat=True))
    circles = Counter(Ride.objects.filter(finished).values_list("circle_slug", flat=True))
    taken = Counter(
        Passenger.objects.filter(ride__finished_at__isnull=False).values_list("account_id", flat=True)
    )
    rated = (
        Passenger.objects.exclude(stars=None)
        .values_list("ride__driver_id")
        .annotate(Sum("stars"), Count("pk"))
    )
    stars = {driver: (total, number) for driver, total, number in rated}
    for account in Account.objects.filter(email__endswith=DOMAIN):
        key = str(account.pk)
        assert (account.rides_offered, account.rides_taken) == (offered[key], taken[key])
        assert (account.stars, account.ratings_count) == stars.get(key, (0, 0))
    for circle in Circle.objects.all():
        assert circle.rides_count == circles[circle.slug]


def ana_id() -> str:
    return str(Account.objects.get(email=EMAIL).pk)


def test_the_data_is_the_same_every_time() -> None:
    with transaction.atomic():
        load()
        first = without_keys(rows())
        transaction.set_rollback(True)
    assert not Account.objects.exists()
    load()
    assert without_keys(rows()) == first


KEYS = {"id", "circle_id", "membership_id", "account_id", "used_by", "driver_id", "stay_id", "ride_id"}


def without_keys(parts: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    return [without(KEYS, part) for part in parts]


def without(names: set[str], part: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows but for some of their columns."""
    return [{name: row[name] for name in row if name not in names} for row in part]


def test_a_scale_below_one_is_refused() -> None:
    with pytest.raises(CommandError, match="--scale 0: give 1 or more"):
        call_command("demo", scale=0)
