"""One message in two services, or described again: what its author wrote is read each time."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Protocol

from trebol import Digits, Message, Service, query
from trebol.contract.compile import compile_contracts


class Priced(Message):
    """What has a price."""

    price: Annotated[Decimal, Digits(8, 2)]
    count: int


class Seat(Priced):
    """A seat, which inherits its price."""

    row: int


class Cinemas(Service, Protocol, noun="cinema", plural="cinemas"):
    """Cinemas sell seats."""

    @query(public=True)
    def get_cinema(self, cinema_id: int) -> Priced: ...


class Theatres(Service, Protocol, noun="theatre", plural="theatres"):
    """Theatres sell seats too."""

    @query(public=True)
    def get_theatre(self, theatre_id: int) -> Priced: ...

    @query(public=True, path="/theatres/best", field="best")
    def best_seat(self) -> Seat: ...


def test_two_services_share_a_message() -> None:
    compilation = compile_contracts([Cinemas, Theatres], project="shows")

    assert compilation.problems == ()
    cinemas, theatres = compilation.contract.services
    assert cinemas.messages["Priced"] == theatres.messages["Priced"]


def test_an_inherited_field_is_described_like_the_first_time() -> None:
    first = compile_contracts([Theatres], project="shows").contract.services[0]
    second = compile_contracts([Theatres], project="shows").contract.services[0]

    assert first == second
    assert first.messages["Seat"].fields[:2] == first.messages["Priced"].fields
