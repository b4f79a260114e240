"""The rides of the demonstration: what happened in its circles until now, and what is offered next.

Each day of each circle is drawn from its name and its date alone, so it is the same every time; how much of
it has happened says the clock. A day on which a circle has rides is left as it is, so a later call adds the
days that came meanwhile, and what people and the worker did stays.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from rides.counting import count_days
from rides.demo_places import GROUNDS, NOTES, Ground, ground_of
from rides.limits import REMINDER
from rides.models import Passenger, Ride, Stay
from rides.search import folded

PAST, AHEAD = 28, 7  # days
OUT, BACK = "out", "back"
HOURS = {OUT: (5 * 60 + 45, 9 * 60 + 30), BACK: (13 * 60, 20 * 60 + 30)}  # minutes of the day
MINUTES = (20, 95)  # that a ride takes
EARLIEST = timedelta(days=12)  # a ride is offered before it departs
CANCELLED, RATED, SATURDAY = 0.04, 0.7, 5


class Crowd(NamedTuple):
    """A circle as rides know it: who belongs or belonged to it since when, and who of them has left."""

    slug: str
    name: str
    members: Mapping[str, datetime]
    left: frozenset[str]


class Drawn(NamedTuple):
    """A ride and who is in it, not saved."""

    ride: Ride
    passengers: list[Passenger]


class Counts(NamedTuple):
    """What events would have told of rides that were made as finished ones."""

    offered: Counter[str]  # by account, as the next three
    taken: Counter[str]
    stars: Counter[str]
    ratings: Counter[str]
    by_circle: Counter[str]


def load(crowds: Sequence[Crowd], ana: str, now: datetime) -> tuple[int, Counts]:
    """Make the days around `now` that are missing; how many rides are new, and what they count."""
    today = now.astimezone(ZoneInfo(settings.SITE_TIME_ZONE)).date()
    days = [today + timedelta(days=number) for number in range(-PAST, AHEAD + 1)]
    there = days_there([crowd.slug for crowd in crowds], days)
    left = {(crowd.slug, account) for crowd in crowds for account in crowd.left}
    new = [
        as_of(drawn, ana, left, now)
        for day in days
        for drawn in day_of(crowds, ana, day)
        if (drawn.ride.circle_slug, day) not in there
        and (drawn.ride.circle_slug, drawn.ride.driver_id) not in left
    ]
    keep(new, crowds)
    if new:
        count_days(PAST, now)
    return len(new), counted(new)


def days_there(slugs: list[str], days: list[date]) -> set[tuple[str, date]]:
    """The circles and days that have rides."""
    zone = ZoneInfo(settings.SITE_TIME_ZONE)
    begin = datetime.combine(days[0], time(), zone)
    rides = Ride.objects.filter(circle_slug__in=slugs, departs_at__gte=begin)
    return {
        (slug, departs_at.astimezone(zone).date())
        for slug, departs_at in rides.values_list("circle_slug", "departs_at")
    }


def keep(drawn: list[Drawn], crowds: Sequence[Crowd]) -> None:
    """Save the rides, and whose stay in the circle each seat belongs to."""
    joined = {(crowd.slug, account): at for crowd in crowds for account, at in crowd.members.items()}
    people = [(one.ride.circle_slug, one.ride.driver_id) for one in drawn]
    people += [(one.ride.circle_slug, seat.account_id) for one in drawn for seat in one.passengers]
    stays = stays_of([(slug, account, joined[slug, account]) for slug, account in dict.fromkeys(people)])
    for ride, passengers in drawn:
        ride.stay = stays[ride.circle_slug, ride.driver_id]
        for passenger in passengers:
            passenger.stay = stays[ride.circle_slug, passenger.account_id]
    Ride.objects.bulk_create([ride for ride, _ in drawn], batch_size=1000)
    Passenger.objects.bulk_create([seat for _, seats in drawn for seat in seats], batch_size=2000)


def stays_of(people: list[tuple[str, str, datetime]]) -> dict[tuple[str, str], Stay]:
    """The stays of these people in these circles, those that were not known made."""
    wanted = [Stay(circle_slug=slug, account_id=account, joined_at=at) for slug, account, at in people]
    Stay.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=2000)
    found, known = Stay.objects.filter(circle_slug__in={slug for slug, _, _ in people}), set(people)
    return {
        (stay.circle_slug, stay.account_id): stay
        for stay in found
        if (stay.circle_slug, stay.account_id, stay.joined_at) in known
    }


def day_of(crowds: Sequence[Crowd], ana: str, day: date) -> Iterator[Drawn]:
    """Everything that a day brings, were nobody to leave; nobody is in two cars at one time."""
    anas = [crowd for crowd in crowds if ana in crowd.members and crowd.slug in GROUNDS]
    hers = anas[day.toordinal() % len(anas)].slug if anas else ""
    offered = datetime.combine(day, time(), UTC) - EARLIEST
    for way in (OUT, BACK):
        busy = {ana}
        for crowd in crowds:
            random = Random(f"{way} in {crowd.slug} on {day}")  # noqa: S311 (nothing secret)
            rides = rides_on(day, random, at_home=crowd.slug in GROUNDS) or (crowd.slug == hers)
            free = [one for one, at in crowd.members.items() if at < offered and one not in busy]
            people = random.sample(free, min(len(free), 6 * rides))
            if crowd.slug == hers:
                people.insert(day.toordinal() % 2, ana)  # she drives, or is the first passenger
            for _ in range(rides):
                if len(people) > 1:
                    drawn = draw(crowd, way, day, random, people)
                    busy |= {drawn.ride.driver_id, *(seat.account_id for seat in drawn.passengers)}
                    yield drawn


def rides_on(day: date, random: Random, *, at_home: bool) -> int:
    """How many rides a circle has in one direction; those of Mexico City have more."""
    if day.weekday() >= SATURDAY:
        return int(random.random() < (0.6 if at_home else 0.15))
    return random.randint(3, 6) if at_home else random.randint(0, 2)


def draw(crowd: Crowd, way: str, day: date, random: Random, people: list[str]) -> Drawn:
    """The next ride of the day: the first of `people` drives, some of those that follow come along."""
    departs_at, arrives_at = times_on(day, way, random)
    origin, destination = ends_of(ground_of(crowd.slug, crowd.name), way, random)
    notes = random.choice(NOTES)
    created_at = departs_at - EARLIEST + timedelta(minutes=random.randrange(4 * 1440))
    seats = random.choice((1, 2, 3, 3, 3, 4, 4, 6))
    ride = Ride(
        circle_slug=crowd.slug,
        driver_id=people.pop(0),
        origin=origin,
        destination=destination,
        notes=notes,
        search_text=folded(origin, destination, notes),
        departs_at=departs_at,
        arrives_at=arrives_at,
        seats=seats,
        seats_free=seats,
        created_at=created_at,
    )
    if random.random() < CANCELLED:
        ride.cancelled_at = departs_at - timedelta(minutes=random.randint(40, 1200))
    return Drawn(ride, draw_passengers(ride, random, people))


def times_on(day: date, way: str, random: Random) -> tuple[datetime, datetime]:
    """When a ride departs and arrives, in steps of five minutes by the clocks of the site."""
    first, last = HOURS[way]
    midnight = datetime.combine(day, time(), ZoneInfo(settings.SITE_TIME_ZONE))
    departs_at = midnight + timedelta(minutes=random.randrange(first, last, 5))
    return departs_at, departs_at + timedelta(minutes=random.randrange(*MINUTES, 5))


def ends_of(ground: Ground, way: str, random: Random) -> tuple[str, str]:
    """Where a ride begins and ends."""
    home, gate = random.choice(ground.homes), random.choice(ground.gates)
    return (home, gate) if way == OUT else (gate, home)


def draw_passengers(ride: Ride, random: Random, people: list[str]) -> list[Passenger]:
    """Who comes along: never more than there are seats."""
    passengers, left = [], ride.seats
    for _ in range(random.randint(0, min(left, 4, len(people)))):
        seats = 2 if left > 2 and random.random() < 0.1 else 1
        taken_at = ride.created_at + (ride.departs_at - ride.created_at) * random.uniform(0.05, 0.97)
        passenger = Passenger(ride=ride, account_id=people.pop(0), seats=seats, taken_at=taken_at)
        if random.random() < RATED:
            passenger.stars = random.choice((5, 5, 5, 5, 4, 4, 4, 3, 2))
            passenger.rated_at = ride.arrives_at + timedelta(minutes=random.randint(3, 1500))
        passengers.append(passenger)
        left -= seats
        if not left:
            break
    return passengers


def as_of(drawn: Drawn, ana: str, left: set[tuple[str, str]], now: datetime) -> Drawn:
    """What of a ride has happened by now, without who left its circle; seats, stars and its end agree."""
    ride = drawn.ride
    everybody = [one for one in drawn.passengers if (ride.circle_slug, one.account_id) not in left]
    if ride.cancelled_at is not None and ride.cancelled_at > now:
        ride.cancelled_at = None
    until = min(ride.cancelled_at or now, now)
    passengers = sorted((one for one in everybody if one.taken_at <= until), key=lambda one: one.taken_at)
    ended = ride.arrives_at + timedelta(seconds=5 + ride.departs_at.minute)
    ride.finished_at = ended if ended <= now and ride.cancelled_at is None else None
    for passenger in passengers:
        if ride.finished_at is None or (passenger.rated_at is not None and passenger.rated_at > now):
            passenger.stars = passenger.rated_at = None
    ride.seats_free = ride.seats - sum(one.seats for one in passengers)
    ride.ratings_count = sum(one.stars is not None for one in passengers)
    ride.stars_sum = sum(one.stars or 0 for one in passengers)
    ride.reminded_at = reminded(ride, ana in {ride.driver_id, *(one.account_id for one in passengers)}, now)
    return Drawn(ride, passengers)


def reminded(ride: Ride, ana: bool, now: datetime) -> datetime | None:
    """When its people were told of the hour before; of rides to come only Ana's are still to be told of.

    The others are invented: their e-mails would fill the terminal of whoever looks at the demonstration.
    """
    at = ride.departs_at - REMINDER
    if ride.cancelled_at is not None and ride.cancelled_at <= at:
        return None
    if at <= now:
        return at
    return None if ana else ride.created_at


def counted(drawn: list[Drawn]) -> Counts:
    """What the consumers of the events would have counted."""
    counts = Counts(Counter(), Counter(), Counter(), Counter(), Counter())
    for ride, passengers in drawn:
        if ride.finished_at is None:
            continue
        counts.offered[ride.driver_id] += 1
        counts.by_circle[ride.circle_slug] += 1
        counts.taken.update(one.account_id for one in passengers)
        counts.stars[ride.driver_id] += ride.stars_sum
        counts.ratings[ride.driver_id] += ride.ratings_count
    return counts
