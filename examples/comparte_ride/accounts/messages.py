"""What other services told somebody: each message once, by its key."""

from typing import ClassVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone


class SentMessageQuerySet(models.QuerySet["SentMessage"]):
    """Messages that were sent, and the way to send one once."""

    def note(self, account_id: int, key: str) -> bool:
        """Note a message; False where it was noted before."""
        try:
            with transaction.atomic(using=self.db):  # a savepoint: the command goes on after a refusal
                self.create(account_id=account_id, key=key)
        except IntegrityError:
            return False
        return True


class SentMessage(models.Model):
    """That something was told to somebody."""

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="sent_messages")
    key = models.CharField(max_length=100, help_text="the sender's name for what is told")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar = SentMessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="sent_message_once"),
        ]

    def __str__(self) -> str:
        return self.key
