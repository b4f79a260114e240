"""Rides: search, offer, look at one, and what a driver and a passenger do with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from circles.contract import Circles
from pages.circles import own_membership
from pages.form import Form
from pages.page import page, shown, viewer_id
from pages.paging import address_of_more, asked_page
from pages.people import cards_of
from pages.ride_forms import RateForm, RideForm, SearchForm, TakeForm, told_of
from pages.ride_rows import rows_of
from rides.contract import Order, Rides
from trebol import Paging, PermissionDenied
from trebol.service import consume

MANY = Paging(first=200)


@page("GET")
def search(request: HttpRequest) -> HttpResponse:
    """Rides to take, in the viewer's circles."""
    own = consume(Circles).list_own_circles(MANY).items
    form = SearchForm(request.GET, [(each.circle.slug, each.circle.name) for each in own])
    asked = form.asked()
    if "order" in asked:
        asked["order"] = Order(asked["order"])
    found = consume(Rides).list_rides(**asked, paging=asked_page(request))
    values = {
        "form": form,
        "rows": rows_of(found.items, viewer_id(request)),
        "more": address_of_more(request, found),
        "belongs": bool(own),
        "narrowed": form.narrows(),
    }
    return shown(request, "rides/search", values)


@page("GET")
def own_rides(request: HttpRequest) -> HttpResponse:
    """Those the viewer drives or has a seat in."""
    found = consume(Rides).list_own_rides(paging=asked_page(request))
    rows = rows_of(found.items, viewer_id(request))
    return shown(request, "rides/own", {"rows": rows, "more": address_of_more(request, found)})


@page("GET", "POST")
def offer(request: HttpRequest, circle_slug: str) -> HttpResponse:
    """Offer seats to the members of a circle."""
    own_membership(request, circle_slug)
    form = RideForm(request.POST if request.method == "POST" else None, initial={"seats": 3})
    if request.method == "POST" and form.sends(consume(Rides).offer_ride, circle_slug):
        messages.success(request, _("Your ride is offered."))
        return redirect("ride", form.answer.id)
    circle = consume(Circles).get_circle(circle_slug)
    return shown(request, "rides/offer", {"form": form, "circle": circle}, status=form.status)


@page("GET")
def ride(request: HttpRequest, ride_id: int) -> HttpResponse:
    """One ride."""
    return show_ride(request, ride_id, Form())


@page("GET", "POST")
def edit(request: HttpRequest, ride_id: int) -> HttpResponse:
    """What its driver may change before it departs."""
    found = consume(Rides).get_ride(ride_id)
    if found.driver_id != viewer_id(request):
        raise PermissionDenied("Its driver edits a ride.")
    form = RideForm(request.POST if request.method == "POST" else None, initial=told_of(found))
    if request.method == "POST" and form.sends(consume(Rides).update_ride, ride_id):
        messages.success(request, _("Saved. Your passengers are told by e-mail."))
        return redirect("ride", ride_id)
    return shown(request, "rides/edit", {"form": form, "ride": found}, status=form.status)


@page("POST")
def take(request: HttpRequest, ride_id: int) -> HttpResponse:
    """Take seats."""
    return did(
        request,
        ride_id,
        TakeForm(request.POST),
        consume(Rides).take_ride,
        _("The seats are yours. Have a good ride!"),
    )


@page("POST")
def give_back(request: HttpRequest, ride_id: int) -> HttpResponse:
    """Give the viewer's seats back."""
    return did(
        request, ride_id, Form(request.POST), consume(Rides).give_back_ride, _("Your seats are given back.")
    )


@page("POST")
def cancel(request: HttpRequest, ride_id: int) -> HttpResponse:
    """Call the ride off."""
    return did(
        request,
        ride_id,
        Form(request.POST),
        consume(Rides).cancel_ride,
        _("The ride is cancelled. Your passengers are told by e-mail."),
    )


@page("POST")
def finish(request: HttpRequest, ride_id: int) -> HttpResponse:
    """Say that it has ended."""
    return did(
        request,
        ride_id,
        Form(request.POST),
        consume(Rides).finish_ride,
        _("The ride is finished. Thank you!"),
    )


@page("POST")
def rate(request: HttpRequest, ride_id: int) -> HttpResponse:
    """Rate it."""
    return did(
        request, ride_id, RateForm(request.POST), consume(Rides).rate_ride, _("Thank you for your rating.")
    )


def did(
    request: HttpRequest, ride_id: int, form: Form, operation: Callable[..., Any], said: str
) -> HttpResponse:
    """Do something with a ride: its page again, with what was done or with what was refused."""
    if not form.sends(operation, ride_id):
        return show_ride(request, ride_id, form)
    messages.success(request, said)
    return redirect("ride", ride_id)


def show_ride(request: HttpRequest, ride_id: int, form: Form) -> HttpResponse:
    """The page of a ride; what was refused on it stands at its top and beside its field."""
    found = consume(Rides).get_ride(ride_id)
    (row,) = rows_of([found], viewer_id(request))
    cards = cards_of(passenger.account_id for passenger in found.passengers)
    values = {
        "row": row,
        "ride": found,
        "form": form,
        "take": form if isinstance(form, TakeForm) else TakeForm(initial={"seats": 1}),
        "rate": form if isinstance(form, RateForm) else RateForm(initial={"stars": 5}),
        "passengers": [(passenger, cards.get(passenger.account_id)) for passenger in found.passengers],
    }
    return shown(request, "rides/one", values, status=form.status)
