"""VIII. Concurrency: scale out by processes of several types, managed by the platform."""

from __future__ import annotations

from trebol.factors.check import Verdict, check, failed, judged, passed
from trebol.factors.subject import Subject


@check(
    "concurrency.foreground",
    factor=8,
    title="Every process type runs in the foreground and writes no PID file",
    hint="Start it without --daemon, nohup, & or a PID file: the platform manages processes.",
)
def runs_in_the_foreground(subject: Subject) -> Verdict:
    """Each process type started, and looked at after seconds."""
    lives = [subject.types.web, *subject.types.lives]
    found = []
    for each in lives:
        if each.daemons:
            found.append(each.type.evidence(f"{each.type.name} hides in the background: {each.daemons[0]}"))
        elif each.status is not None:
            found.append(
                each.type.evidence(f"{each.type.name} ended at once with {each.status}: {each.words}")
            )
    return judged(found, f"{', '.join(each.type.name for each in lives)} stay in the foreground")


@check(
    "concurrency.workers",
    factor=8,
    title="The number of workers is configuration",
    hint="Let the environment say it (WEB_CONCURRENCY), in the start line or by the server's own variable.",
)
def workers_are_configuration(subject: Subject) -> Verdict:
    """The processes of an instance told to have one worker, and of one told to have three."""
    restart = subject.endings.restarted
    one, three = restart.workers[1], restart.workers[3]
    if three > one:
        return passed(f"{one} processes where the environment says one worker, {three} where it says three")
    fact = f"{one} processes, whatever {', '.join(restart.variables)} say"
    return failed(subject.project.process_type("web").evidence(fact))
