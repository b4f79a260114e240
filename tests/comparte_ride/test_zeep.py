"""A person's whole way with zeep, a client that others wrote: every operation of both services is called."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import requests
import zeep
from django.core.mail import EmailMessage
from django.test import Client
from lxml import etree
from pytest_django import Settings
from zeep.transports import Transport

from tests.comparte_ride.people import PASSWORD, person
from tests.pictures import png
from trebol import Caller as Who
from trebol.service import issue_token
from trebol.testing.tasks import run_tasks

pytestmark = pytest.mark.django_db
Committed = Callable[..., AbstractContextManager[Any]]
SITE = "http://testserver"
PNG = png()


class InProcess(Transport):
    """Carries what zeep sends to the application, without a network; ``token``: whose calls they are."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.token = ""

    def load(self, url: str) -> bytes:
        """Read the WSDL, as anybody may."""
        return Client().get(url.removeprefix(SITE)).content

    def post(self, address: str, message: bytes, headers: dict[str, str]) -> requests.Response:
        """Send an envelope."""
        extra = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        sent = {name: value for name, value in headers.items() if name != "Content-Type"} | extra
        answer = Client().generic(
            "POST", address.removeprefix(SITE), message, headers["Content-Type"], headers=sent
        )
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers.update(dict(answer.headers))
        response._content = answer.content
        return response


class Caller:
    """A client of one service that remembers what it called."""

    def __init__(self, service: str, version: str) -> None:
        self.transport = InProcess()
        self.client: Any = zeep.Client(  # type: ignore[no-untyped-call]
            f"{SITE}/soap/{service}?wsdl",
            transport=self.transport,
            port_name=f"{service.capitalize()}{version}",
        )
        self.called: set[str] = set()

    def declared(self) -> set[str]:
        """Every operation of the WSDL."""
        return set(self.client.service._binding._operations)

    def __call__(self, token: str, operation: str, /, **arguments: Any) -> Any:
        """Call an operation with somebody's token, or nobody's."""
        self.called.add(operation)
        self.transport.token = token
        return self.client.service[operation](**arguments)


@pytest.fixture(params=["Soap11", "Soap12"])
def version(request: pytest.FixtureRequest, settings: Settings) -> str:
    """The version of SOAP; the addresses are the application's."""
    settings.ROOT_URLCONF = "comparte_ride.urls"
    return str(request.param)


def test_a_persons_whole_way(
    version: str, django_capture_on_commit_callbacks: Committed, mailoutbox: list[EmailMessage]
) -> None:
    accounts, circles = Caller("accounts", version), Caller("circles", version)

    def arrive(**said: str) -> str:
        """Sign up, read the e-mail, verify, log in; the access token."""
        who = person(**said)
        words = {
            "firstName": who.pop("first_name"),
            "lastName": who.pop("last_name"),
            "password": PASSWORD,
        } | who
        with django_capture_on_commit_callbacks(execute=True):
            accounts("", "SignUp", **words)
        run_tasks()
        found = re.search(r"token=(\S+)", str(mailoutbox[-1].body))
        assert found is not None
        accounts("", "VerifyEmail", token=found[1].replace("%3A", ":"))
        return str(accounts("", "LogIn", email=who["email"], password=PASSWORD).accessToken)

    ana, eva = arrive(username="ana.sofia", email="ana@example.test"), arrive(username="eva.maria")
    assert accounts(ana, "GetProfile").username == "ana.sofia"
    assert accounts(ana, "UpdateProfile", biography="¡Hola!").biography == "¡Hola!"

    assert "/files/" in accounts(ana, "ChangePicture", picture=PNG).picture
    assert accounts(ana, "RemovePicture").picture is None
    system = issue_token(Who(id="tests", kind="system"))
    text = {"language": "en", "subject": "Hello", "body": "It works."}
    key = accounts(ana, "GetProfile").id
    accounts(system, "SendMessage", accountId=key, key="hello", texts={"text": [text]})
    accounts("", "RequestPasswordReset", email="ana@example.test")
    run_tasks()
    assert mailoutbox[-2].subject == "Hello"
    reset = re.search(r"token=(\S+)", str(mailoutbox[-1].body))
    assert reset is not None
    accounts("", "ResetPassword", token=reset[1].replace("%3A", ":"), password=PASSWORD)

    session = accounts("", "LogIn", email="ana@example.test", password=PASSWORD)
    refreshed = accounts("", "RefreshSession", refreshToken=session.refreshToken)
    accounts("", "LogOut", refreshToken=refreshed.refreshToken)
    accounts(ana, "LogOutEverywhere")
    card = accounts(eva, "GetAccount", accountId=accounts(ana, "GetProfile").id)
    assert (card.username, card.picture, card.reputation) == ("ana.sofia", None, None)
    assert accounts(eva, "ListAccountsById", ids={"item": [card.id]})[0].username == "ana.sofia"

    founded = circles(ana, "CreateCircle", name="Ñuñoa", description="", public=False, membersLimit=10)
    here = {"circleSlug": founded.slug}
    assert "/files/" in circles(ana, "ChangeCirclePicture", picture=PNG, **here).picture
    assert circles(ana, "RemoveCirclePicture", **here).picture is None
    slug = founded.slug
    code = circles(ana, "IssueInvitation", circleSlug=slug).code
    assert circles(eva, "JoinCircle", circleSlug=slug, code=code).membersCount == 2
    with pytest.raises(zeep.exceptions.Fault) as refused:
        circles(eva, "JoinCircle", circleSlug=slug, code=code)
    assert "InvitationUsed" in etree.tostring(refused.value.detail).decode()

    told = circles(ana, "GetInvitations", circleSlug=slug)
    assert (told.granted, told.used, told.open, told.left) == (10, 1, 0, 9)
    members = circles(eva, "ListMembers", circleSlug=slug).items.member
    assert [member.role for member in members] == ["member", "administrator"]
    assert circles(eva, "GetMembership", circleSlug=slug, accountId=members[1].accountId).active
    assert circles(ana, "UpdateCircle", circleSlug=slug, public=True).name == "Ñuñoa"
    assert circles(eva, "GetCircle", circleSlug=slug).public
    assert circles(eva, "ListOwnCircles").items.ownCircle[0].circle.slug == slug
    assert circles(eva, "ListOwnSlugs") == [slug]
    assert circles(eva, "ListCirclesBySlug", slugs={"item": [slug, "nowhere"]})[0].slug == slug
    assert circles(eva, "SearchCircles", text="nunoa").items.circle[0].slug == slug
    assert len(circles(eva, "ListCircles", first=5).items.circle) == 1
    member = {"circleSlug": slug, "accountId": members[0].accountId}
    circles(ana, "DeactivateMember", **member)
    assert circles(ana, "ListDeactivatedMembers", circleSlug=slug).items.member[0].role == "member"
    assert circles(ana, "ReactivateMember", **member).role == "member"
    assert circles(ana, "PromoteMember", **member).role == "administrator"
    circles(eva, "LeaveCircle", circleSlug=slug)
    assert circles(ana, "GetCircle", circleSlug=slug).membersCount == 1

    assert accounts.called == accounts.declared()
    assert circles.called == circles.declared()
