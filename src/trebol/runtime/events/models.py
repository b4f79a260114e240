"""The outbox of what was told, the deliveries it became, the inbox of what was consumed."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from trebol.runtime.leasing.row import Leased, State


class OutboxEvent(models.Model):
    """An event as it was committed, in the database of the service that told it.

    ``stream``: what orders events, the service and the value of the key. ``position``: the order of commits
    within a stream, given as the last thing of a transaction. ``body``: the event as JSON.
    """

    uid = models.UUIDField(_("id"), unique=True, default=uuid.uuid4)
    event = models.CharField(_("event"), max_length=200)
    stream = models.CharField(_("stream"), max_length=300)
    body = models.TextField(_("body"))
    position = models.BigIntegerField(null=True)
    emitted_at = models.DateTimeField(_("told at"))
    request_id = models.CharField(_("request"), max_length=64, default="")
    routed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "trebol"
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(
                "position", name="trebol_outbox_unrouted",
                condition=models.Q(routed_at=None, position__isnull=False),
            ),
            models.Index("routed_at", name="trebol_outbox_routed"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.event} {self.uid}"


class Delivery(Leased):
    """What is owed to one destination: an event, to be consumed after the earlier ones of its stream.

    ``group``: within it, events of a stream are delivered in order (the consuming service).
    """

    outbox = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="deliveries")
    destination = models.CharField(_("consumer"), max_length=200)
    group = models.CharField(max_length=200)
    stream = models.CharField(_("stream"), max_length=300)
    position = models.BigIntegerField()

    class Meta:
        app_label = "trebol"
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint("outbox", "destination", name="trebol_delivery_once"),
        ]
        indexes = [
            models.Index(
                "group", "stream", "position", name="trebol_delivery_stream",
                condition=models.Q(state=State.WAITING),
            ),
            models.Index(
                "position", name="trebol_delivery_waiting", condition=models.Q(state=State.WAITING)
            ),
            models.Index("state", "finished_at", name="trebol_delivery_ended"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.destination} {self.outbox_id}"


class Consumed(models.Model):
    """The inbox: written with the effects of a consumer, in one transaction, so that they are there once."""

    consumer = models.CharField(max_length=200)
    uid = models.CharField(max_length=64)
    consumed_at = models.DateTimeField()

    class Meta:
        app_label = "trebol"
        constraints = [models.UniqueConstraint("consumer", "uid", name="trebol_consumed_once")]
        indexes = [models.Index("consumed_at", name="trebol_consumed_at")]

    def __str__(self) -> str:
        return f"{self.consumer} {self.uid}"
