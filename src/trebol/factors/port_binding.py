"""VII. Port binding: the process is complete, and serves on the port it is told."""

from __future__ import annotations

from trebol.factors import kernel
from trebol.factors.check import CouldNotRun, Verdict, check, failed, judged, not_applicable, passed
from trebol.factors.procfile import ProcessType
from trebol.factors.subject import Subject


def line(subject: Subject) -> ProcessType:
    """How the web process is started."""
    return subject.project.process_type("web")


@check(
    "port.listens",
    factor=7,
    title="The web process listens on $PORT, and on nothing else",
    hint="Bind the server to $PORT in the start line, and to one port only.",
)
def listens_on_its_port(subject: Subject) -> Verdict:
    """The listening sockets of the web process and its children, as the kernel knows them."""
    kernel.require()
    first = subject.seen.first
    found = kernel.listening(first.launched.pids())
    if not found:
        return failed(line(subject).evidence("nothing listens"))
    others = sorted(found - {first.given})
    wrong = [line(subject).evidence(f"told port {first.given}, it listens on {port}") for port in others]
    return judged(wrong, f"it listens on {first.given} alone")


@check(
    "port.two_at_once",
    factor=7,
    title="Two instances serve on two ports at once",
    hint="Take the port from $PORT, and hold no other port, socket file or lock.",
)
def two_instances_serve(subject: Subject) -> Verdict:
    """A second instance beside the first."""
    first = subject.seen.first
    try:
        second = subject.seen.second
    except CouldNotRun as reason:
        return failed(line(subject).evidence(f"beside the first, {reason}"))
    if first.port == second.port:
        return failed(line(subject).evidence(f"both listen on {first.port}"))
    answers = [each.client.ask("/").status for each in (first, second)]
    if 0 in answers:
        return failed(line(subject).evidence(f"of the two, number {answers.index(0) + 1} does not answer"))
    return passed(f"they answer {answers[0]} and {answers[1]}")


@check(
    "port.static_files",
    factor=7,
    title="The process serves its own static files",
    hint="Serve them from the process (whitenoise), or keep them out of it by a STATIC_URL elsewhere.",
)
def serves_static_files(subject: Subject) -> Verdict:
    """One static file of the project, asked for on the wire."""
    url, file = subject.seen.boot["static_url"], subject.seen.boot["static_file"]
    if not file:
        return not_applicable("the project has no static files")
    if url.startswith(("http://", "https://")):
        return not_applicable(f"the static files are elsewhere, at {url}")
    answer = subject.seen.visit.static
    if answer is None or answer.status != 200 or not answer.body:
        said = answer.status if answer else 0
        return failed(subject.project.setting("MIDDLEWARE", f"{url}{file} answers {said}"))
    return passed(f"{url}{file} answers 200")
