"""What an exception becomes: an answer a caller may see, and a line in the log."""

from __future__ import annotations

import logging
import uuid

from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError

from trebol.contract.compile import Compiled
from trebol.contract.errors import Internal, NotFound, Refusal, ServiceError, Unavailable
from trebol.contract.fault import Fault

logger = logging.getLogger("trebol.call")


def failure_of(error: Exception, compiled: Compiled) -> ServiceError:
    """Return what the caller is told.

    A declared fault and a refusal are told as they are. A missing row is ``NotFound``. A database that does
    not answer is ``Unavailable``. Anything else is logged whole under an id and told as that id.
    """
    if isinstance(error, Refusal) or (isinstance(error, Fault) and isinstance(error, compiled.raises)):
        return error
    if isinstance(error, ObjectDoesNotExist):
        return NotFound(f"There is no such {compiled.service.noun or 'thing'}.")
    if isinstance(error, OperationalError | InterfaceError):
        logger.exception("%s: the database does not answer", compiled.operation.id)
        return Unavailable("Something this needs does not answer at the moment; try again.")
    incident = uuid.uuid4().hex
    reason = (
        f"raised {type(error).__name__}, which it does not declare" if isinstance(error, Fault) else "failed"
    )
    logger.error("%s %s (incident %s)", compiled.operation.id, reason, incident, exc_info=error)
    return Internal(incident)
