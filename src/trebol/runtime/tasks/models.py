"""The tables of background work: enqueued tasks, when periodic ones are due, who leads."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from trebol.runtime.leasing.row import Leased, State


class StoredTask(Leased):
    """A task that was enqueued. ``path``: of its function. ``workers``: who tried it, one a line."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    path = models.CharField(_("task"), max_length=300)
    queue = models.CharField(_("queue"), max_length=100)
    priority = models.SmallIntegerField(_("priority"))
    backend = models.CharField(max_length=100)
    args = models.JSONField(_("arguments"), default=list)
    kwargs = models.JSONField(_("named arguments"), default=dict)
    request_id = models.CharField(_("request"), max_length=64, default="")
    enqueued_at = models.DateTimeField(_("enqueued at"))
    started_at = models.DateTimeField(_("first tried at"), null=True, editable=False)
    last_attempted_at = models.DateTimeField(_("last tried at"), null=True, editable=False)
    workers = models.TextField(default="", editable=False)
    errors = models.JSONField(default=list, editable=False)
    result = models.JSONField(_("result"), null=True, editable=False)

    class Meta:
        app_label = "trebol"
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(
                models.F("priority").desc(), "available_at", name="trebol_task_waiting",
                condition=models.Q(state=State.WAITING),
            ),
            models.Index("state", "finished_at", name="trebol_task_ended"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.path} {self.id}"


class Schedule(models.Model):
    """When a periodic task was last due; ``path`` is its function's."""

    path = models.CharField(max_length=300, primary_key=True)
    due_at = models.DateTimeField()

    class Meta:
        app_label = "trebol"

    def __str__(self) -> str:
        return self.path


class Lead(models.Model):
    """Who alone does something, and until when."""

    name = models.CharField(max_length=50, primary_key=True)
    holder = models.CharField(max_length=100)
    until = models.DateTimeField()

    class Meta:
        app_label = "trebol"

    def __str__(self) -> str:
        return f"{self.name} {self.holder}"
