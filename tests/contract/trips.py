"""A contract whose references nest, and go in circles."""

from __future__ import annotations

from typing import Annotated, Protocol

from trebol import FIRST, Message, Meta, Page, Paging, Ref, Service, query


class Place(Message):
    """Where a trip begins."""

    name: str


class Town(Message):
    """Where somebody lives."""

    code: str
    first_mayor: Ref[Person] = None


class Person(Message):
    """Somebody."""

    name: str
    home_town: Ref[Town] = None


class Seat(Message):
    """A seat and who sits there."""

    number: int
    taken_by: Ref[Person] = None


class Trip(Message):
    """A trip."""

    id: int
    seats: Annotated[list[Seat], Meta(max_length=4)]
    main_driver: Ref[Person] = None


class Trips(Service, Protocol, noun="trip", plural="trips"):
    """Trips of people."""

    @query(public=True)
    def list_trips(self, paging: Paging = FIRST) -> Page[Trip]: ...

    @query(public=True)
    def count_trips(self) -> int: ...

    @query(public=True, path="/trips/first")
    def get_first_town(self) -> Place: ...
