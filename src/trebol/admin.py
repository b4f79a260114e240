"""A look into the outbox and the tasks, for staff: read, try again, discard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trebol.runtime.events.models import Delivery
from trebol.runtime.leasing.queue import revived
from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.models import StoredTask
from trebol.runtime.worker.events import tell

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
else:
    Admin = admin.ModelAdmin


class LedgerAdmin(Admin):
    """Read only. To try again takes the permission to change a row, to discard it that to delete it."""

    actions = ("replay", "discard")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds work by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes work."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Work is discarded when it is dead, by the action for that."""
        return False

    def has_replay_permission(self, request: HttpRequest) -> bool:
        """Tell whether somebody may let dead work be tried again."""
        return self.may(request, "change")

    def has_discard_permission(self, request: HttpRequest) -> bool:
        """Tell whether somebody may discard dead work."""
        return self.may(request, "delete")

    def may(self, request: HttpRequest, what: str) -> bool:
        """Tell whether somebody has one of Django's permissions of the model."""
        user: Any = request.user
        return bool(user.has_perm(f"trebol.{what}_{self.model._meta.model_name}"))

    @admin.action(description=_("Try dead ones again"), permissions=["replay"])
    def replay(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        """Let the dead of some rows be tried again."""
        count = self.done(request, "replayed", rows, revived)
        self.message_user(request, _("To be tried again: %d") % count, messages.SUCCESS)

    @admin.action(description=_("Discard dead ones for good"), permissions=["discard"])
    def discard(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        """Delete the dead of some rows."""
        count = self.done(request, "discarded", rows, lambda dead: dead.delete()[0])
        self.message_user(request, _("Discarded: %d") % count, messages.SUCCESS)

    def done(
        self, request: HttpRequest, event: str, rows: QuerySet[Any], work: Callable[[QuerySet[Any]], int]
    ) -> int:
        """Do something to the dead of some rows, and log who did; return how many they were."""
        dead = self.model._default_manager.filter(
            pk__in=list(rows.values_list("pk", flat=True)), state__in=(State.DEAD, State.SENT)
        )
        count = work(dead)
        tell(event, {"model": str(self.model._meta.model_name), "count": count, "by": str(request.user.pk)})
        return count


@admin.register(Delivery)
class DeliveryAdmin(LedgerAdmin):
    """Deliveries of events."""

    list_display = ("destination", "event", "stream", "state", "attempts", "available_at")
    list_filter = ("state",)
    list_select_related = ("outbox",)
    search_fields = ("destination", "stream", "outbox__event")
    fields = (
        "destination", "event", "body", "stream", "state", "attempts", "available_at", "lease_until",
        "leased_by", "finished_at", "error",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description=_("event"), ordering="outbox__event")
    def event(self, row: Delivery) -> str:
        """The id of the event."""
        return row.outbox.event

    @admin.display(description=_("body"))
    def body(self, row: Delivery) -> str:
        """The event as JSON."""
        return row.outbox.body


@admin.register(StoredTask)
class StoredTaskAdmin(LedgerAdmin):
    """Enqueued tasks."""

    list_display = ("path", "queue", "priority", "state", "attempts", "available_at", "finished_at")
    list_filter = ("state", "queue")
    search_fields = ("=id", "path")
    fields = (
        "id", "path", "args", "kwargs", "queue", "priority", "state", "attempts", "enqueued_at",
        "available_at", "started_at", "last_attempted_at", "lease_until", "leased_by", "finished_at",
        "result", "error",
    )  # fmt: skip
    readonly_fields = fields
