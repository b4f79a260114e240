from __future__ import annotations

import pytest
from django.core.mail import EmailMessage

from accounts import mail

VALUES = {"username": "ana&sofia", "first_name": "Ana", "link": "http://x.test/?a=1&b=2", "days": 3}


@pytest.mark.parametrize(
    ("spoken", "subject"),
    [
        ("en", "Comparte Ride: verify your e-mail"),
        ("es", "Comparte Ride: verifica tu correo"),
        ("es-mx", "Comparte Ride: verifica tu correo"),
        ("de", "Comparte Ride: verify your e-mail"),
    ],
)
def test_an_email_speaks_the_readers_language(
    spoken: str, subject: str, mailoutbox: list[EmailMessage]
) -> None:
    mail.send("verify", "ana@example.test", spoken, **VALUES)
    assert [message.subject for message in mailoutbox] == [subject]
    assert mailoutbox[0].to == ["ana@example.test"]


@pytest.mark.parametrize("name", ["verify", "account_exists"])
@pytest.mark.parametrize("language", mail.LANGUAGES)
def test_every_email_says_its_values_as_they_are(
    name: str, language: str, mailoutbox: list[EmailMessage]
) -> None:
    mail.send(name, "ana@example.test", language, **VALUES)
    assert "ana&sofia" in mailoutbox[0].body
    assert (str(VALUES["link"]) in mailoutbox[0].body) is (name == "verify")
