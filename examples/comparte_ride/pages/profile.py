"""Who one is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.contract import Accounts
from pages.account_forms import ProfileForm
from pages.page import page, shown
from trebol.service import consume


@page("GET", "POST")
def profile(request: HttpRequest) -> HttpResponse:
    """What the viewer's account says, to be changed."""
    own = consume(Accounts).get_profile()
    names = ProfileForm.base_fields
    initial = {name: getattr(own, name) for name in names}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.sends(consume(Accounts).update_profile):
        messages.success(request, _("Saved."))
        return redirect("profile")
    return shown(request, "account/profile", {"form": form, "profile": own}, status=form.status)
