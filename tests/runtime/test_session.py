"""Django views that call operations as the person of their session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import AsyncClient, Client
from django.urls import path
from pytest_django import Settings

from accounts.models import Account
from tests.comparte_ride.people import make_account
from tests.conformance.project import installed
from trebol import (
    Caller,
    InvalidArgument,
    Message,
    Meta,
    Permission,
    Service,
    Unauthenticated,
    command,
    query,
)
from trebol import NotFound as Missing
from trebol.bootstrap import assemble
from trebol.contract.errors import Misuse
from trebol.service import acall, caller_of_token, consume, issue_token, permits, session_view

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


class Seen(Message):
    """What an operation saw of its call."""

    caller: str
    staff: bool
    language: str
    request_id: str
    address: str


class Nobody(Permission):
    """Nobody may."""


class Jars(Service, Protocol, noun="jar", plural="jars"):
    """Keep what is put in."""

    @query
    def look_jars(self) -> Seen: ...

    @query(public=True)
    def get_jar(self, jar_id: Annotated[int, Meta(ge=1)]) -> int: ...

    @command
    def fill_jar(
        self, jar_id: Annotated[int, Meta(ge=1)], what: Annotated[str, Meta(max_length=3)]
    ) -> str: ...

    @query(needs=Nobody)
    def smash_jar(self, jar_id: int) -> None: ...

    @query(path="/jars/careless")
    def careless(self) -> int: ...


class JarsService(Jars):
    def look_jars(self) -> Seen:
        context, caller = self.context, self.context.caller
        assert caller is not None
        return Seen(
            caller=caller.id,
            staff="staff" in caller.scopes,
            language=context.language,
            request_id=context.request_id,
            address=context.address,
        )

    def get_jar(self, jar_id: int) -> int:
        raise Missing("There is no such jar.")

    def fill_jar(self, jar_id: int, what: str) -> str:
        return f"{jar_id} {what}"

    @permits(Nobody)
    def is_nobody(self) -> bool:
        return False

    def smash_jar(self, jar_id: int) -> None:
        return None

    def careless(self) -> int:
        return consume(Jars).get_jar(-1)


@session_view
def look(request: HttpRequest) -> HttpResponse:
    seen = consume(Jars).look_jars()
    return JsonResponse([seen.caller, seen.staff, seen.language, seen.request_id, seen.address], safe=False)


@session_view
async def look_async(request: HttpRequest) -> HttpResponse:
    seen = await acall(Jars.look_jars)
    return JsonResponse([seen.caller, seen.staff, seen.language, seen.request_id, seen.address], safe=False)


@session_view
def fill(request: HttpRequest) -> HttpResponse:
    try:
        filled = consume(Jars).fill_jar(-1 if "wrong" in request.GET else 1, request.POST["what"])
    except InvalidArgument as error:
        return JsonResponse([violation.path for violation in error.violations], safe=False, status=422)
    return HttpResponse(filled)


@session_view
async def fill_async(request: HttpRequest) -> HttpResponse:
    return HttpResponse(await acall(Jars.fill_jar, 1, request.POST["what"]))


@session_view
def miss(request: HttpRequest) -> HttpResponse:
    return HttpResponse(consume(Jars).get_jar(1))


@session_view
def smash(request: HttpRequest) -> HttpResponse:
    consume(Jars).smash_jar(1)
    return HttpResponse()


@session_view
def careless(request: HttpRequest) -> HttpResponse:
    return HttpResponse(consume(Jars).careless())


@dataclass(frozen=True, eq=False)
class Urls:
    """A URLconf that is no module."""

    urlpatterns: list[Any]


VIEWS = (look, look_async, fill, fill_async, miss, smash, careless)
both = pytest.mark.parametrize("page", ["look", "look_async"])
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> Iterator[None]:
    settings.ROOT_URLCONF = Urls([path(view.__name__, view) for view in VIEWS])
    settings.MIDDLEWARE, settings.LOGIN_URL = MIDDLEWARE, "/log-in"
    with installed(assemble([Jars], [JarsService], project="tests")):
        yield


@pytest.fixture
def ana() -> Account:
    return make_account()


def logged_in(account: Account) -> Client:
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "es", "x-request-id": "r" * 99})
    browser.force_login(account)
    return browser


@both
def test_the_person_of_the_session_calls(ana: Account, page: str) -> None:
    assert logged_in(ana).get(f"/{page}").json() == [str(ana.pk), False, "es", "r" * 64, "127.0.0.1"]


def test_staff_is_a_scope() -> None:
    assert logged_in(make_account(is_staff=True)).get("/look").json()[1] is True


@pytest.mark.django_db(transaction=True)
def test_an_async_view_on_an_event_loop(ana: Account) -> None:
    async def asked() -> Any:
        browser = AsyncClient()
        await sync_to_async(browser.force_login)(ana)
        return (await browser.get("/look_async")).json()

    assert async_to_sync(asked)()[0] == str(ana.pk)


@both
def test_nobody_is_sent_to_log_in_and_back(page: str) -> None:
    answer = Client().get(f"/{page}?a=%C3%B1&b=1")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/log-in?next=%2F{page}%3Fa%3D%25C3%25B1%26b%3D1",
    )


def test_a_closed_account_is_nobody(ana: Account) -> None:
    browser = logged_in(ana)
    Account.objects.filter(pk=ana.pk).update(is_active=False)
    assert browser.get("/look").status_code == 302


@pytest.mark.parametrize("page", ["fill", "fill_async"])
def test_a_command_needs_the_token_without_any_middleware_for_it(ana: Account, page: str) -> None:
    assert logged_in(ana).post(f"/{page}", {"what": "jam"}).status_code == 403


def test_what_a_person_typed_wrong_is_told(ana: Account) -> None:
    browser = Client()
    browser.force_login(ana)
    answer = browser.post("/fill?wrong", {"what": "too long"})
    assert (answer.status_code, answer.json()) == (422, ["jar_id", "what"])
    assert browser.post("/fill", {"what": "jam"}).content == b"1 jam"


def test_what_an_operation_passes_on_is_its_own_mistake(
    ana: Account, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(ana)
    assert browser.get("/careless").status_code == 500
    assert Misuse.__name__ in caplog.text


@pytest.mark.parametrize(("page", "status"), [("miss", 404), ("smash", 403)])
def test_a_refusal_is_told_as_django_tells_it(ana: Account, page: str, status: int) -> None:
    assert logged_in(ana).get(f"/{page}").status_code == status


def test_a_view_without_users_has_no_caller(settings: Settings) -> None:
    settings.MIDDLEWARE = []
    assert Client().get("/look").status_code == 302
    assert Client().get("/look_async").status_code == 302
    assert Client().get("/miss").status_code == 404


def test_a_token_tells_whom_it_names() -> None:
    assert caller_of_token(issue_token(Caller(id="7"))).id == "7"
    with pytest.raises(Unauthenticated):
        caller_of_token("e30.e30.x")
