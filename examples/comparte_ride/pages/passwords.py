"""A forgotten password: ask for a link, then set another one by it."""

from django.http import HttpRequest, HttpResponse

from accounts.contract import Accounts
from pages.account_forms import ForgottenForm, ResetForm
from pages.page import page, shown
from trebol.service import consume


@page("GET", "POST")
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the page is the same whether the e-mail has an account or not."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.sends(consume(Accounts).request_password_reset):
        return shown(request, "account/reset_sent", {"sent": form.answer})
    return shown(request, "account/forgotten_password", {"form": form}, status=form.status)


@page("GET", "POST")
def reset_password(request: HttpRequest) -> HttpResponse:
    """Set the password that the link is for; every session of the account ends."""
    form = ResetForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    if request.method == "POST" and form.sends(consume(Accounts).reset_password):
        return shown(request, "account/password_set", {})
    return shown(request, "account/reset_password", {"form": form}, status=form.status)
