"""The e-mails of the accounts service, in the reader's language."""

from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import get_language

LANGUAGES = ("en", "es")


def language() -> str:
    """The reader's language, as the request said it; English where it is none of ours."""
    spoken = (get_language() or "").split("-")[0]
    return spoken if spoken in LANGUAGES else "en"


def send(name: str, to: str, **values: Any) -> None:
    """Send the e-mail `name` to one address: the first line of its template is the subject."""
    text = render_to_string(f"accounts/mail/{name}.{language()}.txt", values)
    subject, _, body = text.partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", from_email=None, recipient_list=[to])
