"""What the accounts service does after the answer has gone out: e-mails, and forgetting what is over.

An e-mail is a task of the transaction that asks for it: a command that is rolled back sends nothing, and
while the mail server is away nothing is lost. Links are made when they are sent, so no row of a task holds
a token. A worker that is killed just after sending sends again.
"""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts import limits, mail, models, resets, verification
from accounts.messages import SentMessage
from accounts.sessions import OpenSession
from trebol.service import periodic, task

KEYS_KEPT = timedelta(days=90)


@task
def send_sign_up(sign_up_id: int) -> None:
    """Send the link of a sign-up; where its e-mail has an account, tell its owner, and forget the sign-up."""
    sign_up = models.SignUp.objects.filter(pk=sign_up_id).first()
    if sign_up is None:
        return
    owner = models.Account.objects.filter(email=sign_up.email).first()
    if owner is None:
        link = verification.link_of(verification.token_of(sign_up.pk))
        days = verification.LIFETIME.days
        mail.send("verify", sign_up.email, sign_up.language, username=sign_up.username, link=link, days=days)
    else:
        said = {"first_name": owner.first_name, "username": owner.username}
        mail.send("account_exists", owner.email, owner.language, **said)
        sign_up.delete()


@task
def send_password_reset(email: str) -> None:
    """Send the link that sets a new password, where the e-mail has an account."""
    account = models.Account.objects.resettable().filter(email=email).first()
    if account is not None and account.has_usable_password():
        link, minutes = resets.link_of(resets.token_of(account)), resets.LIFETIME.seconds // 60
        said = {"first_name": account.first_name, "link": link, "minutes": minutes}
        mail.send("reset_password", account.email, account.language, **said)


@task
def send_password_changed(account_id: int) -> None:
    """Tell somebody that their password is a new one."""
    account = models.Account.objects.filter(pk=account_id, is_active=True).first()
    if account is not None:
        mail.send("password_changed", account.email, account.language, first_name=account.first_name)


@task
def send_text(account_id: int, subject: str, body: str) -> None:
    """Send another service's message to somebody."""
    account = models.Account.objects.filter(pk=account_id, is_active=True).first()
    if account is not None:
        mail.send_text(account.email, subject, body)


@periodic(at="04:20")
@task
def forget_what_is_over() -> None:
    """Delete expired sessions, sign-ups whose link is too old, keys of messages of long ago, limits' rows.

    Of a link that sets a password nothing is kept: its signature says until when it is good.
    """
    now = timezone.now()
    OpenSession.objects.forget_expired(now)
    SessionStore.clear_expired()
    limits.forget_expired(now)
    models.SignUp.objects.filter(created_at__lt=now - verification.LIFETIME).delete()
    SentMessage.objects.filter(created_at__lt=now - KEYS_KEPT).delete()
