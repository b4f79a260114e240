"""Where the time of one contestant goes, function by function."""

import cProfile
import pstats
from time import process_time_ns

from benchmarks.exchange import Site
from benchmarks.lineup import Contestant
from benchmarks.messages import Auth, Work

REPEAT_NS = 2_000_000_000


def profile(contestant: Contestant, work: Work, auth: Auth, lines: int = 45) -> None:
    """Print the profile of one work, by own time and by time with what was called."""
    site, exchange = Site(contestant.urlconf), contestant.exchanges(auth)[work]
    for _ in range(20):
        site.send(exchange)
    profiler, count, begin = cProfile.Profile(), 0, process_time_ns()
    profiler.enable()
    while process_time_ns() - begin < REPEAT_NS:
        site.send(exchange)
        count += 1
    profiler.disable()
    print(f"{contestant.who} {work} {auth}: {count} requests; divide by that for one")
    statistics = pstats.Stats(profiler).strip_dirs()
    for order in ("tottime", "cumulative"):
        statistics.sort_stats(order).print_stats(lines)
