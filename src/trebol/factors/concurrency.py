"""VIII. Concurrency: scale out by processes of several types, managed by the platform."""

from __future__ import annotations

from trebol.factors.check import Demand, Verdict, check, failed, judged, not_applicable, passed
from trebol.factors.subject import Subject

SCHEDULERS = {"scheduler", "schedule", "beat", "clock", "cron", "celerybeat"}


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


@check(
    "concurrency.scales",
    factor=8,
    title="More processes answer more requests at once",
    hint="Let the server start the workers it is told to, and keep no lock that all of them wait for.",
    demand=Demand.STRICT,
)
def more_processes_answer_more(subject: Subject) -> Verdict:
    """Eight slow requests at once, to an instance with one worker and to one with three: who answered."""
    restart = subject.endings.restarted
    one, three = restart.answering[1], restart.answering[3]
    fact = f"eight requests at once: {one} processes answer where it is told to have one, {three} of three"
    grown = three > one
    return passed(fact) if grown else failed(subject.project.process_type("web").evidence(fact))


@check(
    "concurrency.schedule",
    factor=8,
    title="Two schedulers begin a periodic job once",
    hint="Let one of them lead (a lock of the database), or give each period a key that is taken once.",
    demand=Demand.STRICT,
)
def periodic_jobs_begin_once(subject: Subject) -> Verdict:
    """Two schedulers at once over some periods, and how often the job began."""
    if not [name for name in subject.project.process_types if name in SCHEDULERS]:
        return not_applicable("no process type is a scheduler")
    began, most = subject.jobs.ticks
    type = subject.jobs.type_of(subject.jobs.declared("schedule"), "scheduler")
    fact = f"with two schedulers the job began {began} times, in a time of at most {most} periods"
    return failed(type.evidence(fact)) if began > most else passed(fact)
