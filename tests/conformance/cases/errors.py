"""Every fault and code; what is undeclared, and results that break the contract: an incident and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.conformance import service as s
from tests.conformance.case import INTERNAL, Case, Outcome, faults, gives, invalid, refuses, text
from tests.conformance.contract import FAULTS, Break, Failure, FaultBreak, InnerBreak, Level, Loose
from trebol.contract.code import Code

FAILURES: dict[Failure, Outcome] = {
    Failure.REFUSED_ARGUMENT: refuses(
        Code.INVALID_ARGUMENT, ("failure", "value"), ("deep.list[2].x", "type"), message="No."
    ),
    Failure.REFUSED_NOT_FOUND: refuses(Code.NOT_FOUND, message="There is none."),
    Failure.REFUSED_PERMISSION: refuses(Code.PERMISSION_DENIED, message="Not you."),
    Failure.REFUSED_CALLER: refuses(Code.UNAUTHENTICATED, message="Who?"),
    Failure.REFUSED_LIMIT: refuses(Code.RESOURCE_EXHAUSTED, message="Too often."),
    Failure.REFUSED_AWAY: refuses(Code.UNAVAILABLE, message="Not now."),
    Failure.REFUSED_DEADLINE: refuses(Code.DEADLINE_EXCEEDED, message="Too late."),
    Failure.MISSING_ROW: refuses(Code.NOT_FOUND, message="There is no such probe."),
    Failure.SILENT_DATABASE: refuses(
        Code.UNAVAILABLE, message="Something this needs does not answer at the moment; try again."
    ),
    Failure.UNDECLARED_FAULT: INTERNAL,
    Failure.UNDECLARED_EXCEPTION: INTERNAL,
}

STRICT: dict[Loose, dict[str, Any]] = {
    Loose.MESSAGE_AS_DICT: {"point": {"x": 1, "y": 2}},
    Loose.WORDS_AS_TUPLE: {"words": ["a", "b"]},
    Loose.MOMENT_AS_TEXT: {"moments": [s.GOOD.moment]},
    Loose.PRICE_AS_NUMBER: {"prices": {"a": Decimal(5)}},
    Loose.PRICE_WITH_EXPONENT: {"prices": {"a": Decimal(100), "b": Decimal("0.0000001")}},
    Loose.RATIO_AS_WHOLE: {"money": {"type": "Coin", "face": Level.LOW, "weight": 2.0}},
    Loose.LEVEL_AS_TEXT: {"levels": [Level.LOW]},
    Loose.KEY_AS_NUMBER: {"counts": {"1": 1}},
}
"""What each loose result means, in all protocols."""


def cases() -> Iterator[Case]:
    """Each end of a query and of a command."""
    for fault in FAULTS:
        name = fault.__name__
        message = (fault.__doc__ or "").splitlines()[0]
        wanted = faults(name, fault.code, s.FAULTS.get(name, {}), message)
        for operation in ("fault_probes", "throw"):
            yield Case(f"{operation} {name}", f"probes.v1.{operation}", {"name": name}, wanted)
    for failure in Failure:
        for operation in ("fail_probes", "fail"):
            id = f"{operation} {failure.value}"
            yield Case(id, f"probes.v1.{operation}", {"failure": failure}, FAILURES[failure])
    yield Case("fail refuses", "probes.v1.fail_probes", {"failure": text("x")}, invalid(("failure", "value")))
    for wrong in FaultBreak:
        yield Case(f"misraises {wrong.value}", "probes.v1.misraise_probes", {"how": wrong}, INTERNAL)
    away = faults("Away", Code.UNAVAILABLE, {"retry_after": timedelta(seconds=1)}, "It is away.")
    yield Case("loose detail", "probes.v1.loosely_probes", {}, away)
    bare = faults("Bare", Code.ALREADY_EXISTS, {}, "There is one already.")
    yield Case("a kind of a fault", "probes.v1.loosely_probes", {"kind": True}, bare)
    for loose in Loose:
        yield Case(f"loose {loose.value}", "probes.v1.loosen", {"how": loose}, gives(STRICT[loose]))
    for how in Break:
        yield Case(f"breaks {how.value}", "probes.v1.break_result", {"how": how}, INTERNAL)
    for inner in InnerBreak:
        yield Case(f"breaks inside {inner.value}", "probes.v1.break_inside", {"how": inner}, INTERNAL)
