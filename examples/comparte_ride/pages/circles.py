"""Circles: those one may see, one's own, one of them; found, edit and leave one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from circles.contract import Circle, Circles, Membership, Role
from pages.circle_forms import CircleForm, SearchForm
from pages.form import Form
from pages.page import page, shown, viewer_id, viewer_of
from pages.paging import address_of_more, asked_page
from pages.picture_form import PictureForm
from pages.ride_rows import rows_of
from rides.contract import Rides
from trebol import NotFound, PermissionDenied
from trebol.service import consume


@page("GET")
def every_circle(request: HttpRequest) -> HttpResponse:
    """Those the viewer may see, or those of them that hold a text."""
    form, circles, paging = SearchForm(request.GET), consume(Circles), asked_page(request)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    found = circles.search_circles(text, paging) if text else circles.list_circles(paging)
    values = {"form": form, "text": text, "found": found.items, "more": address_of_more(request, found)}
    return shown(request, "circles/every", values)


@page("GET")
def own_circles(request: HttpRequest) -> HttpResponse:
    """Those the viewer belongs to."""
    found = consume(Circles).list_own_circles(asked_page(request))
    return shown(request, "circles/own", {"own": found.items, "more": address_of_more(request, found)})


@page("GET", "POST")
def found_circle(request: HttpRequest) -> HttpResponse:
    """Found a circle; its page is next."""
    form = CircleForm(request.POST if request.method == "POST" else None, initial={"public": True})
    if request.method == "POST" and form.sends(consume(Circles).create_circle):
        messages.success(request, _("The circle is founded. Invite somebody!"))
        return redirect("circle", form.answer.slug)
    return shown(request, "circles/found", {"form": form}, status=form.status)


@page("GET")
def one_circle(request: HttpRequest, circle_slug: str) -> HttpResponse:
    """A circle, for members and, where it is public, for who might become one."""
    return show_circle(request, circle_slug, Form())


@page("GET", "POST")
def leave(request: HttpRequest, circle_slug: str) -> HttpResponse:
    """Ask, then leave."""
    own_membership(request, circle_slug)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.sends(consume(Circles).leave_circle, circle_slug):
        messages.success(request, _("You left the circle."))
        return redirect("own_circles")
    circle = consume(Circles).get_circle(circle_slug)
    return shown(request, "circles/leave", {"form": form, "circle": circle}, status=form.status)


@page("GET", "POST")
def edit_circle(request: HttpRequest, circle_slug: str) -> HttpResponse:
    """What an administrator may change."""
    if request.method != "POST":
        return show_edit(request, circle_slug)
    form = CircleForm(request.POST)
    if not form.sends(consume(Circles).update_circle, circle_slug):
        return show_edit(request, circle_slug, form=form)
    messages.success(request, _("Saved."))
    return redirect("circle", circle_slug)


def show_edit(
    request: HttpRequest, circle_slug: str, *, form: Form | None = None, picture: Form | None = None
) -> HttpResponse:
    """The page of what an administrator may change; what was refused stands beside its form."""
    if own_membership(request, circle_slug).role is not Role.ADMINISTRATOR:
        raise PermissionDenied("Administrators edit the circle.")
    circle = consume(Circles).get_circle(circle_slug)
    values = {
        "form": form or CircleForm(initial=told_of(circle)),
        "picture": picture or PictureForm(),
        "circle": circle,
    }
    sent = form or picture
    return shown(request, "circles/edit", values, status=sent.status if sent else 200)


def told_of(circle: Circle) -> dict[str, object]:
    """What the form says of a circle at first."""
    names = ("name", "description", "public", "members_limit")
    return {name: getattr(circle, name) for name in names}


def own_membership(request: HttpRequest, circle_slug: str) -> Membership:
    """The viewer's active membership; `NotFound` for who has none, whether there is such a circle or not."""
    viewer = viewer_of(request)
    membership = consume(Circles).get_membership(circle_slug, str(viewer.pk) if viewer else "0")
    if not membership.active:
        raise NotFound("The viewer does not belong to the circle.")
    return membership


def show_circle(request: HttpRequest, circle_slug: str, form: Form) -> HttpResponse:
    """The circle's page; what was refused on it stands at its top."""
    circle = consume(Circles).get_circle(circle_slug)
    try:
        membership = own_membership(request, circle_slug)
    except NotFound:
        membership = None
    found = consume(Rides).list_rides(circle_slug, paging=asked_page(request)) if membership else None
    values = {
        "circle": circle,
        "form": form,
        "membership": membership,
        "rows": rows_of(found.items, viewer_id(request)) if found else [],
        "more": address_of_more(request, found) if found else "",
        "administers": membership is not None and membership.role is Role.ADMINISTRATOR,
    }
    return shown(request, "circles/one", values, status=form.status)
