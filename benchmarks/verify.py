"""Everybody must answer the same before anybody is timed."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from benchmarks import data
from benchmarks.exchange import Answer, Exchange, Site
from benchmarks.lineup import Contestant
from benchmarks.messages import Auth, ListedRide, Ride, Sample, Work
from benchmarks.rides import models, rows


class Differs(Exception):
    """A contestant did not answer what the others answer; says who, on what, and how."""


def differences(contestant: Contestant, works: Iterable[Work], auth: Auth) -> Iterator[str]:
    """What is wrong with a contestant's answers, one line each; nothing when all is well."""
    site = Site(contestant.urlconf)
    exchanges = contestant.exchanges(auth)
    for work in works:
        try:
            check_answer(work, exchanges[work], site.send(exchanges[work]))
        except Differs as error:
            yield f"{contestant.who} {work} {auth}: {error}"
    rows.forget_created()
    for name, exchange in contestant.refusals(auth).items():
        answer = site.send(exchange)
        if not refuses(exchange, answer):
            yield f"{contestant.who} {name} {auth}: not refused as due but {shown(answer)}"


def check_answer(work: Work, exchange: Exchange, answer: Answer) -> None:
    """Compare an answer's content with what the data say; `Differs` when it is another."""
    if answer.status != exchange.status:
        raise Differs(f"status {exchange.status} is due, came {shown(answer)}")
    try:
        CHECKS[work](exchange.read(answer.body))
    except (msgspec.ValidationError, LookupError, TypeError, ValueError) as error:
        raise Differs(f"cannot be read: {error!r} in {shown(answer)}") from error


def check_echo(content: Any) -> None:
    """The sample came back."""
    must_equal(msgspec.convert(content, Sample, strict=False), data.SAMPLE)


def check_one(content: Any) -> None:
    """The ride that was asked for."""
    must_equal(msgspec.convert(content, Ride, strict=False), data.ride(data.ONE))


def check_list(content: Any) -> None:
    """The first hundred, and the way to the next."""
    must_equal(msgspec.convert(content["items"], list[ListedRide], strict=False), data.first_hundred())
    if not content["after"]:
        raise Differs("does not tell where the next page begins")


def check_created(content: Any) -> None:
    """The new ride as it was stored, and stored indeed."""
    ride = msgspec.convert(content, Ride, strict=False)
    due = Ride(id=ride.id, active=True, rating=None, **data.fields(data.NEW_RIDE))
    must_equal(ride, due)
    row = models.Ride.objects.filter(pk=ride.id, origin=due.origin, driver=due.driver, price=due.price)
    if ride.id <= data.RIDES or not row.exists():
        raise Differs(f"says it stored ride {ride.id}, which is not there")


CHECKS = {"echo": check_echo, "get_one": check_one, "list_100": check_list, "create": check_created}


def must_equal(content: Any, due: Any) -> None:
    """`Differs` when the content is not what is due."""
    if content != due:
        raise Differs(f"{due!r} is due, came {content!r}")


def refuses(exchange: Exchange, answer: Answer) -> bool:
    """Whether an answer refuses with the status that is due; one that goes by 200 must not be readable."""
    if answer.status != exchange.status:
        return False
    if answer.status >= 400:
        return True
    try:
        exchange.read(answer.body)
    except ValueError:
        return True
    return False


def shown(answer: Answer) -> str:
    """An answer, short enough for a line."""
    return f"{answer.status} {answer.body[:300]!r}"
