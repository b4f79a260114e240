"""Who takes part, and what each is asked: every contestant gets the same four works in its own spelling."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.exchange import Exchange
from benchmarks.messages import Auth, Work
from benchmarks.requests import graphql, rest, soap


@dataclass(frozen=True, slots=True)
class Contestant:
    """A name, the module of its URLs, what it is asked, and what it must refuse."""

    who: str
    urlconf: str
    exchanges: Callable[[Auth], Mapping[Work, Exchange]]
    refusals: Callable[[Auth], Mapping[str, Exchange]]


BARE, TREBOL, DRF, NINJA = (f"benchmarks.contestants.{name}" for name in ("bare", "trebol", "drf", "ninja"))
LINEUP = (
    Contestant("bare", BARE, rest.plain_exchanges, rest.plain_refusals),
    Contestant("trebol-rest", TREBOL, rest.named_exchanges, rest.named_refusals),
    Contestant("trebol-graphql", TREBOL, graphql.exchanges, graphql.refusals),
    Contestant("trebol-soap", TREBOL, soap.exchanges, soap.refusals),
    Contestant("drf", DRF, rest.plain_exchanges, rest.plain_refusals),
    Contestant("ninja", NINJA, rest.plain_exchanges, rest.ninja_refusals),
)
