"""From a request to a credential: bearer token, service secret, session; the same for every protocol.

A credential that is sent must be good, also where an operation is public: a caller who mistypes one should
not be served as nobody.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from trebol.contract.errors import Misuse, Unauthenticated
from trebol.contract.service import Caller, Context
from trebol.contract.words import said
from trebol.runtime.credential import Credential
from trebol.runtime.service_secrets import ServiceSecret
from trebol.runtime.tokens import Tokens

REMEMBERED = 4096
NO_SECRET = ServiceSecret("")
Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


class Authenticator:
    """Reads credentials. ``secrets``: what is kept of each service's secret, by service name.

    A secret is 32 random bytes, so a plain hash keeps it: there is nothing to guess from. ``proxies``: the
    networks whose word on the client's address is taken.
    """

    def __init__(
        self, tokens: Tokens, secrets: Mapping[str, ServiceSecret], proxies: Sequence[Network] = ()
    ) -> None:
        self.tokens, self.secrets, self.proxies = tokens, dict(secrets), tuple(proxies)
        self.remembered: OrderedDict[str, tuple[float, Caller]] = OrderedDict()

    def credential_of(self, request: HttpRequest) -> Credential:
        """Return who a request comes from; ``Unauthenticated`` for a credential that is not good."""
        around = surroundings(request, self.proxies)
        header = request.META.get("HTTP_AUTHORIZATION")
        if header:
            return around.credential(self.caller_of(header))
        caller = person_of(getattr(request, "user", None))
        if caller is not None:
            return around.credential(caller, lambda: forgery_refusal(request))
        return around.credential(None)

    def caller_of(self, header: str) -> Caller:
        """Read an ``Authorization`` header (RFC 9110 section 11.6.2): Bearer (RFC 6750), Basic (RFC 7617)."""
        known = self.remembered.get(header)
        if known is not None and known[0] > time.time():
            return known[1]
        scheme, _, value = header.partition(" ")
        if scheme.lower() == "bearer":
            return self.remember(header, *self.tokens.verify(value.strip()))
        if scheme.lower() == "basic":
            return self.service_of(value.strip())
        raise Unauthenticated(
            said("The Authorization header is neither Bearer (an access token) nor Basic (a service secret).")
        )

    def remember(self, header: str, expires: float, caller: Caller) -> Caller:
        """Keep a token that was verified until it expires; at most 4096 of them."""
        self.remembered[header] = expires, caller
        while len(self.remembered) > REMEMBERED:
            self.remembered.popitem(last=False)
        return caller

    def service_of(self, value: str) -> Caller:
        """Read a service's name and secret."""
        try:
            name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise Unauthenticated(said("The Basic credential is not base64 of name:secret.")) from None
        known = self.secrets.get(name, NO_SECRET)
        if not hmac.compare_digest(secret_hash(secret), known.hash):
            raise Unauthenticated(said("The service's name or secret is not right."))
        return Caller(id=name, kind="service", scopes=known.scopes)


class Surroundings(NamedTuple):
    """What a request says of a call besides its caller, by the names of ``Context``."""

    language: str
    request_id: str
    address: str

    def credential(self, caller: Caller | None, check: Callable[[], str] | None = None) -> Credential:
        """Return who a request comes from, and what surrounds it."""
        return Credential(
            caller, check, language=self.language, request_id=self.request_id, address=self.address
        )

    def context(self, caller: Caller | None) -> Context:
        """Return the context of calls that a request makes."""
        return Context(
            caller=caller, language=self.language, request_id=self.request_id, address=self.address
        )


def surroundings(request: HttpRequest, proxies: Sequence[Network]) -> Surroundings:
    """Return what a request says of a call besides its caller."""
    language = getattr(request, "LANGUAGE_CODE", "en")
    request_id = request.META.get("HTTP_X_REQUEST_ID", "")[:64]
    return Surroundings(language, request_id, client_address(request, proxies))


def client_address(request: HttpRequest, proxies: Sequence[Network]) -> str:
    """Return the address of whoever sent a request; empty where the server knows none (a Unix socket).

    What ``X-Forwarded-For`` says is taken from its end, as long as it was said by one of the ``proxies``:
    whatever stands before that, anybody may have written.
    """
    address = address_in(request.META.get("REMOTE_ADDR", ""))
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
    while said and address is not None and any(address in network for network in proxies):
        earlier = address_in(said.pop())
        if earlier is None:
            break
        address = earlier
    return "" if address is None else str(address)


def address_in(text: str) -> Address | None:
    """Read an address; one of IPv4 that IPv6 carries is that of IPv4."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def person_of(user: Any) -> Caller | None:
    """Return the caller that a Django user is; None for nobody, and for an account that is closed."""
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    scopes = frozenset({"staff"}) if getattr(user, "is_staff", False) else frozenset()
    return Caller(id=str(user.pk), scopes=scopes)


def secret_hash(secret: str) -> str:
    """Return what is kept of a service's secret: its SHA-256, in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


FORGERY = said(
    "A command from a browser's session needs Django's CSRF token: send the cookie's as X-CSRFToken."
)
CSRF = CsrfViewMiddleware(lambda request: HttpResponse())


def forgery_refusal(request: HttpRequest) -> str:
    """Ask Django whether a cookie's command carries its CSRF token; return why not, or ""."""
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    CSRF.process_request(request)
    if CSRF.process_view(request, unexempted, (), {}) is None:
        return ""
    return FORGERY


def unexempted(request: HttpRequest) -> HttpResponse:
    """Stands for the view in Django's check, which our own views are exempt from."""
    return HttpResponse()


def credential_of(request: HttpRequest) -> Credential:
    """Return who a request comes from, by the authenticator of this process."""
    if Ambient.authenticator is None:
        raise Misuse("No authenticator yet: django.setup() with `trebol` in INSTALLED_APPS assembles it.")
    return Ambient.authenticator.credential_of(request)


def surroundings_of(request: HttpRequest) -> Surroundings:
    """Return what a request says besides its caller, by the authenticator of this process."""
    return surroundings(request, Ambient.authenticator.proxies if Ambient.authenticator else ())


class Ambient:
    """The authenticator of this process, put here once by ``bootstrap``."""

    authenticator: Authenticator | None = None
