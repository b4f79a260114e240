"""Open an account: ask for it, then prove that its e-mail is read."""

from django.http import HttpRequest, HttpResponse

from accounts.contract import Accounts
from pages.account_forms import LinkForm, SignUpForm
from pages.page import page, shown
from trebol.service import consume


@page("GET", "POST")
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for an account; the next step is in the e-mail."""
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.sends(consume(Accounts).sign_up):
        return shown(request, "account/link_sent", {"sent": form.answer})
    return shown(request, "account/sign_up", {"form": form}, status=form.status)


@page("GET", "POST")
def verify_email(request: HttpRequest) -> HttpResponse:
    """Ask for a click, then verify: a mail program that opens links by itself must not use them up."""
    form = LinkForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    if request.method == "POST" and form.sends(consume(Accounts).verify_email):
        return shown(request, "account/verified", {"opened": form.answer})
    return shown(request, "account/verify_email", {"form": form}, status=form.status)
