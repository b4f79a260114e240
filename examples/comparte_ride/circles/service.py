"""The circles service at work."""

from django.db.models import F
from django.utils import timezone

from circles import models
from circles.contract import (
    ActiveMember,
    Administrator,
    AlreadyAdministrator,
    AlreadyMember,
    Circle,
    CircleFull,
    Circles,
    Invitation,
    InvitationExpired,
    Invitations,
    InvitationUnknown,
    InvitationUsed,
    LastAdministrator,
    LimitBelowMembers,
    Member,
    MemberEntered,
    MemberLeft,
    Membership,
    MembershipDeactivated,
    MemberUnknown,
    NoInvitationsLeft,
    OwnCircle,
    Person,
)
from circles.limits import BATCH, FOUNDER_INVITATIONS, INVITATION_LIFETIME, MEMBER_INVITATIONS
from circles.naming import folded, new_code, new_slug, typed_code
from circles.rows import CircleRow, DeactivatedMemberRow, MemberRow, MembershipRow, OwnCircleRow, account_of
from rides.contract import RideFinished
from trebol import FIRST, UNSET, Maybe, Page, Paging, PermissionDenied
from trebol.service import consumes, emit, keep, permits

NEWEST_INVITATIONS = 50


class CirclesService(Circles):
    """Circles in the database. What many may do at once, they do behind a lock on the circle's row."""

    @property
    def account(self) -> str:
        """The caller's account."""
        return account_of(self.context.caller)

    def own(self, circle_slug: str) -> models.MembershipQuerySet:
        """The caller's active membership of a circle, as a query."""
        return models.Membership.objects.active().filter(circle__slug=circle_slug, account_id=self.account)

    @permits(Person)
    def is_person(self) -> bool:
        """Whether the caller is somebody who can belong to a circle."""
        return bool(self.account)

    @permits(ActiveMember)
    def is_member(self, circle_slug: str) -> bool:
        """Whether the caller belongs to the circle; False where there is none: the two look the same."""
        return self.own(circle_slug).exists()

    @permits(Administrator)
    def is_administrator(self, circle_slug: str) -> bool:
        """Whether the caller may edit the circle."""
        return self.own(circle_slug).administrators().exists()

    def list_circles(self, paging: Paging = FIRST) -> Page[Circle]:
        """By name."""
        return CircleRow.page(models.Circle.objects.order_by("name"), paging)

    def search_circles(self, text: str, paging: Paging = FIRST) -> Page[Circle]:
        """The text is folded as what is searched was."""
        found = models.Circle.objects.filter(search_text__contains=folded(text))
        return CircleRow.page(found.order_by("name"), paging)

    def list_own_circles(self, paging: Paging = FIRST) -> Page[OwnCircle]:
        """The one joined last first."""
        own = models.Membership.objects.active().filter(account_id=self.account)
        return OwnCircleRow.page(own.order_by("-joined_at"), paging)

    def list_own_slugs(self) -> list[str]:
        """Those joined last, where they are more than one answer holds."""
        own = models.Membership.objects.active().filter(account_id=self.account)
        return list(own.order_by("-joined_at", "-pk").values_list("circle__slug", flat=True)[:BATCH])

    def list_circles_by_slug(self, slugs: list[str]) -> list[Circle]:
        """What the caller may not see is missing, as what does not exist."""
        return CircleRow.all(models.Circle.objects.filter(slug__in=slugs), limit=BATCH)

    def get_circle(self, circle_slug: str) -> Circle:
        """By its slug."""
        return CircleRow.one(models.Circle.objects.filter(slug=circle_slug))

    def create_circle(
        self, name: str, description: str = "", public: bool = True, members_limit: int | None = None
    ) -> Circle:
        """A circle and the membership of its founder."""
        now = timezone.now()
        circle = models.Circle.objects.create(
            name=name,
            slug=new_slug(name),
            description=description,
            search_text=folded(name, description),
            is_public=public,
            members_limit=members_limit,
            members_count=1,
            created_at=now,
        )
        models.Membership.objects.create(
            circle=circle,
            account_id=self.account,
            role=models.Membership.Role.ADMINISTRATOR,
            invitations_granted=FOUNDER_INVITATIONS,
            joined_at=now,
        )
        emit(MemberEntered(circle_slug=circle.slug, account_id=self.account))
        return CircleRow.one(models.Circle.objects.filter(pk=circle.pk))

    def update_circle(
        self,
        circle_slug: str,
        name: Maybe[str] = UNSET,
        description: Maybe[str] = UNSET,
        public: Maybe[bool] = UNSET,
        members_limit: Maybe[int | None] = UNSET,
    ) -> Circle:
        """Write what is given, and what is searched anew."""
        circle = self.administered(circle_slug)
        circle.name = circle.name if name is UNSET else name
        circle.description = circle.description if description is UNSET else description
        circle.is_public = circle.is_public if public is UNSET else public
        circle.members_limit = circle.members_limit if members_limit is UNSET else members_limit
        if circle.members_limit is not None and circle.members_count > circle.members_limit:
            raise LimitBelowMembers(members_count=circle.members_count)
        circle.search_text = folded(circle.name, circle.description)
        circle.save(update_fields=["name", "description", "is_public", "members_limit", "search_text"])
        return CircleRow.one(models.Circle.objects.filter(pk=circle.pk))

    def change_circle_picture(self, circle_slug: str, picture: bytes) -> Circle:
        """Keep it in place of the one before."""
        return self.showing(circle_slug, picture)

    def remove_circle_picture(self, circle_slug: str) -> Circle:
        """Let go of it."""
        return self.showing(circle_slug, None)

    def showing(self, circle_slug: str, picture: bytes | None) -> Circle:
        """The circle with this picture, or with none."""
        circle = self.administered(circle_slug)
        keep(circle.picture, picture)
        return CircleRow.one(models.Circle.objects.filter(pk=circle.pk))

    def join_circle(self, circle_slug: str, code: str) -> Circle:
        """Behind the circle's lock: is the code good, is there a place; then use it and take it."""
        invitations = models.Invitation.objects.filter(
            code=typed_code(code), membership__circle__slug=circle_slug
        )
        found = invitations.first()
        if found is None:
            raise InvitationUnknown()
        circles = models.Circle.objects.filter(slug=circle_slug)
        circle, now = circles.locked(), timezone.now()
        invitation = models.Invitation.objects.get(pk=found.pk)
        if invitation.used_by:
            raise InvitationUsed()
        if invitation.expires_at <= now:
            raise InvitationExpired(expired_at=invitation.expires_at)
        if self.own(circle_slug).exists():
            raise AlreadyMember(circle_slug=circle_slug)
        if circle.memberships.deactivated().filter(account_id=self.account).exists():
            raise MembershipDeactivated()
        if not circles.take_place():
            raise CircleFull(members_count=circle.members_count)
        if not invitations.use(self.account, now):
            raise InvitationUsed()
        self.enter(circle, self.account)
        return CircleRow.one(circles)

    def leave_circle(self, circle_slug: str) -> None:
        """Behind the circle's lock: is there another administrator; then end the membership."""
        circle = models.Circle.objects.filter(slug=circle_slug).locked()
        membership = self.own(circle_slug).first()
        if membership is None:
            raise PermissionDenied("The caller does not belong to the circle any more.")
        others = circle.memberships.active().exclude(pk=membership.pk)
        if membership.is_administrator and others.exists() and not others.administrators().exists():
            raise LastAdministrator(members_count=circle.members_count)
        self.end(membership, circle)

    def end(self, membership: models.Membership, circle: models.Circle, *, deactivated: bool = False) -> None:
        """Behind the circle's lock: end a membership and its open invitations, free the place, tell of it."""
        models.Membership.objects.filter(pk=membership.pk).end(deactivated=deactivated)
        models.Circle.objects.filter(pk=circle.pk).free_place()
        now = timezone.now()
        membership.invitations.open(now).update(expires_at=now)
        account_id, joined_at = membership.account_id, membership.joined_at
        emit(MemberLeft(circle_slug=circle.slug, account_id=account_id, joined_at=joined_at))

    def administered(self, circle_slug: str) -> models.Circle:
        """The circle, behind its lock; whoever was put out while waiting for that administers it no more."""
        circle: models.Circle = models.Circle.objects.filter(slug=circle_slug).locked()
        if not self.own(circle_slug).administrators().exists():
            raise PermissionDenied("The caller does not administer the circle any more.")
        return circle

    def promote_member(self, circle_slug: str, account_id: str) -> Member:
        """Behind the circle's lock, as whatever changes who administers it."""
        found = self.administered(circle_slug).memberships.active().filter(account_id=account_id)
        membership = found.first()
        if membership is None:
            raise MemberUnknown()
        if membership.is_administrator:
            raise AlreadyAdministrator()
        found.update(role=models.Membership.Role.ADMINISTRATOR)
        return MemberRow.one(found)

    def deactivate_member(self, circle_slug: str, account_id: str) -> None:
        """Behind the circle's lock: is there another administrator; then end the membership."""
        circle = self.administered(circle_slug)
        active = circle.memberships.active()
        membership = active.filter(account_id=account_id).first()
        if membership is None:
            raise MemberUnknown()
        if membership.is_administrator and not active.administrators().exclude(pk=membership.pk).exists():
            raise LastAdministrator(members_count=circle.members_count)
        self.end(membership, circle, deactivated=True)

    def reactivate_member(self, circle_slug: str, account_id: str) -> Member:
        """Behind the circle's lock: is there a place; then take it."""
        circle = self.administered(circle_slug)
        if not circle.memberships.deactivated().filter(account_id=account_id).exists():
            raise MemberUnknown()
        if not models.Circle.objects.filter(pk=circle.pk).take_place():
            raise CircleFull(members_count=circle.members_count)
        self.enter(circle, account_id)
        return MemberRow.one(circle.memberships.filter(account_id=account_id))

    def enter(self, circle: models.Circle, account_id: str) -> None:
        """Behind the circle's lock, with a place taken: make somebody a member and tell of it."""
        models.Membership.objects.enter(circle, account_id, MEMBER_INVITATIONS, timezone.now())
        emit(MemberEntered(circle_slug=circle.slug, account_id=account_id))

    def list_members(self, circle_slug: str, paging: Paging = FIRST) -> Page[Member]:
        """The newest first."""
        members = models.Membership.objects.active().filter(circle__slug=circle_slug)
        return MemberRow.page(members.order_by("-joined_at"), paging)

    def list_deactivated_members(self, circle_slug: str, paging: Paging = FIRST) -> Page[Member]:
        """Those that came in last first."""
        members = models.Membership.objects.deactivated().filter(circle__slug=circle_slug)
        return DeactivatedMemberRow.page(members.order_by("-joined_at"), paging)

    def get_membership(self, circle_slug: str, account_id: str) -> Membership:
        """One person's, in one circle."""
        return MembershipRow.one(
            models.Membership.objects.filter(circle__slug=circle_slug, account_id=account_id)
        )

    def issue_invitation(self, circle_slug: str) -> Invitation:
        """Behind the lock on the membership: count what it issued, then issue one more."""
        membership, now = self.own(circle_slug).locked(), timezone.now()
        if membership is None:
            raise PermissionDenied("The caller does not belong to the circle any more.")
        granted = membership.invitations_granted
        if membership.invitations.spent(now).count() >= granted:
            raise NoInvitationsLeft(granted=granted)
        issued = membership.invitations.create(
            code=new_code(), issued_at=now, expires_at=now + INVITATION_LIFETIME
        )
        return told(issued)

    def get_invitations(self, circle_slug: str) -> Invitations:
        """Counted from the invitations themselves."""
        membership, now = self.own(circle_slug).get(), timezone.now()
        granted, issued = membership.invitations_granted, membership.invitations.all()
        used, still_open = issued.used().count(), issued.open(now).count()
        return Invitations(
            granted=granted,
            used=used,
            open=still_open,
            left=granted - used - still_open,
            newest=[told(invitation) for invitation in issued[:NEWEST_INVITATIONS]],
        )

    @consumes(RideFinished)
    def count_ride(self, event: RideFinished) -> None:
        """Count one ride more of its circle."""
        models.Circle.objects.filter(slug=event.circle_slug).update(rides_count=F("rides_count") + 1)


def told(invitation: models.Invitation) -> Invitation:
    """An invitation, as its issuer is told of it."""
    return Invitation(
        code=invitation.code,
        issued_at=invitation.issued_at,
        expires_at=invitation.expires_at,
        used=bool(invitation.used_by),
    )
