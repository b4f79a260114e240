"""The e-mails of the accounts service, in the reader's language."""

from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string

LANGUAGES = ("en", "es")


def send(name: str, to: str, language: str, **values: Any) -> None:
    """Send the e-mail `name` to one address: the first line of its template is the subject.

    `language`: a BCP 47 tag; English where it is none of ours.
    """
    spoken = language.split("-")[0].lower()
    text = render_to_string(f"accounts/mail/{name}.{spoken if spoken in LANGUAGES else 'en'}.txt", values)
    subject, _, body = text.partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", from_email=None, recipient_list=[to])
