"""The words of an implementation; those of a contract are in ``trebol`` itself.

Importing this needs Django.
"""

from __future__ import annotations

from trebol.contract.service import Caller
from trebol.projections import Projection as Projection
from trebol.projections import address as address
from trebol.projections import column as column
from trebol.projections import many as many
from trebol.projections import one as one
from trebol.projections import reference as reference
from trebol.runtime import authenticate
from trebol.runtime.consume import acall as acall
from trebol.runtime.consume import consume as consume
from trebol.runtime.consume import override as override
from trebol.runtime.events.consumer import consumes as consumes
from trebol.runtime.events.emit import aemit as aemit
from trebol.runtime.events.emit import emit as emit
from trebol.runtime.frame import acting_as as acting_as
from trebol.runtime.host import permits as permits
from trebol.runtime.host import prepares as prepares
from trebol.runtime.keeping import keep as keep
from trebol.runtime.session import session_view as session_view
from trebol.runtime.tasks.periodic import periodic as periodic
from trebol.runtime.tasks.running import once as once
from trebol.runtime.tasks.standard import task as task


def issue_token(caller: Caller, *, lifetime: int = 900) -> str:
    """Sign an access token for a caller, good for ``lifetime`` seconds (RFC 7519).

    ``Misuse`` where this process has no private key.
    """
    if authenticate.Ambient.authenticator is None:
        raise RuntimeError("Trébol is not assembled yet: call django.setup() first.")
    return authenticate.Ambient.authenticator.tokens.issue(caller, lifetime)


def caller_of_token(token: str) -> Caller:
    """Return whom an access token names; ``Unauthenticated`` where its signature or its time is not good.

    So a page that logs somebody in by the contract learns who that is.
    """
    if authenticate.Ambient.authenticator is None:
        raise RuntimeError("Trébol is not assembled yet: call django.setup() first.")
    _, caller = authenticate.Ambient.authenticator.tokens.verify(token)
    return caller
