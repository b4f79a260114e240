"""Circles, as other services and the outside see them."""

import enum
from datetime import datetime
from typing import Annotated, Protocol

from accounts.contract import MemberCard, Picture
from circles.limits import BATCH, LARGEST_LIMIT, NEWEST_MEMBERS, SMALLEST_LIMIT
from trebol import (
    FIRST,
    UNSET,
    Code,
    Event,
    Fault,
    Maybe,
    Message,
    Meta,
    Page,
    Paging,
    Permission,
    Ref,
    Service,
    command,
    query,
)

Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")]
Description = Annotated[str, Meta(max_length=500)]
Slug = Annotated[str, Meta(min_length=1, max_length=60, description="The circle's name in an address.")]
AccountId = Annotated[str, Meta(min_length=1, max_length=64, description="The id of an account.")]
Slugs = Annotated[list[Slug], Meta(max_length=BATCH)]
Limit = Annotated[
    int,
    Meta(
        ge=SMALLEST_LIMIT, le=LARGEST_LIMIT, description="How many members it takes; null: as many as come."
    ),
]
InvitationCode = Annotated[
    str,
    Meta(min_length=1, max_length=40, description="As issued; case, spaces, hyphens do not matter."),
]


class Role(enum.Enum):
    """What a member may do: administrators edit the circle."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"


class Member(Message):
    """Somebody who belongs to a circle now."""

    account_id: str
    role: Role
    joined_at: datetime
    account: Ref[MemberCard] = None


class Circle(Message):
    """People who know each other and share rides."""

    id: int
    slug: str
    name: str
    description: str
    picture: Annotated[str, Meta(description="Its address; null: there is none.")] | None
    public: Annotated[bool, Meta(description="People who are not members see that it exists.")]
    verified: Annotated[bool, Meta(description="The staff knows it.")]
    members_limit: Annotated[int, Meta(description="Null: any number.")] | None
    members_count: int
    rides_count: Annotated[int, Meta(description="Rides that its members finished.")]
    created_at: datetime
    members: Annotated[
        list[Member],
        Meta(max_length=NEWEST_MEMBERS, description="The newest; empty for who is not a member."),
    ]


class Membership(Message):
    """Whether somebody belongs to a circle, and as what."""

    circle_slug: str
    account_id: str
    role: Role
    active: Annotated[bool, Meta(description="False for one who left or is deactivated.")]
    deactivated: Annotated[
        bool, Meta(description="By an administrator; no code lets them in, an administrator does.")
    ]
    joined_at: datetime


class OwnCircle(Message):
    """A circle the caller belongs to, and as what."""

    role: Role
    joined_at: datetime
    circle: Circle


class Invitation(Message):
    """A code that admits one person, once, into one circle."""

    code: str
    issued_at: datetime
    expires_at: datetime
    used: bool


class Invitations(Message):
    """What the caller did with the invitations to one circle."""

    granted: Annotated[int, Meta(description="To issue in all; one that expires is given back.")]
    used: Annotated[int, Meta(description="Somebody came in by them.")]
    open: Annotated[int, Meta(description="Issued, and still good.")]
    left: Annotated[int, Meta(description="That the caller can still issue.")]
    newest: Annotated[list[Invitation], Meta(max_length=50)]


class InvitationUnknown(Fault, code=Code.NOT_FOUND):
    """No invitation to this circle has this code."""


class InvitationUsed(Fault, code=Code.FAILED_PRECONDITION):
    """Somebody has come in by this invitation already; ask for another."""


class InvitationExpired(Fault, code=Code.FAILED_PRECONDITION):
    """The invitation has expired; ask for another."""

    expired_at: datetime


class AlreadyMember(Fault, code=Code.ALREADY_EXISTS):
    """The caller belongs to the circle already."""

    circle_slug: str


class CircleFull(Fault, code=Code.RESOURCE_EXHAUSTED):
    """The circle has as many members as its limit allows."""

    members_count: int


class LimitBelowMembers(Fault, code=Code.FAILED_PRECONDITION):
    """The circle has more members than the new limit allows."""

    members_count: int


class LastAdministrator(Fault, code=Code.FAILED_PRECONDITION):
    """The only administrator cannot leave others behind without one, nor be deactivated."""

    members_count: int


class MembershipDeactivated(Fault, code=Code.PERMISSION_DENIED):
    """An administrator deactivated the caller's membership, and only an administrator can undo that."""


class MemberUnknown(Fault, code=Code.NOT_FOUND):
    """The circle has no such member: active, or deactivated where one is to be reactivated."""


class AlreadyAdministrator(Fault, code=Code.FAILED_PRECONDITION):
    """The member is an administrator already."""


class NoInvitationsLeft(Fault, code=Code.RESOURCE_EXHAUSTED):
    """Every invitation granted to the caller is used or still open."""

    granted: int


class MemberEntered(Event, key="account_id"):
    """Somebody founded a circle, came in, or was let in again."""

    circle_slug: str
    account_id: str


class MemberLeft(Event, key="account_id"):
    """Somebody left a circle, or an administrator deactivated them.

    `joined_at` says which of their memberships is over: by now they may have come in again.
    """

    circle_slug: str
    account_id: str
    joined_at: datetime


class Person(Permission):
    """The caller is a person, not another service."""


class ActiveMember(Permission):
    """The caller belongs to the circle."""


class Administrator(Permission):
    """The caller is an administrator of the circle."""


