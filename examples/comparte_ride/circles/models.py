"""What the circles service keeps: circles, who belongs to them, and the invitations that let somebody in.

A person is the id of an account, kept as a value: accounts is another service. The writes that must hold
when several people do the same at once are conditional updates, here; the rules are in `service`.
"""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

ACCOUNT_ID = 64  # characters: as long as any caller's id


class CircleQuerySet(models.QuerySet["Circle"]):
    """Circles, and the two ways in which their number of members changes."""

    def take_place(self) -> bool:
        """Count one member more where the limit allows it; False where the circle is full.

        The row stays locked until the transaction ends: of several who join at once each sees the others.
        """
        room = Q(members_limit=None) | Q(members_count__lt=F("members_limit"))
        return bool(self.filter(room).update(members_count=F("members_count") + 1))

    def free_place(self) -> None:
        """Count one member less. Locks the row as `take_place` does."""
        self.update(members_count=F("members_count") - 1)

    def locked(self) -> "Circle":
        """The one circle; until the transaction ends nobody else gets its lock, so nobody joins or leaves.

        On SQLite the transaction of a command already excludes every other writer.
        Raises `Circle.DoesNotExist`.
        """
        return self.select_for_update(no_key=True).get()


class Circle(models.Model):
    """People who know each other and share rides."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60, unique=True)
    description = models.CharField(max_length=500, blank=True, default="")
    picture = models.FileField(upload_to="circles", blank=True, default="", db_default="")
    search_text = models.TextField(editable=False, help_text="name and description, folded")
    is_public = models.BooleanField(default=True, help_text="people who are not members see that it exists")
    is_verified = models.BooleanField(default=False, help_text="by staff")
    members_limit = models.PositiveIntegerField(null=True, blank=True, help_text="empty: no limit")
    members_count = models.PositiveIntegerField(default=0, help_text="of active members")
    rides_count = models.PositiveIntegerField(default=0, db_default=0, help_text="of finished rides")
    created_at = models.DateTimeField()

    objects: ClassVar = CircleQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name", "id"], name="circle_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(members_limit=None) | Q(members_count__lte=F("members_limit")),
                name="circle_within_its_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, as a person's or a circle's."""

    def active(self) -> "MembershipQuerySet":
        """Those of people who have not left and are not deactivated."""
        return self.filter(is_active=True)

    def deactivated(self) -> "MembershipQuerySet":
        """Those that an administrator ended."""
        return self.filter(is_deactivated=True)

    def administrators(self) -> "MembershipQuerySet":
        """Those of administrators."""
        return self.filter(role=Membership.Role.ADMINISTRATOR)

    def enter(self, circle: Circle, account_id: str, invitations: int, now: datetime) -> None:
        """Make somebody a member, who may have been one before.

        Called behind the circle's lock: two at once would both make one.
        """
        again = {"is_active": True, "is_deactivated": False, "role": Membership.Role.MEMBER, "joined_at": now}
        new = {**again, "invitations_granted": invitations}
        self.update_or_create(again, new, circle=circle, account_id=account_id)

    def end(self, *, deactivated: bool = False) -> bool:
        """Mark one active membership as ended; False where it is not active (any more)."""
        return bool(self.active().update(is_active=False, is_deactivated=deactivated))

    def locked(self) -> "Membership | None":
        """The one membership, kept from changing until the transaction ends; None where it is not there."""
        return self.select_for_update(of=("self",), no_key=True).first()


class Membership(models.Model):
    """Somebody's place in a circle; it stays, inactive, when they leave."""

    class Role(models.TextChoices):
        """What a member may do: administrators edit the circle."""

        MEMBER = "member"
        ADMINISTRATOR = "administrator"

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="memberships")
    account_id = models.CharField(max_length=ACCOUNT_ID)
    role = models.CharField(max_length=13, choices=Role.choices, default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    is_deactivated = models.BooleanField(default=False, db_default=False, help_text="by an administrator")
    invitations_granted = models.PositiveSmallIntegerField()
    joined_at = models.DateTimeField()

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-joined_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["account_id", "is_active"], name="membership_by_account"),
            models.Index(fields=["circle", "-joined_at", "-id"], name="membership_newest_first"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "account_id"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(is_deactivated=False),
                name="membership_active_or_deactivated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.circle_id}"

    @property
    def is_administrator(self) -> bool:
        """Whether the member may edit the circle."""
        return self.role == self.Role.ADMINISTRATOR


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations: open, used or expired."""

    def open(self, now: datetime) -> "InvitationQuerySet":
        """Those that still admit somebody."""
        return self.filter(used_by="", expires_at__gt=now)

    def used(self) -> "InvitationQuerySet":
        """Those that somebody came in by."""
        return self.exclude(used_by="")

    def spent(self, now: datetime) -> "InvitationQuerySet":
        """Those that count against what a member may issue: used or open. An expired one is given back."""
        return self.exclude(used_by="", expires_at__lte=now)

    def forget_expired(self, before: datetime) -> int:
        """Delete those that expired unused before then; how many those were. Nobody's count changes by it."""
        deleted, _ = self.filter(used_by="", expires_at__lt=before).delete()
        return deleted

    def use(self, account_id: str, now: datetime) -> bool:
        """Let this person in by one invitation; False where it is used or expired (by now)."""
        return bool(self.open(now).update(used_by=account_id, used_at=now))


class Invitation(models.Model):
    """A code that admits one person once into the circle of the member who issued it."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="invitations")
    code = models.CharField(max_length=12, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_by = models.CharField(max_length=ACCOUNT_ID, blank=True, default="")
    used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-issued_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_by="", used_at=None) | (~Q(used_by="") & Q(used_at__isnull=False)),
                name="invitation_used_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"  # never the code: this is shown to staff, and in logs
