"""The modern edition: identity, telemetry and health, which the text of 2011 does not name."""

from __future__ import annotations

import re

from trebol.factors.check import (
    Demand,
    Edition,
    Evidence,
    Verdict,
    check,
    failed,
    judged,
    not_applicable,
    passed,
)
from trebol.factors.procfile import instructions
from trebol.factors.subject import Subject

CLOUD = re.compile(
    r"^(AWS_SECRET_ACCESS_KEY|AZURE_CLIENT_SECRET|GOOGLE_APPLICATION_CREDENTIALS(_JSON)?|GCP_\w*KEY\w*)$"
)


@check(
    "modern.health",
    factor=9,
    title="The process says whether it lives and whether it is ready",
    hint="Serve /livez and /readyz without a login; readiness asks what the process cannot work without.",
    demand=Demand.STRICT,
    edition=Edition.MODERN,
)
def health_is_served(subject: Subject) -> Verdict:
    """The two paths, on the wire."""
    seen = subject.seen
    paths = {"liveness": seen.live, "readiness": seen.ready_path}
    files = [name for name in subject.project.python if name.endswith("urls.py")]
    absent = [kind for kind, path in paths.items() if not path]
    found = [subject.project.place("urlpatterns", files, f"there is no {kind} path") for kind in absent]
    for path in filter(None, paths.values()):
        status = seen.first.client.ask(path).status
        if status != 200:
            found.append(subject.project.place(re.escape(path.strip("/")), files, f"{path} answers {status}"))
    return judged(found, f"{seen.live} and {seen.ready_path} answer 200")


@check(
    "modern.telemetry",
    factor=11,
    title="A trace goes on through the process",
    hint="Read traceparent (W3C Trace Context) and write its trace id into the lines of the request.",
    demand=Demand.STRICT,
    edition=Edition.MODERN,
)
def trace_goes_on(subject: Subject) -> Verdict:
    """A `traceparent` sent with a request that fails, looked for in the output."""
    first = subject.seen.first
    trace = (subject.seen.token + "0" * 32)[:32]
    headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01", **subject.seen.order("raise")}
    first.client.ask("/", headers=headers)
    shown = subject.workshop.deadline.wait(lambda: trace in first.launched.output(), 1.5)
    if shown:
        return passed("the trace id of a request is in its lines")
    return failed(
        subject.project.setting("LOGGING", "no line carries the trace id of the request's traceparent")
    )


@check(
    "modern.identity",
    factor=3,
    title="The workload has an identity of its own: no long-lived cloud key, no root",
    hint="Use the platform's workload identity in place of keys, and a USER in the image.",
    demand=Demand.STRICT,
    edition=Edition.MODERN,
)
def workload_has_an_identity(subject: Subject) -> Verdict:
    """Declared cloud keys, and the user that the image runs as."""
    project = subject.project
    keys = [
        Evidence(fact=f"{name} is a long-lived key", path=project.example, line=each.line)
        for name, each in project.declared.items()
        if CLOUD.match(name)
    ]
    said = instructions(project.text("Dockerfile"))
    users = [(number, line.split()[1]) for number, line in said if re.match(r"\s*USER\s+\S", line)]
    if said and (not users or users[-1][1].split(":")[0] in {"root", "0"}):
        line = users[-1][0] if users else said[-1][0]
        keys.append(Evidence(fact="the image runs as root", path="Dockerfile", line=line))
    if not said and not project.declared:
        return not_applicable("there is no image and no declared variable")
    return failed(*keys) if keys else passed("no long-lived cloud key is declared, and no image runs as root")
