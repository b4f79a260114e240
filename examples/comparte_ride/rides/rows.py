"""How rides become messages, and who sees which."""

from django.db.models import BooleanField, Case, CharField, F, FloatField, Q, Value, When
from django.db.models.functions import Cast, Now

from accounts.contract import Accounts
from circles.contract import Circles
from rides import models
from rides.contract import Passenger, Ride, State
from rides.limits import MOST_SEATS
from trebol import Caller
from trebol.service import Projection, column, consume, many, reference

STATES = CharField(max_length=9, choices=[(state.value, state.name) for state in State])


def account_of(caller: Caller | None) -> str:
    """The account of a person; empty for a service, or for nobody: no ride has that."""
    return caller.id if caller is not None and caller.kind == "user" else ""


def is_system(caller: Caller | None) -> bool:
    """Whether it is our own tasks that call."""
    return caller is not None and caller.kind == "system"


def own(caller: Caller | None) -> Q:
    """The rides that the caller drives or has a seat in."""
    account = account_of(caller)
    taken = models.Passenger.objects.filter(account_id=account)
    return Q(driver_id=account) | Q(pk__in=taken.values("ride_id"))


def in_circles(caller: Caller | None) -> Q:
    """The rides of the circles that the caller belongs to; asks the circles, so no command can."""
    if not account_of(caller):
        return Q(pk__in=[])
    return Q(circle_slug__in=consume(Circles).list_own_slugs())


class PassengerRow(Projection[Passenger, models.Passenger], everyone=True):
    """A passenger: who sees the ride, sees who is in it."""

    rated = column(
        Case(When(rated_at=None, then=Value(False)), default=Value(True), output_field=BooleanField())
    )
    account = reference("account_id", Accounts.list_accounts_by_id)


class OwnRideRow(Projection[Ride, models.Ride]):
    """A ride, for its driver and its passengers: what commands give back."""

    state = column(
        Case(
            When(cancelled_at__isnull=False, then=Value(State.CANCELLED.value)),
            When(finished_at__isnull=False, then=Value(State.FINISHED.value)),
            When(departs_at__lte=Now(), then=Value(State.STARTED.value)),
            default=Value(State.OFFERED.value),
            output_field=STATES,
        )
    )
    rating = column(
        Case(
            When(
                ratings_count__gt=0,
                then=Cast(F("stars_sum"), FloatField()) / Cast(F("ratings_count"), FloatField()),
            ),
            default=None,
            output_field=FloatField(),
        )
    )
    passengers = many("passengers", PassengerRow, limit=MOST_SEATS, order=("taken_at",))
    driver = reference("driver_id", Accounts.list_accounts_by_id)
    circle = reference("circle_slug", Circles.list_circles_by_slug, by="slug")

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """As driver or passenger; all for the system, which finishes them."""
        return Q() if is_system(caller) else own(caller)


class CircleRideRow(OwnRideRow):
    """A ride, for the members of its circle: what one chooses from."""

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """In the caller's circles."""
        return in_circles(caller)


class RideRow(OwnRideRow):
    """A ride, for everybody who may see it."""

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        """In the caller's circles, or as driver or passenger; all for the system."""
        return Q() if is_system(caller) else own(caller) | in_circles(caller)
