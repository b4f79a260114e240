"""XII. Admin processes: one-off commands, in the same release and the same configuration."""

from __future__ import annotations

import threading

from trebol.factors.check import Demand, Evidence, Verdict, check, failed, judged, passed
from trebol.factors.subject import Subject
from trebol.factors.workshop import Watched


@check(
    "admin.beside",
    factor=12,
    title="One-off commands run beside the web process, with its settings",
    hint="Let manage.py, wsgi.py and asgi.py name one settings module.",
)
def commands_run_beside(subject: Subject) -> Verdict:
    """`manage.py check` while the web process runs, and the settings module each of them chose."""
    first = subject.seen.first
    watched = subject.workshop.admin("check")
    if watched.done.status != 0:
        fact = f"manage.py check ended with {watched.done.status}: {watched.done.last_words}"
        return failed(Evidence(fact=fact, path=subject.project.manage, line=1))
    chosen = {event["module"] for event in watched.events if event["kind"] == "settings"}
    served = {event["module"] for event in first.events if event["kind"] == "settings"}
    differing = chosen and served and chosen != served
    found = [each for each, module in subject.project.settings_named if each.path == subject.project.manage]
    fact = f"manage.py uses {', '.join(sorted(chosen))}, the web process {', '.join(sorted(served))}"
    place = found[0] if found else Evidence(fact=fact, path=subject.project.manage)
    wrong = [Evidence(fact=fact, path=place.path, line=place.line)] if differing else []
    return judged(wrong, "manage.py check ended with 0 beside the web process")


@check(
    "admin.migrate_twice",
    factor=12,
    title="Migrating twice is migrating once",
    hint="Let a migration do its work once; a data migration asks what is done already.",
)
def migrate_is_repeatable(subject: Subject) -> Verdict:
    """The release step, then the migrations again."""
    _ = subject.seen.released
    again = subject.workshop.admin("migrate", "--noinput")
    if again.done.status != 0:
        return failed(f"the second migrate ended with {again.done.status}: {again.done.last_words}")
    pending = subject.workshop.admin("migrate", "--check")
    return judged(
        ["after two migrates there is still work"] if pending.done.status else [],
        "the second migrate had nothing to do",
    )


@check(
    "admin.migrate_at_once",
    factor=12,
    title="Two migrates at once do no harm",
    hint="Take a lock of the database (PostgreSQL: pg_advisory_lock) around migrate.",
    demand=Demand.STRICT,
)
def migrates_may_meet(subject: Subject) -> Verdict:
    """Two `manage.py migrate` at the same time on a new PostgreSQL database."""
    env = subject.endings.empty_database
    done: list[Watched] = []
    name = next(iter(env))
    shop = subject.workshop
    both = [
        threading.Thread(
            target=lambda: done.append(shop.admin("migrate", "--noinput", env={**shop.values, **env}))
        )
        for _ in range(2)
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    bad = [each.done for each in done if each.done.status != 0]
    found = [
        Evidence(
            fact=f"one of two ended with {each.status}: {each.last_words}",
            path=subject.project.manage,
            line=1,
        )
        for each in bad
    ]
    return judged(found, f"both ended with 0 on one new database ({name})")


@check(
    "admin.no_drift",
    factor=12,
    title="The models have their migrations",
    hint="Run makemigrations and commit what it writes.",
)
def models_have_migrations(subject: Subject) -> Verdict:
    """`manage.py makemigrations --check`."""
    watched = subject.workshop.admin("makemigrations", "--check", "--dry-run")
    if watched.done.status == 0:
        return passed("makemigrations --check ended with 0")
    return failed(
        Evidence(
            fact=f"makemigrations --check: {watched.done.last_words}", path=subject.project.manage, line=1
        )
    )
