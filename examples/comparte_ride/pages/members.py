"""The members of a circle; administrators promote, deactivate and reactivate them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.contract import MemberCard
from circles.contract import Circles, Member, Membership, Role
from pages.circles import own_membership
from pages.form import Form
from pages.page import page, shown
from pages.paging import address_of_more, asked_page
from pages.people import cards_of
from trebol.service import consume


@page("GET")
def members(request: HttpRequest, circle_slug: str) -> HttpResponse:
    """Who belongs to the circle."""
    return show_members(request, circle_slug, Form())


@page("POST")
def promote(request: HttpRequest, circle_slug: str, account_id: str) -> HttpResponse:
    """Make a member an administrator too."""
    return did(
        request,
        consume(Circles).promote_member,
        circle_slug,
        account_id,
        _("The circle has one administrator more."),
    )


@page("POST")
def deactivate(request: HttpRequest, circle_slug: str, account_id: str) -> HttpResponse:
    """Put a member out."""
    return did(
        request,
        consume(Circles).deactivate_member,
        circle_slug,
        account_id,
        _("The member is out; you can let them in again here."),
    )


@page("POST")
def reactivate(request: HttpRequest, circle_slug: str, account_id: str) -> HttpResponse:
    """Let in again whom an administrator deactivated."""
    return did(
        request, consume(Circles).reactivate_member, circle_slug, account_id, _("The member is in again.")
    )


def did(
    request: HttpRequest, operation: Callable[..., Any], circle_slug: str, account_id: str, said: str
) -> HttpResponse:
    """Do something with a member: the members again, with what was done or with what was refused."""
    form = Form(request.POST)
    if not form.sends(operation, circle_slug, account_id):
        return show_members(request, circle_slug, form)
    messages.success(request, said)
    return redirect("members", circle_slug)


def show_members(request: HttpRequest, circle_slug: str, form: Form) -> HttpResponse:
    """The page of the members; what was refused on it stands at its top."""
    own = own_membership(request, circle_slug)
    administers = own.role is Role.ADMINISTRATOR
    found = consume(Circles).list_members(circle_slug, asked_page(request))
    out = consume(Circles).list_deactivated_members(circle_slug).items if administers else ()
    values = {
        "circle": consume(Circles).get_circle(circle_slug),
        "form": form,
        "administers": administers,
        "members": with_cards(found.items, own),
        "out": with_cards(out, own),
        "more": address_of_more(request, found),
    }
    return shown(request, "circles/members", values, status=form.status)


def with_cards(
    members: Sequence[Member], own: Membership
) -> list[tuple[Member, MemberCard | None, bool, bool]]:
    """Each member with their card, whether they administer the circle, and whether they are the viewer."""
    cards = cards_of(member.account_id for member in members)
    return [
        (
            member,
            cards.get(member.account_id),
            member.role is Role.ADMINISTRATOR,
            member.account_id == own.account_id,
        )
        for member in members
    ]
