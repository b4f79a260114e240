"""Verification links: signed, so that nothing is kept for them, and valid three days."""

from datetime import timedelta
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.core import signing

LIFETIME = timedelta(days=3)
SALT = "accounts.verify-email"


def token_of(sign_up_id: int) -> str:
    """The token that proves, coming back, that the e-mail of this sign-up was read."""
    return signing.dumps(sign_up_id, salt=SALT)


def sign_up_of(token: str) -> int | None:
    """The id of the sign-up that `token` was made for; None where it is forged, damaged or too old."""
    try:
        sign_up_id = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    return int(sign_up_id)


def link_of(token: str) -> str:
    """The address of the page where `token` is used."""
    base: str = settings.PUBLIC_URL
    return urljoin(base, f"/verify-email?{urlencode({'token': token})}")
