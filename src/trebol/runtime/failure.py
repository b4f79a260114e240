"""What an exception becomes: an answer a caller may see, and a line in the log."""

from __future__ import annotations

import logging
import uuid

import msgspec
from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError

from trebol.contract.compile import Compiled
from trebol.contract.detail import declared
from trebol.contract.errors import Internal, NotFound, Refusal, ServiceError, Unavailable
from trebol.contract.fault import Fault
from trebol.contract.words import said
from trebol.runtime.spoken import in_their_language

logger = logging.getLogger("trebol.call")


def failure_of(error: Exception, compiled: Compiled) -> ServiceError:
    """Return what the caller is told, in the language of the request."""
    return in_their_language(answer_to(error, compiled))


def answer_to(error: Exception, compiled: Compiled) -> ServiceError:
    """Return the error that answers for an exception.

    A declared fault and a refusal are told as they are. A missing row is ``NotFound``. A database that does
    not answer is ``Unavailable``. Anything else is logged whole under an id and told as that id.
    """
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Fault):
        return told(error, compiled)
    if isinstance(error, ObjectDoesNotExist):
        return NotFound(said("There is no such {noun}.", noun=said(compiled.service.noun or "thing")))
    if isinstance(error, OperationalError | InterfaceError):
        logger.exception("%s: the database does not answer", compiled.operation.id)
        return Unavailable(said("Something this needs does not answer at the moment; try again."))
    return internal(error, compiled, "failed")


def told(fault: Fault, compiled: Compiled) -> ServiceError:
    """Return what is told of a fault: itself, when the operation declares it and its detail keeps the
    contract.
    """
    detail = declared(fault, compiled.raises)
    if detail is None:
        return internal(fault, compiled, f"raised {type(fault).__name__}, which it does not declare")
    try:
        return detail.checked(fault)
    except (msgspec.ValidationError, TypeError, UnicodeEncodeError) as error:
        reason = f"raised {type(fault).__name__} with a detail that breaks the contract ({error})"
        return internal(fault, compiled, reason)


def internal(error: Exception, compiled: Compiled, reason: str) -> Internal:
    """Log an error whole; return what is told of it."""
    incident = uuid.uuid4().hex
    logger.error("%s %s (incident %s)", compiled.operation.id, reason, incident, exc_info=error)
    return Internal(incident)
