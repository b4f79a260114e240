"""IV. Backing services: attached resources, named by configuration, replaced without a change of code."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from trebol.factors import kernel
from trebol.factors.check import (
    CouldNotRun,
    Demand,
    Evidence,
    Verdict,
    check,
    failed,
    judged,
    not_applicable,
    passed,
)
from trebol.factors.records import evidence, of_kind
from trebol.factors.subject import Subject
from trebol.factors.variants import AWKWARD, digest

PORTS = {
    "redis": 6379,
    "rediss": 6379,
    "amqp": 5672,
    "amqps": 5671,
    "memcached": 11211,
    "memcache": 11211,
    "smtp": 25,
    "mongodb": 27017,
    "nats": 4222,
}


@check(
    "backing.swap",
    factor=4,
    title="The database is replaced by a variable",
    hint="Build DATABASES from one URL (DATABASE_URL), and keep SQL that one engine alone reads out "
    "of the code.",
)
def database_is_swapped(subject: Subject) -> Verdict:
    """The web process on a new PostgreSQL database given by variables: migrated, asked, and seen to connect
    there.
    """
    if not subject.seen.database_variables and not subject.seen.database_parts:
        return failed(subject.project.setting("DATABASES", "no variable gives the database"))
    instance, variable = subject.endings.swapped
    answers = subject.endings.asked(instance)
    broken = [
        f"{name} answers {answer.status}" for name, answer in answers.items() if not 0 < answer.status < 500
    ]
    if broken:
        return failed(
            subject.project.setting("DATABASES", f"on PostgreSQL by {variable}: {', '.join(broken)}")
        )
    if not subject.workshop.relays["swap"].accepted:
        return failed(
            subject.project.setting("DATABASES", f"{variable} names a PostgreSQL to which nothing connects")
        )
    return passed(f"{variable} moved it to PostgreSQL: migrated, and {len(answers)} pages answer")


@check(
    "backing.connects",
    factor=4,
    title="Each service is reached where its URL says",
    hint="Take host and port from the URL; write none into code.",
)
def connects_where_told(subject: Subject) -> Verdict:
    """A listener for each declared service; what the processes really connect to."""
    urls = subject.workshop.service_urls()
    if not urls:
        return not_applicable("no service but the database is declared by a URL")
    _ = subject.seen.visit
    _ = subject.types.lives
    wrong = list(elsewhere(subject, {PORTS[urlsplit(url).scheme]: name for name, url in urls.items()}))
    if wrong:
        return failed(*wrong)
    reached = [name for name in urls if subject.workshop.relays[name].accepted]
    if not reached:
        raise CouldNotRun(f"nothing connected to {', '.join(urls)} while it was watched")
    return passed(f"{', '.join(reached)}: connections arrive where the URL says")


def elsewhere(subject: Subject, usual: dict[int, str]) -> Iterator[Evidence]:
    """Connections to the usual port of a service whose URL names another: audited, and seen by the kernel."""
    first = subject.seen.first
    for event in of_kind(first.events, "connect"):
        if event["port"] in usual:
            yield evidence(
                event, f"{usual[event['port']]} names another place, and it connects to {event['port']}"
            )
    for socket in kernel.sockets(first.launched.pids()):
        if socket.remote[1] in usual and not socket.listens:
            name = usual[socket.remote[1]]
            place = subject.project.place(str(socket.remote[1]), subject.project.python, "")
            fact = f"a connection to port {socket.remote[1]}, which {name} does not name"
            yield Evidence(fact=fact, path=place.path or subject.project.example, line=place.line)


@check(
    "backing.outage",
    factor=4,
    title="Without its database the process lives, and recovers when it is back",
    hint="Check no service at start or in liveness; close broken connections (CONN_HEALTH_CHECKS).",
)
def survives_an_outage(subject: Subject) -> Verdict:
    """The database cut off from a running process, and given back."""
    outage = subject.endings.outage
    line = subject.project.process_type("web")
    if not outage.running:
        return failed(line.evidence("the process ended when the database was gone"))
    found = [
        subject.project.setting(
            "DATABASES",
            f"{name}: {outage.before[name].status} before, {answer.status or answer.error} after the outage",
        )
        for name, answer in outage.after.items()
        if answer.status != outage.before[name].status
    ]
    hanging = [
        name for name, answer in outage.during.items() if answer.status == 0 and "imeout" in answer.error
    ]
    found += [
        subject.project.setting("DATABASES", f"{name} hangs while the database is gone") for name in hanging
    ]
    said = ", ".join(f"{name} {outage.during[name].status}" for name in outage.during)
    return judged(found, f"while the database was gone: {said}; then as before")


@check(
    "backing.health",
    factor=4,
    title="Without the database: alive yes, ready no",
    hint="Give liveness (/livez) no dependency, and let readiness (/readyz) ask the database.",
    demand=Demand.STRICT,
)
def health_tells_apart(subject: Subject) -> Verdict:
    """The two health paths while the database is gone."""
    seen = subject.seen
    if not seen.live and not seen.ready_path:
        return failed(urls(subject, "there is neither a liveness nor a readiness path"))
    during = subject.endings.outage.during
    found = []
    if "live" in during and during["live"].status != 200:
        found.append(
            urls(subject, f"{seen.live} answers {during['live'].status} while only the database is gone")
        )
    if "ready" not in during:
        found.append(urls(subject, "there is no readiness path"))
    elif during["ready"].status < 500:
        found.append(
            urls(subject, f"{seen.ready_path} answers {during['ready'].status} while the database is gone")
        )
    if "live" not in during:
        found.append(urls(subject, "there is no liveness path"))
    return judged(
        found,
        f"{seen.live} answers 200 and {seen.ready_path} {during['ready'].status if 'ready' in during else 0}",
    )


def urls(subject: Subject, fact: str) -> Evidence:
    """Where the project's URLs are."""
    files = [name for name in subject.project.python if name.endswith("urls.py")]
    return subject.project.place(r"(?i)health|livez|readyz|urlpatterns", files, fact)


@check(
    "backing.awkward_url",
    factor=4,
    title="A password with @ / : # % in the database's URL arrives whole",
    hint="Unquote user, password and name (urllib.parse.unquote), or let a library read the URL.",
)
def awkward_passwords_arrive(subject: Subject) -> Verdict:
    """A URL with such a password, and the settings that came of it."""
    if not subject.seen.database_variables and subject.seen.database_parts:
        return not_applicable(f"the database is given in parts: {', '.join(subject.seen.database_parts)}")
    found = subject.variants.awkward
    if not found["ok"]:
        return failed(
            subject.project.setting(
                "DATABASES", f"the settings refuse it: {found['error'].strip().splitlines()[-1][:120]}"
            )
        )
    said: dict[str, str] = next(iter(found["databases"].values()), {})
    expected = {
        "HOST": "127.0.0.1",
        "PORT": "54321",
        "USER": "someone",
        "PASSWORD": digest(AWKWARD),
        "NAME": "some/name",
    }
    wrong = [name for name, value in expected.items() if said.get(name) != value]
    fact = f"{', '.join(wrong)} is not what the URL says"
    return judged(
        [subject.project.setting("DATABASES", fact)] if wrong else [],
        "host, port, user, name and password are what the URL says",
    )
