"""Circles for staff: verify them, and look at who belongs to them and by which invitation."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from circles.models import Circle, Invitation, Membership

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
else:
    Admin = admin.ModelAdmin


class LookedAt(Admin):
    """Rows that only the service writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        others = {*self.written, *(self.exclude or ())}
        return [field.name for field in self.model._meta.fields if field.name not in others]

    written: tuple[str, ...] = ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write what was changed and nothing else: people join and leave in the same row meanwhile."""
        if form.changed_data:
            obj.save(update_fields=form.changed_data)


@admin.register(Circle)
class CircleAdmin(LookedAt):
    """Staff say that they know a circle; who did, and when, is in the admin's history."""

    list_display = ("name", "slug", "is_public", "is_verified", "members_count", "rides_count")
    list_filter = ("is_verified", "is_public")
    search_fields = ("name", "slug")
    written = ("is_verified",)
    exclude = ("picture",)  # its address here would lead nowhere


@admin.register(Membership)
class MembershipAdmin(LookedAt):
    """Who belongs to a circle."""

    list_display = ("circle", "account_id", "role", "is_active", "joined_at")
    list_select_related = ("circle",)
    search_fields = ("account_id", "circle__slug")


@admin.register(Invitation)
class InvitationAdmin(LookedAt):
    """Invitations, without the codes that still let somebody in."""

    list_display = ("membership", "issued_at", "expires_at", "used_by", "used_at")
    list_select_related = ("membership__circle",)
    exclude = ("code",)
