"""What people are told of their rides, in each language that the site speaks."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.contract import Text
from rides.models import Ride

CHANGED, CANCELLED, REMINDER = "changed", "cancelled", "reminder"

SUBJECTS = {
    (CHANGED, "en"): "Comparte Ride: your ride has changed",
    (CHANGED, "es"): "Comparte Ride: tu viaje cambió",
    (CANCELLED, "en"): "Comparte Ride: your ride was called off",
    (CANCELLED, "es"): "Comparte Ride: tu viaje se canceló",
    (REMINDER, "en"): "Comparte Ride: your ride departs soon",
    (REMINDER, "es"): "Comparte Ride: tu viaje sale pronto",
}
BODIES = {
    (CHANGED, "en"): "The driver changed a ride that you are in. It is now:",
    (CHANGED, "es"): "Quien conduce cambió un viaje en el que vas. Ahora es:",
    (CANCELLED, "en"): "A ride that you were in does not take place:",
    (CANCELLED, "es"): "Un viaje en el que ibas no se hará:",
    (REMINDER, "en"): "A ride that you are in departs within the hour:",
    (REMINDER, "es"): "Un viaje en el que vas sale en menos de una hora:",
}


def key_of(kind: str, ride: Ride) -> str:
    """What is told once: of a change each one, of a reminder each departure."""
    about = {CHANGED: str(ride.revision), CANCELLED: "", REMINDER: f"{ride.departs_at:%Y%m%d%H%M}"}
    return f"ride {ride.pk} {kind} {about[kind]}".strip()


def texts(kind: str, ride: Ride) -> list[Text]:
    """The notice in every language."""
    return [
        Text(language=language, subject=SUBJECTS[kind, language], body=body_of(kind, language, ride))
        for language in ("en", "es")
    ]


def body_of(kind: str, language: str, ride: Ride) -> str:
    """What happened, and the ride as it is."""
    times = f"{told(ride.departs_at)} → {told(ride.arrives_at)} ({settings.SITE_TIME_ZONE})"
    lines = [BODIES[kind, language], "", f"{ride.origin} → {ride.destination}", times]
    return "\n".join([*lines, "", ride.notes] if ride.notes else lines)


def told(when: datetime) -> str:
    """A time by the clocks of the site."""
    return f"{when.astimezone(ZoneInfo(settings.SITE_TIME_ZONE)):%Y-%m-%d %H:%M}"
