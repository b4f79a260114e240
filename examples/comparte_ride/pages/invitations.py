"""Invitations: those one issued to a circle, and coming in by one."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from circles.contract import Circle, Circles, Invitation
from pages.circle_forms import JoinForm
from pages.circles import own_membership
from pages.form import Form
from pages.page import page, shown
from trebol import NotFound
from trebol.service import consume


@page("GET", "POST")
def invitations(request: HttpRequest, circle_slug: str) -> HttpResponse:
    """What the viewer did with theirs, and a button for one more."""
    own_membership(request, circle_slug)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.sends(consume(Circles).issue_invitation, circle_slug):
        return redirect("invitations", circle_slug)
    own = consume(Circles).get_invitations(circle_slug)
    values = {
        "form": form,
        "circle": consume(Circles).get_circle(circle_slug),
        "own": own,
        "issued": [(invitation, link_of(circle_slug, invitation)) for invitation in own.newest],
    }
    return shown(request, "circles/invitations", values, status=form.status)


def link_of(circle_slug: str, invitation: Invitation) -> str:
    """The address to send to who is invited."""
    code = urlencode({"code": invitation.code})
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('join', args=[circle_slug])}?{code}"


@page("GET", "POST")
def join(request: HttpRequest, circle_slug: str) -> HttpResponse:
    """Come in. A private circle is not named: who holds its address need not hold an invitation."""
    circles = consume(Circles)
    circle = visible(circles, circle_slug)
    form = JoinForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    if request.method == "POST" and form.sends(circles.join_circle, circle_slug):
        messages.success(request, _("Welcome to %(circle)s!") % {"circle": form.answer.name})
        return redirect("circle", circle_slug)
    return shown(request, "circles/join", {"form": form, "circle": circle}, status=form.status)


def visible(circles: Circles, circle_slug: str) -> Circle | None:
    """The circle, where the viewer may see it."""
    try:
        return circles.get_circle(circle_slug)
    except NotFound:
        return None
