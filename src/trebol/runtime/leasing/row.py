"""A row that stands for work: who holds it until when, how often it was tried, how it ended."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where the work stands. What a worker holds is ``WAITING`` too: its lease says so.

    ``SENT``: it is with a broker, whose workers run it.
    """

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DONE = "done", _("done")
    DEAD = "dead", _("dead")


class Leased(models.Model):
    """Work that is due at ``available_at`` and held by ``leased_by`` until ``lease_until``.

    ``attempts`` counts leases, so that one that ends with its process counts as well. ``error`` is the last
    one, with its traceback.
    """

    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    available_at = models.DateTimeField(_("due at"))
    lease_until = models.DateTimeField(_("held until"), null=True, editable=False)
    leased_by = models.CharField(_("held by"), max_length=100, default="", editable=False)
    finished_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    error = models.TextField(_("last error"), default="", editable=False)

    class Meta:
        abstract = True
