"""The schema of a contract, in GraphQL's own language."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Protocol

import msgspec
import pytest
from graphql import build_schema, print_schema
from msgspec import Meta

from tests.protocols.graphql.site import COMPILATION, Site
from trebol import Int64, Message, Ref, Service, command, query
from trebol.contract.compile import compile_contracts
from trebol.protocols.graphql import endpoints
from trebol.protocols.graphql.schema import Published
from trebol.runtime.limits import Limits

SDL = Published(COMPILATION).sdl.decode()


def published(*contracts: type) -> str:
    compilation = compile_contracts(contracts, project="tests")
    assert compilation.problems == ()
    return Published(compilation).sdl.decode()


def block(sdl: str, start: str) -> str:
    """The definition that starts so, without descriptions."""
    lines = sdl[f"\n{sdl}".index(f"\n{start}") :].split("\n}")[0].splitlines()
    return " ".join(line.strip() for line in lines if not line.strip().startswith('"""'))


def test_it_is_written_and_read_back() -> None:
    assert print_schema(build_schema(SDL)).strip() == SDL.strip()


@pytest.mark.parametrize(
    "expected",
    [
        "  trip(tripId: Int!): Ride\n",
        "union JoinTripPayload = JoinTripSuccess | RideFull | RideGone\n",
        "union DeleteTripPayload = DeleteTripSuccess\n",
        "type RideFull implements Error {",
        "union CardOrCash = Card | Cash\n",
        "input CardOrCashInput @oneOf {\n  card: CardInput\n  cash: CashInput\n}",
        "enum Color {\n  red\n  deep_blue\n}",
        'scalar UUID @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc9562#section-4")',
        "type IntEntry {\n  key: String!\n  value: Int!\n}",
        "input IntEntryInput {\n  key: String!\n  value: Int!\n}",
        "type NullableCardEntry {\n  key: String!\n  value: Card\n}",
        "  withDefault: Color! = deep_blue\n",
        '    decimal: Decimal! = "1.50"\n',
        "    ints: [Int!]! = []\n",
        "type JoinTripSuccess {\n  result: Ride!\n}",
        "interface Error {",
        "  owner: Owner\n",
    ],
)
def test_what_the_contract_has_is_there(expected: str) -> None:
    assert expected in SDL


def test_a_page_has_items_and_a_cursor() -> None:
    assert "type RidePage { items: [Ride!]!" in block(SDL, "type RidePage")
    assert block(SDL, "type RidePage").endswith("after: String")


def test_a_command_without_result_is_done() -> None:
    assert block(SDL, "type DeleteTripSuccess") == "type DeleteTripSuccess { done: Boolean!"


def test_a_reference_is_not_sent() -> None:
    sdl = published(Notes)
    assert "type Note {\n  title: String!\n  author: Writer\n}" in sdl
    assert "input NoteInput {\n  title: String!\n}" in sdl


def test_faults_and_permissions_are_described() -> None:
    assert "- RideFull (failed_precondition): Every seat of the ride is taken.\n" in SDL
    assert "Faults, in `errors`:\n  - RideGone (not_found): The ride has left.\n" in SDL
    assert '"""Needs Member: The caller is an active member of the circle."""\n  secret(' in SDL
    assert '"""Takes a whole number, at least 1, at most 15."""\n    seats: Int! = 1' in SDL


def test_what_is_withheld_is_not_there() -> None:
    assert "archiveTrip" not in SDL


class Bulb(Message, tag=True):
    """A bulb."""

    hot: bool = True


class Tube(Message, tag=True):
    """A tube."""


class Lamp(Message):
    """A lamp."""

    light: Bulb | Tube = Tube()
    serial: Int64 = 2**60
    gain: float = 0.5
    price: Decimal = Decimal("1.50")
    parts: dict[str, int | None] = msgspec.field(default_factory=lambda: {"base": None})

    watts: int = 5
    tags: Annotated[list[str], Meta(max_length=3)] = msgspec.field(default_factory=lambda: ["new"])


class OldLamps(Service, Protocol, version=1, noun="lamp", plural="lamps"):
    """Lamps, before."""

    @query
    def get_lamp(self, lamp_id: int) -> Lamp: ...

    @query
    def dim_lamp(self, lamp_id: int) -> int: ...


class NewLamps(Service, Protocol, version=2, noun="lamp", plural="lamps"):
    """Lamps."""

    @query
    def get_lamp(self, lamp_id: int, lamp: Lamp = Lamp()) -> Lamp: ...  # noqa: B008 - a default is data


class Writer(Message):
    """Who writes."""

    name: str


class Note(Message):
    """What is written."""

    title: str
    author: Ref[Writer] = None


class Notes(Service, Protocol, version=1, noun="note", plural="notes"):
    """Notes."""

    @query
    def get_note(self, note_id: int) -> Note: ...

    @command
    def create_note(self, note: Note) -> Note: ...


class Posts(Service, Protocol, version=1, noun="post", plural="posts"):
    """Posts."""

    @command
    def create_post(self, title: str) -> None: ...


class Crooked(Service, Protocol, version=1, noun="bend", plural="bends"):
    """Fields by hand."""

    @query(field="all_bends")
    def list_bends(self, bend_id: int) -> str: ...

    @query(field="__bend")
    def get_bend(self, bend_id: int) -> str: ...


class Silent(Service, Protocol, version=1, noun="word", plural="words"):
    """Nothing for GraphQL."""

    @query(withhold=["graphql"])
    def get_word(self, word_id: int) -> str: ...


NewLamps.__name__ = OldLamps.__name__ = "Lamps"


def test_the_newest_version_is_published() -> None:
    sdl = published(OldLamps, NewLamps)
    assert "lamp(lampId: Int!" in sdl
    assert "dimLamp" not in sdl


def test_a_message_is_a_default() -> None:
    sdl = " ".join(published(OldLamps, NewLamps).split())
    assert 'lamp: LampInput! = { light: { tube: { } } serial: "1152921504606846976" gain: 0.5 ' in sdl
    assert 'price: "1.50" parts: [{ key: "base", value: null }] watts: 5 tags: ["new"] }' in sdl


def test_a_project_without_queries_has_the_one_that_graphql_asks_for() -> None:
    sdl = published(Posts)
    assert block(sdl, "type Query").endswith("nothing: Boolean")
    assert "createPost(title: String!): CreatePostPayload" in sdl
    assert "interface Error" not in sdl


def test_a_field_by_hand_is_a_name() -> None:
    compilation = compile_contracts([Crooked], project="tests")
    assert [(p.id, p.where) for p in compilation.problems] == [("trebol.E010", "Crooked.get_bend")]


def test_a_project_that_publishes_nothing_has_no_endpoint() -> None:
    compilation = compile_contracts([Silent], project="tests")
    assert endpoints(compilation, Limits()) == ()


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("HEAD", 200), ("POST", 405)])
def test_it_is_served(site: Site, method: str, status: int) -> None:
    answer = site.send(method, "/schema.graphql", b"", "trebol-schema")
    assert answer.status == status
    if method == "GET":
        assert answer.response.content.decode() == SDL
        assert answer.response.headers["Content-Type"] == "text/plain; charset=utf-8"
    if method == "HEAD":
        assert (answer.response.content, answer.response.headers["Content-Length"]) == (
            b"",
            str(len(SDL.encode())),
        )
