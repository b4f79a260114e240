"""Links that set a new password: signed, so that nothing is kept for them; valid an hour, and once.

The token says the account and carries a stamp of its password and sessions as they are: what a link changes
makes that link, and every other one, worthless.
"""

from datetime import timedelta
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import Account

LIFETIME = timedelta(hours=1)
SALT = "accounts.reset-password"


def token_of(account: Account) -> str:
    """The token that proves, coming back, that the account's e-mail was read."""
    return signing.dumps([account.pk, stamp_of(account)], salt=SALT)


def stamp_of(account: Account) -> str:
    """What changes with the password, and with the end of all sessions."""
    said = f"{account.pk}:{account.password}:{account.session_salt}:{account.email}"
    return salted_hmac(SALT, said, algorithm="sha256").hexdigest()


def account_of(token: str) -> Account | None:
    """The account that a token was made for; None where it is forged, used or too old, the account closed."""
    try:
        key, stamp = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError):
        return None
    account = Account.objects.resettable().filter(pk=key).first()
    return account if account is not None and constant_time_compare(stamp_of(account), stamp) else None


def link_of(token: str) -> str:
    """The address of the page where `token` is used."""
    base: str = settings.PUBLIC_URL
    return urljoin(base, f"/reset-password?{urlencode({'token': token})}")
