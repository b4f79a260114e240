"""Events in a project's tests: delivered at once, in the test itself, instead of by a worker."""

from __future__ import annotations

from trebol.bootstrap import Assembly, assembly
from trebol.runtime.events.inbox import InProcess
from trebol.runtime.events.relay import Relay
from trebol.runtime.leasing.queue import Terms


def deliver_events(project: Assembly | None = None) -> int:
    """Deliver what was emitted, and what its consumers emit in turn, until nothing is left.

    Returns how many deliveries that were. What a consumer raises is raised here. ``project``: an assembly
    that is not the installed one.
    """
    found = project or assembly()
    transport = InProcess(found.consumers, found.runtime.database_of)
    relays = [Relay(alias, Terms(holder="test"), transport) for alias in found.runtime.aliases]
    count = 0
    while delivered := sum(deliver(relay) for relay in relays):
        count += delivered
    return count


def deliver(relay: Relay) -> int:
    """Deliver what one outbox has."""
    relay.route()
    rows = relay.lease(100)
    for row in rows:
        try:
            relay.work(row)
        except BaseException:
            relay.give_back(rows)
            raise
        relay.finish(row)
    return len(rows)
