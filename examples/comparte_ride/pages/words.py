"""What a person is told of a refusal, in their language, and beside which field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trebol import Fault

WORDS: Mapping[str, str | Promise] = {
    "AlreadyAdministrator": _("This member is an administrator already."),
    "AlreadyPassenger": _("You have taken seats of this ride. Give them back to take others."),
    "AlreadyRated": _("You have rated this ride."),
    "ArrivalBeforeDeparture": _("A ride arrives after it departs."),
    "DepartureTooSoon": _("Too soon: it can depart on %(earliest)s at the earliest."),
    "NotPassenger": _("You have no seat in this ride."),
    "OwnRide": _("You drive this ride yourself."),
    "RideFull": _("Only %(seats_free)s seats are free."),
    "RideNotFinished": _("A ride is rated once it is finished."),
    "RideNotStarted": _("The ride has not departed yet; it does on %(departs_at)s."),
    "RideOver": _("The ride is finished."),
    "RideStarted": _("The ride has departed."),
    "RideWasCancelled": _("The driver has cancelled the ride."),
    "SeatsTaken": _("Your passengers have taken %(seats_taken)s seats already."),
    "AlreadyMember": _("You belong to this circle already."),
    "CircleFull": _("The circle is full: it has %(members_count)s members, as many as its limit allows."),
    "InvitationExpired": _("This invitation expired on %(expired_at)s. Ask for another."),
    "InvitationUnknown": _("No invitation to this circle has this code."),
    "InvitationUsed": _("Somebody has come in by this invitation already. Ask for another."),
    "LastAdministrator": _(
        "You are the only administrator: make somebody else one before you leave the others."
    ),
    "LimitBelowMembers": _("The circle has %(members_count)s members already, more than this limit."),
    "LinkRefused": _("This link is damaged, used or too old. Ask for another."),
    "LogInRefused": _("The e-mail and the password do not open a verified account."),
    "MembershipDeactivated": _("An administrator deactivated your membership of this circle."),
    "MemberUnknown": _("Nobody of this circle is meant by that; perhaps they left meanwhile."),
    "NoInvitationsLeft": _("You have used up your %(granted)s invitations to this circle."),
    "PasswordRefused": _("This password is too easy to guess."),
    "SessionEnded": _("Your session has ended. Log in again."),
    "TooManyAttempts": _("Too many attempts. Try again in %(retry_after)s seconds."),
    "UsernameTaken": _("Somebody else has the username %(username)s."),
}
"""By the name of the fault; the fields of its detail may stand in the text."""

FIELDS = {
    "ArrivalBeforeDeparture": "arrives_at",
    "DepartureTooSoon": "departs_at",
    "RideFull": "seats",
    "SeatsTaken": "seats",
    "InvitationExpired": "code",
    "InvitationUnknown": "code",
    "InvitationUsed": "code",
    "LimitBelowMembers": "members_limit",
    "PasswordRefused": "password",
    "UsernameTaken": "username",
}
"""The field that a fault is about; the others are about the whole."""

MISSING = _("Fill this in.")
WRONG = _("This does not fit.")


def told(fault: Fault) -> list[str]:
    """What the person is told of a fault, a sentence each."""
    reasons = getattr(fault, "reasons", None)
    if reasons:  # the service told them in the person's language
        return [str(reason) for reason in reasons]
    text = WORDS.get(type(fault).__name__, fault.message)
    return [str(text) % {name: spelled(value) for name, value in fault.detail().items()}]


def spelled(value: Any) -> str:
    """A value of a fault's detail, for reading."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return str(value)
