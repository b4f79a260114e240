"""Accounts for staff: look at them, verify, close and open them, end their sessions.

Who may do which is what Django's groups say: to look takes `view_account`, the rest `change_account`. An
account of the staff, and who belongs to the staff at all, only a superuser changes. No hash of a password is
shown, and nobody sets one here: people get a link for that.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import verification
from accounts.contract import Accounts, LinkRefused, UsernameTaken
from accounts.models import Account, SignUp
from trebol.service import consume

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
else:
    Admin = admin.ModelAdmin

WRITTEN = ("is_verified", "is_active")
WRITTEN_BY_SUPERUSERS = ("is_staff", "groups")


@admin.register(Account)
class AccountAdmin(Admin):
    """What is done here stands in the admin's history, with who did it."""

    list_display = ("username", "first_name", "email", "is_verified", "is_active", "is_staff", "created_at")
    list_filter = ("is_active", "is_verified", "is_staff")
    search_fields = ("username", "email")
    filter_horizontal = ("groups",)
    actions = ("verify", "close", "reopen", "end_sessions")
    fields = (
        "username", "first_name", "last_name", "email", "phone", "language", "biography",
        *WRITTEN, *WRITTEN_BY_SUPERUSERS, "sessions", "created_at", "last_login",
        "rides_offered", "rides_taken", "stars", "ratings_count",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_staff or is_superuser(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        written = {*WRITTEN, *(WRITTEN_BY_SUPERUSERS if is_superuser(request) else ())}
        return [name for name in self.fields if name not in written]

    @admin.display(description=_("open sessions, those of the pages apart"))
    def sessions(self, account: Account) -> int:
        """How many refresh tokens keep one open."""
        return account.open_sessions.count()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write what was changed and nothing else: events count rides in the same row meanwhile."""
        changed = [name for name in form.changed_data if name != "groups"]
        if changed:
            obj.save(update_fields=changed)
        if "is_active" in changed and not obj.is_active:
            Account.objects.filter(pk=obj.pk).end_sessions()

    @admin.action(description=_("Verify the e-mail"), permissions=["change"])
    def verify(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """For accounts that were made by hand; people verify theirs by a link."""
        self.write(request, queryset, is_verified=True)

    @admin.action(description=_("Close, and end all sessions"), permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Whose account is closed logs in nowhere; what they did stays."""
        with transaction.atomic():
            self.changeable(request, queryset).end_sessions()
            self.write(request, queryset, is_active=False)

    @admin.action(description=_("Open again"), permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """They log in as before."""
        self.write(request, queryset, is_active=True)

    @admin.action(description=_("End all sessions"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """As if each had logged out everywhere."""
        accounts = self.changeable(request, queryset)
        with transaction.atomic():
            accounts.end_sessions()
            self.note(request, list(accounts), "ended all sessions")

    def changeable(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Those of the chosen accounts that this person may change."""
        return queryset if is_superuser(request) else queryset.filter(is_staff=False)

    def write(self, request: HttpRequest, queryset: QuerySet[Any], **change: bool) -> None:
        """Write one thing of the chosen accounts, each noted in the history."""
        ((name, value),) = change.items()
        with transaction.atomic():
            accounts = list(self.changeable(request, queryset).exclude(**change))
            Account.objects.filter(pk__in=[account.pk for account in accounts]).update(**change)
            self.note(request, accounts, f"{name}: {value}")

    def note(self, request: HttpRequest, accounts: list[Account], said: str) -> None:
        """Keep in the history what was done, and tell how often."""
        for account in accounts:
            self.log_change(request, account, said)
        self.message_user(request, _("Accounts changed: %d") % len(accounts), messages.SUCCESS)


@admin.register(SignUp)
class SignUpAdmin(Admin):
    """People whose link was not opened yet: somebody of the staff who knows them may do it for them."""

    list_display = ("email", "username", "first_name", "created_at")
    search_fields = ("email", "username")
    actions = ("open_account",)
    exclude = ("password",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_verify_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may open an account without its link."""
        user: Any = request.user
        return bool(user.has_perm("accounts.change_account"))

    @admin.action(description=_("Open the account without its link"), permissions=["verify"])
    def open_account(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """By the operation that the link leads to: the rules are its own."""
        for sign_up in queryset:
            try:
                opened = consume(Accounts).verify_email(verification.token_of(sign_up.pk))
            except (LinkRefused, UsernameTaken) as fault:
                self.message_user(request, f"{sign_up.email}: {fault.message}", messages.ERROR)
                continue
            account = Account.objects.get(email=opened.email)
            self.log_change(request, account, "opened without its link")
            self.message_user(request, _("Opened: %s") % opened.email, messages.SUCCESS)


def is_superuser(request: HttpRequest) -> bool:
    """Whether this person may do everything."""
    user: Any = request.user
    return bool(user.is_superuser)
