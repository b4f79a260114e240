"""The e-mails of the accounts service, in the reader's language."""

from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string

LANGUAGES = ("en", "es")


def spoken_in(language: str) -> str:
    """The one of `LANGUAGES` that suits a BCP 47 tag; English where none does."""
    spoken = language.split("-")[0].lower()
    return spoken if spoken in LANGUAGES else "en"


def send(name: str, to: str, language: str, **values: Any) -> None:
    """Send the e-mail `name` to one address: the first line of its template is the subject.

    `language`: a BCP 47 tag.
    """
    text = render_to_string(f"accounts/mail/{name}.{spoken_in(language)}.txt", values)
    subject, _, body = text.partition("\n")
    send_text(to, subject.strip(), body.strip() + "\n")


def send_text(to: str, subject: str, body: str) -> None:
    """Send an e-mail to one address."""
    send_mail(subject, body, from_email=None, recipient_list=[to])
