"""Log in and out."""

from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.contract import Accounts, Session
from pages.account_forms import LogInForm
from pages.page import page, shown, viewer_of
from trebol.service import caller_of_token, consume


@page("GET", "POST")
def log_in(request: HttpRequest) -> HttpResponse:
    """Let the accounts service turn e-mail and password into a caller, and Django keep the session."""
    back = way_back(request)
    if viewer_of(request) is not None:
        return HttpResponseRedirect(back)
    form = LogInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.sends(consume(Accounts).log_in):
        keep(request, form.answer)
        return HttpResponseRedirect(back)
    return shown(request, "account/log_in", {"form": form, "next": back}, status=form.status)


@page("GET", "POST")
def staff_log_in(request: HttpRequest) -> HttpResponse:
    """Where the admin sends whoever may not enter: to the log-in, or nowhere who is logged in already."""
    if viewer_of(request) is not None:
        raise Http404("There is nothing for you here.")
    return HttpResponseRedirect(f"{reverse('log_in')}?{request.GET.urlencode()}")


def keep(request: HttpRequest, opened: Session) -> None:
    """Turn the session that the service opened into one of this browser's; the tokens are not needed."""
    account_id = caller_of_token(opened.access_token).id
    consume(Accounts).log_out(opened.refresh_token)
    login(request, get_user_model().objects.get(pk=int(account_id)))


@page("POST")
def log_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    messages.success(request, _("You are logged out."))
    return redirect("home")


@page("POST")
def log_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the viewer, this one too."""
    consume(Accounts).log_out_everywhere()
    logout(request)
    messages.success(request, _("You are logged out everywhere."))
    return redirect("log_in")


def way_back(request: HttpRequest) -> str:
    """The address of this site that somebody came from; home where there is none, or it is another's."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if here else reverse("home")
