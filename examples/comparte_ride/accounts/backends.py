"""Who may log in with e-mail and password: the one rule, for sessions and for access tokens."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class VerifiedBackend(ModelBackend):
    """Django's own, for verified accounts only.

    An unknown e-mail takes as much time as a wrong password, an account that is not verified as one that is.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether somebody whose password was right may log in."""
        return super().user_can_authenticate(user) and bool(getattr(user, "is_verified", False))
