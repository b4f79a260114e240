"""Faults: what an error of the one tree is in SOAP 1.1 and in SOAP 1.2.

SOAP 1.1 has Client and Server, and every fault travels with HTTP 500 (section 6.2; WS-I Basic Profile 1.1
R1126): clients such as JAX-WS read a fault at no other status. SOAP 1.2 has Sender and Receiver, at 400 and
500, 401 where a credential is missing (part 2 section 7.5.2.2), and carries the contract's code as the
subcode. What HTTP itself refuses (media type, size) keeps HTTP's status, with a fault as its body.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

from trebol.contract.code import Code
from trebol.contract.compile import Compiled
from trebol.contract.description import Service
from trebol.contract.errors import InvalidArgument, ServiceError
from trebol.contract.fault import Fault
from trebol.contract.violations import Violation
from trebol.protocols.soap.encode import Write, compile_record
from trebol.protocols.soap.envelope import SOAP11, SOAP12, EnvelopeRefusal, Version, envelope
from trebol.protocols.soap.paths import wire_path
from trebol.protocols.soap.text import attribute, shown
from trebol.protocols.soap.vocabulary import CODES, XSI
from trebol.runtime.refusal import HttpRefusal, code_of
from trebol.runtime.spoken import in_their_language

OURS = frozenset({
    Code.UNKNOWN, Code.DEADLINE_EXCEEDED, Code.ABORTED, Code.UNIMPLEMENTED, Code.INTERNAL, Code.UNAVAILABLE,
    Code.DATA_LOSS,
})  # fmt: skip
"""The codes that are not the sender's: the same message may succeed another time (SOAP 1.1 section 4.4.1)."""
CHALLENGE = 'Bearer realm="trebol", Basic realm="trebol"'
UPGRADE = "".join(
    f'<soap:SupportedEnvelope qname="ns:Envelope" xmlns:ns="{soap.namespace}"/>' for soap in (SOAP12, SOAP11)
).join(("<soap:Upgrade>", "</soap:Upgrade>"))
"""What SOAP 1.2 says beside VersionMismatch: the envelopes that are read (part 1 section 5.4.7)."""
ABOUT_HEADERS = ("MustUnderstand", "VersionMismatch")
"""Faults that say nothing of the body, and so have no detail (SOAP 1.1 section 4.4)."""


class FaultWriter:
    """Writes the faults of a service; with ``compiled``, also those that its operation declares."""

    def __init__(self, service: Service, compiled: Compiled | None = None) -> None:
        self.service, self.compiled = service, compiled
        self.namespace = attribute(service.namespace)
        self.details: dict[str, Write] = {}
        for name in compiled.operation.raises if compiled else ():
            self.details[name] = compile_record(service, service.faults[name].fields)

    def response(self, error: ServiceError, soap: Version, plain: Any = None) -> HttpResponse:
        """Answer with a fault. ``plain``: the input as far as it was read."""
        told = in_their_language(error)
        return fault_response(told, soap, self.detail(told, plain))

    def detail(self, error: ServiceError, plain: Any) -> str:
        """Write the detail of an error. A fault is one the operation declares, its fields judged already."""
        if isinstance(error, Fault):
            name = type(error).__name__
            fields = self.details[name](error)
            return f'<{name} xmlns="{self.namespace}" xmlns:xsi="{XSI}">{told(error)}{fields}</{name}>'
        if isinstance(error, InvalidArgument) and error.violations:
            inside = "".join(self.violation(violation, plain) for violation in error.violations)
            return f'<Violations xmlns="{self.namespace}">{inside}</Violations>'
        return self.error(error)

    def error(self, error: ServiceError) -> str:
        """Write the detail that is the same for every service: a code and a message."""
        return f'<Error xmlns="{self.namespace}">{told(error)}</Error>'

    def violation(self, violation: Violation, plain: Any) -> str:
        """Write one violation, with its place in the contract and in the XML."""
        wire = ""
        if self.compiled is not None:
            wire = wire_path(self.service, self.compiled.operation, violation.steps, plain)
        return (
            f"<violation><path>{shown(violation.path)}</path><wirePath>{shown(wire)}</wirePath>"
            f"<reason>{shown(violation.reason)}</reason><expected>{shown(violation.expected)}</expected></violation>"
        )


