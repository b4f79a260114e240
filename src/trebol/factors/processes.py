"""VI. Processes: stateless, sharing nothing but backing services."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

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
    warned,
)
from trebol.factors.records import Event, evidence, of_kind
from trebol.factors.subject import Subject
from trebol.factors.wire import Client

LOCAL_CACHES = ("locmem.LocMemCache", "filebased.FileBasedCache")


@check(
    "processes.session",
    factor=6,
    title="A person who logs in on one instance is logged in on the other",
    hint="Keep sessions in the database or in a shared cache, and one SECRET_KEY for all.",
)
def session_is_shared(subject: Subject) -> Verdict:
    """Cookies of the first instance, sent to the second."""
    login, second = subject.seen.login, subject.seen.second
    client = Client(second.port, login.client.host, login.client.secure, dict(login.client.cookies))
    there = client.ask(login.path).status
    if there != login.inside:
        fact = (
            f"{login.path} answers {login.inside} where the person logged in, {there} on the other instance"
        )
        return failed(subject.project.setting("DATABASES" if there >= 500 else "SESSION_ENGINE", fact))
    return passed(f"{login.path} answers {there} on both, {login.outside} to a stranger")


@check(
    "processes.upload",
    factor=6,
    title="A file kept by one instance can be read from the other",
    hint="Keep files in an object store or on a volume that the environment names, never under the code.",
)
def files_are_shared(subject: Subject) -> Verdict:
    """A file saved by the default storage on one copy of the code, read on another."""
    fields = subject.seen.boot["file_fields"]
    users = [found for found, _ in subject.project.lines(r"\bdefault_storage\b", subject.project.python)]
    if not fields and not users:
        return not_applicable("no model has a file, and no code uses the storage")
    name = f"trebol-factors-{subject.seen.token}.txt"
    saved, _ = subject.workshop.probe("storage", "save", name, copy="a")
    read, _ = subject.workshop.probe("storage", "read", saved["name"], copy="b")
    if not read["text"]:
        what = ", ".join(fields) or users[0].fact
        return failed(
            subject.project.setting("MEDIA_ROOT", f"a file kept on one machine is not on another ({what})")
        )
    return passed(f"{saved['name']} was read on another copy of the code")


@check(
    "processes.local_state",
    factor=6,
    title="No cache of one process alone is used",
    hint="Use a shared cache (Redis, the database) by URL; a cache that nobody uses may stay.",
)
def caches_are_shared(subject: Subject) -> Verdict:
    """Writes to a cache in the memory of the process, observed; and code that would write to one."""
    local = {
        alias for alias, backend in subject.seen.boot["caches"].items() if backend.endswith(LOCAL_CACHES)
    }
    if not local:
        return passed("every cache is shared")
    _ = subject.seen.visit
    with contextlib.suppress(CouldNotRun):  # without a login the pages have been seen all the same
        _ = subject.seen.login
    used = [placed(subject, event) for event in of_kind(subject.seen.first.events, "local_cache")]
    named = list(uses_of_cache(subject))
    if used:
        return failed(*used, *named)
    return (
        warned(*named) if named else passed("the default cache is local to the process, and nothing uses it")
    )


def placed(subject: Subject, event: Event) -> Evidence:
    """A write to a cache: at the project's own line, else at the setting that lets a library write."""
    fact = f"{event['user']} wrote to the cache of one process"
    own = event["user"].replace(".", "/") in (event.get("path") or "")
    name = "SESSION_ENGINE" if "sessions" in event["user"] else "CACHES"
    return evidence(event, fact) if own else subject.project.setting(name, fact)


def uses_of_cache(subject: Subject) -> Iterator[Evidence]:
    """Lines that use the cache, which did not run while we watched."""
    pattern = r"django\.core\.cache\b|\bcache_page\(|\bcached_db\b|\bUpdateCacheMiddleware\b"
    for found, _ in subject.project.lines(pattern, subject.project.python):
        yield Evidence(fact="a cache of one process would be used here", path=found.path, line=found.line)


@check(
    "processes.killed",
    factor=6,
    title="A process that is killed and started again has lost nothing",
    hint="Keep nothing in memory or on the process's disk that outlives a request.",
)
def nothing_is_lost(subject: Subject) -> Verdict:
    """A person logs in, processes are killed and started again, the person is still logged in."""
    restart, login = subject.endings.restarted, subject.seen.login
    if restart.inside != login.inside:
        fact = (
            f"{login.path} answers {restart.inside} to the same person after a restart, {login.inside} before"
        )
        return failed(subject.project.setting("SESSION_ENGINE", fact))
    return passed(f"after SIGKILL and a new start {login.path} answers {restart.inside} to the same person")


@check(
    "processes.local_files",
    factor=6,
    title="No file storage of one process is configured for what people upload",
    hint="Name the storage by a setting that the environment gives: a volume's folder or an object store.",
    demand=Demand.STRICT,
)
def storage_is_named(subject: Subject) -> Verdict:
    """The default storage, where a model keeps files."""
    boot = subject.seen.boot
    if not boot["file_fields"]:
        return not_applicable("no model keeps files")
    inside = boot["media_root"].startswith(str(subject.workshop.copy("a")))
    local = boot["storage"].endswith("FileSystemStorage")
    found = [
        subject.project.setting(
            "MEDIA_ROOT", f"{', '.join(boot['file_fields'])}: files are kept under the code"
        )
    ]
    return judged(
        found if local and inside else [], f"files are kept by {boot['storage']} outside of the code"
    )
