"""The numbers of the circles' rules."""

from datetime import timedelta

SMALLEST_LIMIT = 10  # members, of a circle that has a limit
LARGEST_LIMIT = 32_000
FOUNDER_INVITATIONS = 10
MEMBER_INVITATIONS = 5
INVITATION_LIFETIME = timedelta(days=7)
INVITATION_KEPT = timedelta(days=30)  # one that expired unused: so long who has its code is told that
NEWEST_MEMBERS = 10  # as a circle shows them
BATCH = 1000  # circles that are asked for by their slugs, or that a person belongs to, in one answer