def told(error: ServiceError) -> str:
    """Write what every error tells."""
    return f"<code>{code_of(error).value}</code><message>{shown(error.message)}</message>"


def fault_response(error: ServiceError, soap: Version, detail: str) -> HttpResponse:
    """Put a fault into an envelope, and the envelope into a response."""
    local = (
        error.fault if isinstance(error, EnvelopeRefusal) else "Server" if error.code in OURS else "Client"
    )
    if local in ABOUT_HEADERS:
        detail = ""
    body = fault11(error, local, detail) if soap is SOAP11 else fault12(error, local, detail)
    headers = blocks(error) if soap is SOAP12 and isinstance(error, EnvelopeRefusal) else ""
    response = HttpResponse(
        envelope(soap, body.encode(), headers.encode()),
        status=status_of(error, soap),
        content_type=soap.content_type,
    )
    if error.code is Code.UNAUTHENTICATED:
        response.headers["WWW-Authenticate"] = CHALLENGE
    if isinstance(error, HttpRefusal):
        for name, value in error.headers.items():
            response.headers[name] = value
    return response


def fault11(error: ServiceError, local: str, detail: str) -> str:
    """Write a SOAP 1.1 fault (section 4.4)."""
    detail = f"<detail>{detail}</detail>" if detail else ""
    return (
        f"<soap:Fault><faultcode>soap:{local}</faultcode>"
        f"<faultstring>{shown(error.message)}</faultstring>{detail}</soap:Fault>"
    )


def fault12(error: ServiceError, local: str, detail: str) -> str:
    """Write a SOAP 1.2 fault (part 1 section 5.4)."""
    local = {"Client": "Sender", "Server": "Receiver"}.get(local, local)
    subcode = (
        f'<soap:Subcode><soap:Value xmlns:t="{CODES}">t:{code_of(error).value}</soap:Value></soap:Subcode>'
    )
    if isinstance(error, EnvelopeRefusal):
        subcode = ""
    detail = f"<soap:Detail>{detail}</soap:Detail>" if detail else ""
    return (
        f"<soap:Fault><soap:Code><soap:Value>soap:{local}</soap:Value>{subcode}</soap:Code>"
        f'<soap:Reason><soap:Text xml:lang="{error.language}">{shown(error.message)}</soap:Text>'
        "</soap:Reason>"
        f"{detail}</soap:Fault>"
    )


def blocks(refusal: EnvelopeRefusal) -> str:
    """Write the headers of SOAP 1.2 that go with a fault about headers (part 1 sections 5.4.7, 5.4.8)."""
    if refusal.fault == "VersionMismatch":
        return UPGRADE
    names = [block.tag.rpartition("}") for block in refusal.blocks]
    return "".join(
        f'<soap:NotUnderstood qname="ns:{local}" xmlns:ns="{attribute(namespace)}"/>'
        for namespace, _, local in names
    )


def status_of(error: ServiceError, soap: Version) -> int:
    """Return the HTTP status of a fault."""
    if isinstance(error, HttpRefusal):
        return error.status
    if soap is SOAP11 or isinstance(error, EnvelopeRefusal) or error.code in OURS:
        return 500
    return 401 if error.code is Code.UNAUTHENTICATED else 400


def note(error: ServiceError, request: HttpRequest, response: HttpResponse) -> None:
    """Log a mistake of the caller as a warning, which Django takes for an error of ours by its HTTP 500.

    An error in the logs, or an e-mail to ``ADMINS``, is for what we should mend.
    """
    if response.status_code >= 500 and error.code not in OURS:
        facts: dict[str, Any] = {"response": response, "request": request, "level": "warning"}
        log_response("%s: %s", error.code.value, request.path, **facts)
