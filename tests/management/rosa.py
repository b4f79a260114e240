"""Somebody of the staff, whatever accounts the project has."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Rosa:
    """Somebody of the staff; `permissions` are what she may do."""

    pk = id = 7
    is_active = is_staff = is_authenticated = True
    is_anonymous = False
    permissions: frozenset[str] = frozenset()

    def has_perm(self, permission: str, obj: object = None) -> bool:
        return permission.removeprefix("trebol.").partition("_")[0] in self.permissions

    def has_module_perms(self, label: str) -> bool:
        return True

    def has_usable_password(self) -> bool:
        return False

    def get_username(self) -> str:
        return "rosa"

    def get_short_name(self) -> str:
        return "Rosa"


def as_rosa(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware that makes every request hers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = Rosa()  # type: ignore[assignment]
        return answer(request)

    return middleware
