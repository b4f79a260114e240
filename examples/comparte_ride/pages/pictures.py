"""Pictures: one's own and a circle's, changed and removed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.contract import Accounts
from circles.contract import Circles
from pages.circles import show_edit
from pages.page import page
from pages.picture_form import PictureForm
from pages.profile import show_profile
from trebol.service import consume


@page("POST")
def change(request: HttpRequest) -> HttpResponse:
    """Show another picture of oneself."""
    form = PictureForm(request.POST, request.FILES)
    if not form.sends(consume(Accounts).change_picture):
        return show_profile(request, picture=form)
    messages.success(request, _("The picture is changed."))
    return redirect("profile")


@page("POST")
def remove(request: HttpRequest) -> HttpResponse:
    """Show none of oneself."""
    consume(Accounts).remove_picture()
    messages.success(request, _("The picture is removed."))
    return redirect("profile")


@page("POST")
def change_of_circle(request: HttpRequest, circle_slug: str) -> HttpResponse:
    """Show another picture of a circle."""
    form = PictureForm(request.POST, request.FILES)
    if not form.sends(consume(Circles).change_circle_picture, circle_slug):
        return show_edit(request, circle_slug, picture=form)
    messages.success(request, _("The picture is changed."))
    return redirect("edit_circle", circle_slug)


@page("POST")
def remove_of_circle(request: HttpRequest, circle_slug: str) -> HttpResponse:
    """Show none of a circle."""
    consume(Circles).remove_circle_picture(circle_slug)
    messages.success(request, _("The picture is removed."))
    return redirect("edit_circle", circle_slug)
