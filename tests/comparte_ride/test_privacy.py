"""What no operation tells, on no wire: of a private circle, of another's e-mail and phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from circles.models import Circle
from rides.models import Ride
from tests.comparte_ride.people import add_member, make_account, make_circle, make_invitation
from tests.comparte_ride.riding import board, finished, make_ride
from tests.comparte_ride.walk import OPERATIONS, STANDARDS, VALUES, Target, Told, ask, named, wishes
from tests.conformance.wire import Driver
from trebol import Caller
from trebol.bootstrap import assembly
from trebol.contract.compile import Compiled
from trebol.service import issue_token

pytestmark = pytest.mark.django_db
standards = pytest.mark.parametrize("driver", STANDARDS, ids=[driver.name for driver in STANDARDS])
EMAIL, PHONE, LAST_NAME = "distintivo.7f3a@correo.example", "+525587654321", "Zzapellido"
OUTSIDE = ("anonymous", "an outsider", "who left", "who was put out", "a service")
NEWBORN = re.compile(r'(?<=familia-nanez-)\w{6}|(?<="id":)\d+|(?<=<id>)\d+')


@dataclass
class Scene:
    """A private circle with rides, a public one that its administrator is in too, and people."""

    private: Circle
    shared: Circle
    hidden: Ride
    open: Ride
    ids: dict[str, str]

    def token(self, who: str) -> str:
        """The credential of somebody; empty for nobody."""
        if who == "anonymous":
            return ""
        kind: Any = "service" if who == "a service" else "user"
        return issue_token(Caller(id=self.ids.get(who, "rides"), kind=kind))

    def target(self, who: str, *, private: bool) -> Target:
        """What somebody asks about."""
        circle, ride = (self.private, self.hidden) if private else (self.shared, self.open)
        return Target(circle, ride, self.ids["the administrator"], self.ids.get(who, "0"))

    def forget(self) -> None:
        """Let there be no private circle, as if there had never been one."""
        Ride.objects.filter(circle_slug=self.private.slug).delete()
        Circle.objects.filter(pk=self.private.pk).delete()


@pytest.fixture
def scene(settings: Settings) -> Scene:
    settings.ROOT_URLCONF = "comparte_ride.urls"
    said = {"email": EMAIL, "phone": PHONE, "last_name": LAST_NAME}
    ids = {"the administrator": str(make_account(**said).pk)}
    for who in ("a fellow", "an outsider", "who left", "who was put out", "a passenger"):
        ids[who] = str(make_account().pk)
    private = make_circle("Familia Ñáñez", is_public=False, picture="circles/secret.png")
    shared = make_circle("Condesa")
    founder = add_member(private, ids["the administrator"], role="administrator")
    make_invitation(founder)
    add_member(private, ids["a passenger"])
    add_member(private, ids["who left"], is_active=False)
    add_member(private, ids["who was put out"], is_active=False, is_deactivated=True)
    for who in ids:
        add_member(shared, ids[who])
    return Scene(private, shared, rides_of(private, ids), rides_of(shared, ids), ids)


def rides_of(circle: Circle, ids: dict[str, str]) -> Ride:
    """A ride of the administrator to come, and one that is over and rated."""
    driver, passenger = ids["the administrator"], ids["a passenger"]
    over, ride = (make_ride(circle, driver_id=driver, origin="Puerta Familia") for _ in range(2))
    for one in (over, ride):
        board(one, passenger)
    finished(over)
    return ride


def walk(scene: Scene, driver: Driver, who: str, *, private: bool) -> dict[tuple[str, str], Told]:
    """What every operation tells somebody, whichever way it is asked."""
    target, token = scene.target(who, private=private), scene.token(who)
    return {
        (id, way): ask(driver, compiled, arguments, token)
        for id, compiled in OPERATIONS.items()
        for way, arguments in wishes(compiled, target)
    }


def differing(here: dict[tuple[str, str], Told], there: dict[tuple[str, str], Told]) -> set[str]:
    """The operations that told something else, or had other work to do.

    Of one that makes something, apart from how that is named.
    """

    def said(id: str, told: Told) -> object:
        status, headers, body = told.masked
        if id != "circles.v1.create_circle":
            return status, headers, body, told.statements
        return status, NEWBORN.sub("<>", repr(headers)), NEWBORN.sub("<>", body.decode())

    return {id for (id, way), told in here.items() if said(id, told) != said(id, there[id, way])}


def test_every_parameter_of_every_operation_is_known() -> None:
    """A new one is given a value in `walk.VALUES`; then the operation is tried with it on every wire."""
    names = {field.name for compiled in OPERATIONS.values() for field in compiled.operation.parameters}
    assert names == VALUES.keys()


@pytest.mark.slow
class TestAPrivateCircle:
    @standards
    @pytest.mark.parametrize("who", OUTSIDE)
    def test_each_operation_answers_as_if_there_were_none(
        self, who: str, driver: Driver, scene: Scene
    ) -> None:
        with_it = walk(scene, driver, who, private=True)
        scene.forget()
        without_it = walk(scene, driver, who, private=True)
        assert differing(with_it, without_it) == set()

    @standards
    def test_whoever_is_inside_is_told_of_it_by_each(self, driver: Driver, scene: Scene) -> None:
        """So the walk does see what there is to see."""
        with_it = walk(scene, driver, "the administrator", private=True)
        scene.forget()
        told = differing(with_it, walk(scene, driver, "the administrator", private=True))
        of_others = {"circles.v1.create_circle", "circles.v1.join_circle"}  # a code is not guessed
        assert told == {id for id in OPERATIONS if not id.startswith("accounts.")} - of_others


OWN = {"email", "phone", "last_name", "password"}
"""Of an account, what others never learn."""
TO_ITSELF = {
    "accounts.v1.sign_up",  # gives back the e-mail that was said
    "accounts.v1.request_password_reset",  # likewise
    "accounts.v1.verify_email",  # to whoever holds the link that was sent to it
    "accounts.v1.get_profile",
    "accounts.v1.update_profile",
    "accounts.v1.change_picture",
    "accounts.v1.remove_picture",
}


class TestWhatIsAPersonSOwn:
    @pytest.mark.slow
    @standards
    @pytest.mark.parametrize("who", ["a fellow", "a passenger", *OUTSIDE])
    def test_no_operation_tells_it_to_another(self, who: str, driver: Driver, scene: Scene) -> None:
        told = walk(scene, driver, who, private=who == "a passenger")
        leaks = {
            (id, own)
            for (id, _), answer in told.items()
            for own in (EMAIL.partition("@")[0], PHONE.lstrip("+"), LAST_NAME)
            if answer.holds(own)
        }
        assert leaks == set()

    @standards
    def test_its_owner_is_told(self, driver: Driver, scene: Scene) -> None:
        """So the walk would see it."""
        own = ask(driver, OPERATIONS["accounts.v1.get_profile"], {}, scene.token("the administrator"))
        assert all(own.holds(text) for text in (EMAIL, PHONE, LAST_NAME))

    def test_no_other_message_has_a_place_for_it(self) -> None:
        assert {id for id, compiled in OPERATIONS.items() if places(compiled)} == TO_ITSELF
        for compiled in OPERATIONS.values():
            for name in compiled.operation.raises:
                assert not OWN & {field.name for field in compiled.service.faults[name].fields}
        for event in assembly().compilation.events.values():
            assert not OWN & set(event.cls.__struct_fields__)

    @pytest.mark.parametrize("field", ["email", "phone", "lastName"])
    @pytest.mark.parametrize(
        "document",
        [
            'account(accountId: "KEY") {FIELD}',
            'circleMembers(circleSlug: "SLUG") {items {account {FIELD}}}',
            "rides {items {driver {FIELD}}}",
            "rides {items {passengers {account {FIELD}} circle {members {account {FIELD}}}}}",
        ],
    )
    def test_no_selection_reaches_it(self, document: str, field: str, scene: Scene) -> None:
        said = document.replace("KEY", scene.ids["the administrator"]).replace("SLUG", scene.shared.slug)
        assert asked(scene, said.replace("FIELD", "username")).keys() == {"data"}
        refused = asked(scene, said.replace("FIELD", field))
        assert refused.keys() == {"errors"}
        assert f"Cannot query field '{field}' on type 'MemberCard'" in refused["errors"][0]["message"]

    def test_the_types_that_have_it_are_those_of_its_owner(self, scene: Scene) -> None:
        told = asked(scene, "__schema {types {name fields {name}}}")["data"]["__schema"]["types"]
        fields = {type["name"]: {field["name"] for field in type["fields"] or ()} for type in told}
        having = {name for name, there in fields.items() if there & {"email", "phone", "lastName"}}
        assert having == {"Profile", "LinkSent", "OpenedAccount"}


def asked(scene: Scene, selection: str) -> Any:
    """What GraphQL answers a fellow member."""
    headers = {"Authorization": f"Bearer {scene.token('a fellow')}"}
    query = {"query": f"{{ {selection} }}"}
    return Client().post("/graphql", query, "application/json", headers=headers).json()


def places(compiled: Compiled) -> set[str]:
    """What the result of an operation has a place for, of what is a person's own; wherever it refers to."""
    found: set[str] = set()
    waiting, seen = [named(compiled.operation.result)], {""}
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        of_message = compiled.service.messages[name].fields
        found |= OWN & {field.name for field in of_message}
        waiting += [named(field.type) for field in of_message]
    return found