class Circles(
    Service, Protocol, version=1, noun="circle", plural="circles", events=[MemberEntered, MemberLeft]
):
    """Gather people who know each other, let a member bring in the next one, and say who belongs where."""

    @query
    def list_circles(self, paging: Paging = FIRST) -> Page[Circle]:
        """The circles the caller may see, by name: public ones, and private ones they belong to."""
        ...

    @query
    def search_circles(
        self, text: Annotated[str, Meta(min_length=1, max_length=80)], paging: Paging = FIRST
    ) -> Page[Circle]:
        """Those whose name or description holds the text; case and accents make no difference."""
        ...

    @query(needs=Person, path="/profile/circles", field="own_circles")
    def list_own_circles(self, paging: Paging = FIRST) -> Page[OwnCircle]:
        """The circles the caller belongs to, the one joined last first."""
        ...

    @query(needs=Person, path="/profile/circle-slugs", field="own_circle_slugs")
    def list_own_slugs(self) -> Slugs:
        """The slugs of the circles the caller belongs to, the one joined last first; a thousand at most."""
        ...

    @query(path="/circles/by-slug", field="circles_by_slug")
    def list_circles_by_slug(self, slugs: Slugs) -> Annotated[list[Circle], Meta(max_length=BATCH)]:
        """Those of these circles that the caller may see, in no order; the others are missing."""
        ...

    @query
    def get_circle(self, circle_slug: Slug) -> Circle:
        """One circle."""
        ...

    @command(needs=Person)
    def create_circle(
        self,
        name: Name,
        description: Description = "",
        public: bool = True,
        members_limit: Limit | None = None,
    ) -> Circle:
        """Found a circle; the caller is its administrator and may invite ten people.

        Its slug is made of the name and some characters that nobody can foresee.
        """
        ...

    @command(needs=Administrator, raises=[LimitBelowMembers])
    def update_circle(
        self,
        circle_slug: Slug,
        name: Maybe[Name] = UNSET,
        description: Maybe[Description] = UNSET,
        public: Maybe[bool] = UNSET,
        members_limit: Maybe[Limit | None] = UNSET,
    ) -> Circle:
        """Edit a circle; what is left out stays, and so does its slug."""
        ...

    @command(needs=Administrator, path="PUT /circles/{circle_slug}/picture")
    def change_circle_picture(self, circle_slug: Slug, picture: Picture) -> Circle:
        """Show this picture: a JPEG, PNG or WebP of up to two megabytes."""
        ...

    @command(needs=Administrator, path="DELETE /circles/{circle_slug}/picture")
    def remove_circle_picture(self, circle_slug: Slug) -> Circle:
        """Show no picture."""
        ...

    @command(
        needs=Person,
        raises=[
            InvitationUnknown,
            InvitationUsed,
            InvitationExpired,
            AlreadyMember,
            MembershipDeactivated,
            CircleFull,
        ],
    )
    def join_circle(self, circle_slug: Slug, code: InvitationCode) -> Circle:
        """Come in by the invitation of a member, the only way into a circle."""
        ...

    @command(needs=ActiveMember, raises=[LastAdministrator])
    def leave_circle(self, circle_slug: Slug) -> None:
        """Leave; the caller's open invitations to the circle end too."""
        ...

    @query(needs=ActiveMember, path="/circles/{circle_slug}/members", field="circle_members")
    def list_members(self, circle_slug: Slug, paging: Paging = FIRST) -> Page[Member]:
        """Who belongs to the circle, who joined last first."""
        ...

    @query(
        needs=Administrator, path="/circles/{circle_slug}/deactivated-members", field="deactivated_members"
    )
    def list_deactivated_members(self, circle_slug: Slug, paging: Paging = FIRST) -> Page[Member]:
        """Whom an administrator can reactivate, who joined last first."""
        ...

    @command(
        needs=Administrator,
        raises=[MemberUnknown, AlreadyAdministrator],
        path="/circles/{circle_slug}/members/{account_id}/promote",
    )
    def promote_member(self, circle_slug: Slug, account_id: AccountId) -> Member:
        """Make a member an administrator too."""
        ...

    @command(
        needs=Administrator,
        raises=[MemberUnknown, LastAdministrator],
        path="/circles/{circle_slug}/members/{account_id}/deactivate",
    )
    def deactivate_member(self, circle_slug: Slug, account_id: AccountId) -> None:
        """Put a member out, whom no code lets in again; their open invitations to the circle end too."""
        ...

    @command(
        needs=Administrator,
        raises=[MemberUnknown, CircleFull],
        path="/circles/{circle_slug}/members/{account_id}/reactivate",
    )
    def reactivate_member(self, circle_slug: Slug, account_id: AccountId) -> Member:
        """Let in again whom an administrator deactivated, as a member like others."""
        ...

    @query(path="/circles/{circle_slug}/members/{account_id}", field="membership")
    def get_membership(self, circle_slug: Slug, account_id: AccountId) -> Membership:
        """Whether somebody belongs to a circle.

        People learn of themselves, and of whoever shares a circle with them; services whose credential
        has the scope `circles.memberships`, of everybody.
        """
        ...

    @command(needs=ActiveMember, raises=[NoInvitationsLeft], path="/circles/{circle_slug}/invitations")
    def issue_invitation(self, circle_slug: Slug) -> Invitation:
        """Make a code that admits one person; it expires after seven days."""
        ...

    @query(needs=ActiveMember, path="/circles/{circle_slug}/invitations", field="invitations")
    def get_invitations(self, circle_slug: Slug) -> Invitations:
        """The caller's invitations to the circle: used, open and left."""
        ...
