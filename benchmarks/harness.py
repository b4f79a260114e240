"""CPU time by request: contestants in turn, in many short blocks, so that noise meets them all alike."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time_ns

from benchmarks.exchange import Exchange, Site
from benchmarks.lineup import Contestant
from benchmarks.messages import Auth, Work
from benchmarks.rides import rows

WARM_UP_NS = 60_000_000
BLOCK_NS = 40_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """What one contestant needs for one work: microseconds of CPU by request, also beside the bare view."""

    work: Work
    who: str
    auth: Auth
    cpu_us: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Runner:
    """A contestant at one work, with the number of requests that fill a block."""

    who: str
    site: Site
    exchange: Exchange
    block: int

    def microseconds(self) -> float:
        """CPU time of one request, the average of a block; the collector runs as ever, from a clean heap."""
        gc.collect()
        return spent_ns(self.site, self.exchange, self.block) / self.block / 1000


def measure(contestants: Sequence[Contestant], work: Work, auth: Auth, rounds: int) -> list[Figure]:
    """One figure for each contestant, the first of which is the bare view.

    `cpu_us` is the median of the rounds, `ratio` the median of the ratios within each round.
    """
    runners = [prepared(contestant, work, auth) for contestant in contestants]
    rows.forget_created()
    gc.collect()
    gc.freeze()
    times: dict[str, list[float]] = {runner.who: [] for runner in runners}
    for turn in range(rounds):
        for runner in rotated(runners, turn):
            times[runner.who].append(runner.microseconds())
            if work == "create":
                rows.forget_created()
    gc.unfreeze()
    bare = times[runners[0].who]
    return [
        Figure(work, who, auth, round(median(own), 2), paired_ratio(own, bare)) for who, own in times.items()
    ]


def prepared(contestant: Contestant, work: Work, auth: Auth) -> Runner:
    """A runner whose code paths are warm, its block as long as the others'."""
    site, exchange = Site(contestant.urlconf), contestant.exchanges(auth)[work]
    spent, count = 0, 0
    while spent < WARM_UP_NS or count < 5:
        spent += spent_ns(site, exchange, 5)
        count += 5
    return Runner(contestant.who, site, exchange, max(3, round(BLOCK_NS * count / spent)))


def spent_ns(site: Site, exchange: Exchange, count: int) -> int:
    """CPU time of this process, system calls included, for so many requests."""
    send = site.send
    begin = process_time_ns()
    for _ in range(count):
        send(exchange)
    return process_time_ns() - begin


def rotated(runners: Sequence[Runner], turn: int) -> Sequence[Runner]:
    """The runners, another one first in each round."""
    first = turn % len(runners)
    return [*runners[first:], *runners[:first]]


def paired_ratio(own: Sequence[float], bare: Sequence[float]) -> float:
    """The median over the rounds of a contestant's time beside the bare view's of the same round."""
    return round(median(mine / measure for mine, measure in zip(own, bare, strict=True)), 3)
