"""Who one is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.contract import Accounts
from pages.account_forms import ProfileForm
from pages.form import Form
from pages.page import page, shown
from pages.picture_form import PictureForm
from trebol.service import consume


@page("GET", "POST")
def profile(request: HttpRequest) -> HttpResponse:
    """What the viewer's account says, to be changed."""
    if request.method != "POST":
        return show_profile(request)
    form = ProfileForm(request.POST)
    if not form.sends(consume(Accounts).update_profile):
        return show_profile(request, form=form)
    messages.success(request, _("Saved."))
    return redirect("profile")


def show_profile(
    request: HttpRequest, *, form: Form | None = None, picture: Form | None = None
) -> HttpResponse:
    """The page of the profile; what was refused of its forms stands beside them."""
    own = consume(Accounts).get_profile()
    told = {name: getattr(own, name) for name in ProfileForm.base_fields}
    values = {
        "form": form or ProfileForm(initial=told),
        "picture": picture or PictureForm(),
        "profile": own,
    }
    sent = form or picture
    return shown(request, "account/profile", values, status=sent.status if sent else 200)
