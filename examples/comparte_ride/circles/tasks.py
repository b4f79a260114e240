"""What the circles service does by itself."""

from django.utils import timezone

from circles.limits import INVITATION_KEPT
from circles.models import Invitation
from trebol.service import periodic, task


@periodic(at="04:10")
@task
def forget_expired_invitations() -> None:
    """Delete codes that expired unused long ago.

    An invitation is given back to its issuer at the moment it expires, not here: it is counted by its time.
    """
    Invitation.objects.all().forget_expired(timezone.now() - INVITATION_KEPT)
