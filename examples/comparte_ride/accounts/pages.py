"""The page that a verification link opens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accounts.contract import Accounts, LinkRefused, UsernameTaken
from accounts.mail import spoken_in
from trebol import Context
from trebol.service import consume


@require_http_methods(["GET", "HEAD", "POST"])
def verify_email(request: HttpRequest) -> HttpResponse:
    """Ask for a click, then verify: a mail program that opens links by itself must not use them up."""
    language = spoken_in(get_language() or "")
    outcome = opened(request.POST.get("token", ""), language) if request.method == "POST" else "asked"
    values = {"token": request.GET.get("token", ""), "outcome": outcome}
    status = 409 if outcome in ("refused", "taken") else 200
    return render(request, f"accounts/verify_email.{language}.html", values, status=status)


def opened(token: str, language: str) -> str:
    """Verify the e-mail in process: `opened`, `refused` (the link) or `taken` (the username)."""
    readable = "".join(letter for letter in token[:500] if letter.isprintable())
    try:
        consume(Accounts, context=Context(language=language)).verify_email(readable)
    except LinkRefused:
        return "refused"
    except UsernameTaken:
        return "taken"
    return "opened"
