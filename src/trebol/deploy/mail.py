"""From the URL of a mail server to Django's settings of it, in the form of the Django that is here."""

from __future__ import annotations

from typing import Any

from django import VERSION

from trebol.deploy.addresses import Address, address

EXAMPLE = "smtp://user:password@host:587 or smtps://user:password@host"
BACKENDS = "django.core.mail.backends"
SECONDS = 10
PORTS = {"smtp": 587, "smtps": 465}


def mail(url: str) -> dict[str, Any]:
    """Return Django's settings of the mail server at ``url``; e-mails go to stdout where it is empty.

    ``smtp://`` is encrypted once it is connected (``?starttls=no`` for a server on this machine), ``smtps://``
    from the beginning. Raises ``ValueError`` for any other scheme.
    """
    if not url:
        return named(f"{BACKENDS}.console.EmailBackend", {})
    found = address(url, EXAMPLE)
    if found.scheme not in PORTS or not found.host:
        raise ValueError(f"its scheme is {found.scheme!r}, or it names no host; write {EXAMPLE}")
    return named(f"{BACKENDS}.smtp.EmailBackend", smtp(found))


def smtp(found: Address) -> dict[str, Any]:
    """Return the options of a server of SMTP."""
    return {
        "host": found.host,
        "port": found.port or PORTS[found.scheme],
        "username": found.user,
        "password": found.password,
        "use_tls": found.scheme == "smtp" and found.options.get("starttls") != "no",
        "use_ssl": found.scheme == "smtps",
        "timeout": SECONDS,
    }


def named(backend: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return the settings by their names: ``MAILERS`` from Django 6.1 on, ``EMAIL_...`` before."""
    if VERSION >= (6, 1):
        return {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": options}}}
    names = {"username": "HOST_USER", "password": "HOST_PASSWORD"}
    settings = {f"EMAIL_{names.get(name, name.upper())}": value for name, value in options.items()}
    return {"EMAIL_BACKEND": backend, **settings}
