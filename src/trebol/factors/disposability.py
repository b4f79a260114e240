"""IX. Disposability: fast to start, graceful to stop, robust against sudden death."""

from __future__ import annotations

from trebol.factors.check import (
    Demand,
    Evidence,
    Verdict,
    check,
    failed,
    judged,
    not_applicable,
    passed,
    warned,
)
from trebol.factors.endings import STOPS_WITHIN
from trebol.factors.procfile import ProcessType
from trebol.factors.subject import Subject

FAST, SLOW = 5, 10
SERVER = (
    r"^\s*(?:exec\s+)?(?:\S*/)?"
    r"(gunicorn|uvicorn|granian|trebol|daphne|hypercorn|uwsgi|waitress-serve|python\d?)\b"
)


def web(subject: Subject) -> ProcessType:
    """How the web process is started."""
    return subject.project.process_type("web")


def script(subject: Subject, fact: str) -> Evidence:
    """Where the server is started that should get the signal: a script without exec, else the start line."""
    line, project = web(subject), subject.project
    scripts = [name for name in project.files if name in line.command.split() and not name.endswith(".py")]
    found = list(project.lines(SERVER, scripts))
    place = found[-1][0] if found else line.evidence(fact)
    return Evidence(fact=fact, path=place.path, line=place.line)


@check(
    "disposability.start",
    factor=9,
    title="The first answer comes seconds after the start",
    hint="Move work out of the start: imports that compute, calls to other services, migrations.",
)
def starts_fast(subject: Subject) -> Verdict:
    """From the start of the process to its first answer on the wire."""
    seconds = subject.seen.first.ready_after
    fact = f"the first answer came after {seconds:.1f} s"
    if seconds > SLOW:
        return failed(web(subject).evidence(fact))
    return warned(web(subject).evidence(fact)) if seconds > FAST else passed(fact)


@check(
    "disposability.sigterm",
    factor=9,
    title="SIGTERM in the middle of a request: it is answered, then the process ends",
    hint="Start the server by exec, so that it gets the signal, and let it finish what is in flight.",
)
def finishes_what_is_in_flight(subject: Subject) -> Verdict:
    """A request that takes its time, SIGTERM to the started process, the answer, the end."""
    end = subject.endings.terminated
    findings = []
    if end.answer.status != end.usual:
        said = end.answer.error or str(end.answer.status)
        findings.append(script(subject, f"the request in flight got {said}, usually {end.usual}"))
    if end.seconds is None:
        findings.append(script(subject, f"{STOPS_WITHIN} s after SIGTERM it still runs"))
    took = f"{end.seconds:.1f} s after SIGTERM" if end.seconds is not None else ""
    return judged(findings, f"the request in flight got {end.answer.status}, and the process ended {took}")


@check(
    "disposability.newcomers",
    factor=9,
    title="After SIGTERM new connections are refused or answered, never reset",
    hint="Close the listening socket first (granian does), so that a proxy tries the next instance.",
    demand=Demand.STRICT,
)
def newcomers_are_refused(subject: Subject) -> Verdict:
    """What clients get who connect between SIGTERM and the end."""
    late = subject.endings.terminated.late
    bad = [each for each in late if each != "refused" and not each.startswith("answered")]
    found = [script(subject, f"a client who came after SIGTERM got {each}") for each in sorted(set(bad))]
    return judged(found, f"clients who came after SIGTERM were {', '.join(sorted(set(late)))}")


@check(
    "disposability.orphans",
    factor=9,
    title="Nothing outlives the process",
    hint="Start the server by exec; let a parent end its children.",
)
def leaves_no_orphans(subject: Subject) -> Verdict:
    """The processes that descend from the start and live after its end."""
    end = subject.endings.terminated
    if end.seconds is None:
        return failed(
            script(subject, f"{STOPS_WITHIN} s after SIGTERM it still runs, so nothing of it has ended")
        )
    found = [
        script(subject, f"after the end of the started process this still runs: {words}")
        for words in end.orphans
    ]
    return judged(found, "no process was left half a second after the end")


@check(
    "disposability.workers",
    factor=9,
    title="Every other process type ends on SIGTERM",
    hint="Handle SIGTERM: return or finish the job, then end; start by exec.",
)
def workers_end(subject: Subject) -> Verdict:
    """SIGTERM to each process type of the Procfile but the web one."""
    lives = [each for each in subject.types.lives if each.status is None]
    if not lives:
        return not_applicable("no other process type stayed to be told to end")
    found = [
        each.type.evidence(f"{STOPS_WITHIN} s after SIGTERM it still runs")
        for each in lives
        if each.stopped is None
    ]
    return judged(
        found, ", ".join(f"{each.type.name} ended after {each.stopped or 0:.1f} s" for each in lives)
    )


@check(
    "disposability.jobs",
    factor=9,
    title="A job survives its worker: SIGTERM finishes or returns it, SIGKILL loses none",
    hint="Acknowledge a job when it is done (Celery: acks_late), and let leases of dead workers expire.",
)
def jobs_survive_their_worker(subject: Subject) -> Verdict:
    """A job under way when its worker gets the signal, and a new worker after that."""
    if not set(subject.project.process_types) - {"web", "release"}:
        return not_applicable("there is no process type but the web one")
    lost = [each for each in subject.jobs.fates if not each.finished]
    type = subject.jobs.type_of(subject.jobs.declared("job"), "worker")
    found = [type.evidence(f"a job was under way at {each.signal}, and is lost") for each in lost]
    return judged(found, "jobs under way at SIGTERM and at SIGKILL were finished by the next worker")
