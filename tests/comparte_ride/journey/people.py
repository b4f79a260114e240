"""People of the journey: what they do, they do by the contracts, whatever wire carries it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from itertools import count
from typing import Any, cast, get_type_hints
from urllib.parse import unquote

import msgspec
import pytest

from accounts.contract import Accounts, Session
from circles.contract import Circles
from rides.contract import Rides
from tests.comparte_ride.journey.site import Site
from tests.comparte_ride.journey.wire import Call, Plain, Refused, Wire
from trebol import Fault, Paging

PASSWORD = "correct horse battery"
NUMBERS = count(1)
VERIFY = {"en": "verify your e-mail", "es": "verifica tu correo"}


class Consumer:
    """A service over a wire: an operation takes what the contract says, and gives the contract's messages."""

    def __init__(self, service: Any, wire: Wire, token: str, include: tuple[str, ...]) -> None:
        self.service, self.wire, self.token, self.include = service, wire, token, include

    def __getattr__(self, operation: str) -> Any:
        declared = getattr(self.service, operation)
        signature, result = (
            inspect.signature(declared),
            get_type_hints(declared, include_extras=True)["return"],
        )

        def call(*arguments: Any, **named: Any) -> Any:
            said = dict(signature.bind(self, *arguments, **named).arguments)
            said.pop("self")
            service = self.service.__name__.lower()
            answer = self.wire.call(Call(service, operation, plain(said), self.token, self.include))
            return msgspec.convert(answer, result)

        return call


def plain(said: Mapping[str, Any]) -> dict[str, Plain]:
    """Arguments as every wire has them: a page is two of them, an enum is its value."""
    found: dict[str, Plain] = {}
    for name, value in said.items():
        if isinstance(value, Paging):
            found |= {"first": value.first} | ({"after": value.after} if value.after else {})
        else:
            found[name] = value.value if isinstance(value, Enum) else value
    return found


class Person:
    """Somebody with an e-mail, who calls by one wire and speaks one language."""

    def __init__(self, site: Site, wire: Wire, language: str = "en") -> None:
        number = next(NUMBERS)
        self.site, self.wire, self.language = site, wire, language
        self.email, self.username = f"person{number}@example.test", f"person{number}"
        self.password = PASSWORD
        self.session: Session | None = None
        self.id = ""

    def accounts(self) -> Accounts:
        """The accounts, as this person calls them."""
        return cast(Accounts, self.consumer(Accounts))

    def circles(self, *include: str) -> Circles:
        """The circles, as this person calls them; results come with the references that are named."""
        return cast(Circles, self.consumer(Circles, *include))

    def rides(self, *include: str) -> Rides:
        """The rides, likewise."""
        return cast(Rides, self.consumer(Rides, *include))

    def consumer(self, service: Any, *include: str) -> Consumer:
        """A service over this person's wire."""
        return Consumer(service, self.wire, self.session.access_token if self.session else "", include)

    def sign_up(self, **otherwise: str) -> None:
        """Ask for an account."""
        said = {
            "email": self.email,
            "username": self.username,
            "password": self.password,
            "first_name": "Íñigo",
            "last_name": "Núñez & Cía.",
            "phone": "+525512345678",
            "language": self.language,
        }
        sent = self.accounts().sign_up(**said | otherwise)
        assert sent.email == self.email

    def token_in_mail(self, subject: str) -> str:
        """Wait for an e-mail; the token of the link in it."""
        found = re.search(r"token=(\S+)", self.site.mail.read(self.email, subject))
        assert found is not None
        return unquote(found[1])

    def log_in(self, password: str = "") -> Session:
        """Open a session; the last one is who calls."""
        self.session = self.accounts().log_in(self.email, password or self.password)
        return self.session

    def arrive(self) -> Person:
        """Sign up, read the e-mail, follow its link, log in."""
        self.sign_up()
        opened = self.accounts().verify_email(self.token_in_mail(VERIFY[self.language]))
        assert opened.username == self.username
        self.log_in()
        self.id = self.accounts().get_profile().id
        return self


@contextmanager
def refused(fault: type[Fault], **detail: Any) -> Iterator[None]:
    """Expect a fault of the contract, with at least this detail."""
    with pytest.raises(Refused) as raised:
        yield
    told = raised.value
    assert (told.fault, told.code) == (fault.__name__, fault.code.value)
    types = get_type_hints(fault, include_extras=True)
    assert detail == {name: msgspec.convert(told.detail[name], types[name]) for name in detail}


@contextmanager
def refused_with(code: str, *violations: str) -> Iterator[None]:
    """Expect a refusal that the operation does not declare, for these paths of the input."""
    with pytest.raises(Refused) as raised:
        yield
    assert (raised.value.fault, raised.value.code) == ("", code)
    assert set(raised.value.violations) == set(violations)
