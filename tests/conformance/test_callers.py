"""Who calls, on every wire: a token, a service's secret, a session, which needs a CSRF token to change."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from tests.conformance.case import Outcome, gives, refuses
from tests.conformance.project import served
from tests.conformance.ways import WIRES
from tests.conformance.wire import Driver, sent, sent_async
from trebol import Caller, Code
from trebol.bootstrap import Assembly
from trebol.contract.problems import Problems
from trebol.runtime.authenticate import FORGERY, secret_hash
from trebol.runtime.service_secrets import ServiceSecret, service_secrets_of

pytestmark = pytest.mark.django_db(transaction=True)

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
Sender = Callable[[str, Mapping[str, str]], Outcome]
CSRF = "a" * 32
FORGED = refuses(Code.PERMISSION_DENIED, message=FORGERY)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def project(request: pytest.FixtureRequest) -> Iterator[Assembly]:
    with override_settings(MIDDLEWARE=MIDDLEWARE), served(async_server=request.param) as found:
        yield found


@pytest.fixture(
    params=[driver for driver in WIRES if "variables" not in driver.name], ids=lambda wire: wire.name
)
def wire(request: pytest.FixtureRequest) -> Driver:
    driver: Driver = request.param
    return driver


@pytest.fixture
def send(request: pytest.FixtureRequest, project: Assembly, wire: Driver) -> Sender:
    """Call an operation over a wire; what came of it."""
    transport = sent_async if request.node.callspec.params["project"] else sent

    def call(operation: str, headers: Mapping[str, str]) -> Outcome:
        compiled = project.compilation.operations[f"probes.v1.{operation}"]
        arguments = {"probe_id": 7} if operation == "claim_probe" else {}
        return wire.outcome(compiled, transport(wire.request(compiled, arguments, headers)))

    return call


@pytest.fixture
def session() -> str:
    """The cookie of somebody who logged in."""
    user = get_user_model().objects.create_user(email="ana@example.test", password="secret", username="ana")
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def basic(text: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(text.encode()).decode()}


def test_a_token_calls(project: Assembly, send: Sender) -> None:
    token = project.authenticator.tokens.issue(Caller(id="ana", scopes=frozenset({"a"})), 60)
    headers = {"Authorization": f"Bearer {token}"}
    assert send("whoami_probes", headers).value == "user ana a"
    assert send("claim_probe", headers).code is None


def test_a_service_calls(project: Assembly, send: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(project.authenticator.secrets, "rides", ServiceSecret(secret_hash("ñandú:7")))

    assert send("whoami_probes", basic("rides:ñandú:7")) == gives("service rides service")
    assert send("claim_probe", basic("rides:ñandú:7")).code is None
    for wrong in ("rides:ñandú", "rides", "other:ñandú:7", ":", ""):
        assert send("open_to_all", basic(wrong)).code == "unauthenticated"


def test_a_service_has_the_scopes_it_was_given(
    project: Assembly, send: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = service_secrets_of({}, [f"rides={secret_hash('ñandú')}:accounts.messages+circles"], Problems())
    monkeypatch.setattr(project.authenticator, "secrets", given)

    assert send("whoami_probes", basic("rides:ñandú")).value == (
        "service rides accounts.messages circles service"
    )


def test_a_session_reads(send: Sender, session: str) -> None:
    pk = get_user_model().objects.get().pk
    assert send("whoami_probes", {"Cookie": session}) == gives(f"user {pk} ")


@pytest.mark.parametrize(
    ("cookie", "token", "is_refused"),
    [
        ("", None, True),
        (f"; csrftoken={CSRF}", None, True),
        ("", CSRF, True),
        (f"; csrftoken={CSRF}", "b" * 32, True),
        (f"; csrftoken={CSRF}", "", True),
        (f"; csrftoken={CSRF}", CSRF, False),
    ],
)
def test_a_session_changes_with_its_csrf_token_only(
    send: Sender, session: str, cookie: str, token: str | None, is_refused: bool
) -> None:
    headers = {"Cookie": session + cookie} | ({} if token is None else {"X-CSRFToken": token})

    outcome = send("claim_probe", headers)

    assert outcome == (FORGED if is_refused else Outcome(value={"x": 7, "y": 0, "label": None}))


def test_a_token_beside_a_session_needs_no_csrf_token(project: Assembly, send: Sender, session: str) -> None:
    token = project.authenticator.tokens.issue(Caller(id="eva"), 60)
    headers = {"Cookie": session, "Authorization": f"Bearer {token}"}
    assert send("whoami_probes", headers).value == "user eva "
    assert send("claim_probe", headers).code is None


def test_who_was_closed_out_is_nobody(send: Sender, session: str) -> None:
    get_user_model().objects.update(is_active=False)
    assert send("whoami_probes", {"Cookie": session}).code == "unauthenticated"


def test_a_session_of_staff_has_its_scope(send: Sender, session: str) -> None:
    get_user_model().objects.update(is_staff=True)
    assert str(send("whoami_probes", {"Cookie": session}).value).endswith(" staff")
