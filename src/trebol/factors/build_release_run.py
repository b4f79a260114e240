"""V. Build, release, run: three stages that stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trebol.factors.check import Evidence, Verdict, check, failed, judged, not_applicable, passed
from trebol.factors.procfile import instructions
from trebol.factors.records import Event, evidence, of_kind
from trebol.factors.subject import Subject

STAGES = {"migrate", "collectstatic", "compilemessages", "compress", "makemigrations"}
BUILD = re.compile(r"manage\.py\s+(collectstatic|compress|compilemessages)\b[^;&|]*")


@check(
    "build.empty_environment",
    factor=5,
    title="The build works with an empty environment",
    hint="Let build commands load the settings without deploy's variables: the build's own line may "
    "give dummies.",
)
def build_needs_no_configuration(subject: Subject) -> Verdict:
    """The declared build command (else `collectstatic`) run without any of the project's variables."""
    declared = next(build_lines(subject), None)
    boot = subject.seen.boot
    if declared is None and not boot["static_root"]:
        return not_applicable("no build command is declared and there is no STATIC_ROOT to collect into")
    place, command = declared or (None, "python manage.py collectstatic --noinput")
    watched = subject.workshop.line(command, env={}, copy="build")
    if watched.done.status == 0:
        return passed(f"{command!r} ended with 0 in {watched.done.seconds:.1f} s")
    fact = f"{command!r} ended with {watched.done.status}: {watched.done.last_words}"
    settings = next(iter(subject.project.settings_files), None)
    return failed(
        Evidence(fact=fact, path=place.path if place else settings, line=place.line if place else 1)
    )


def build_lines(subject: Subject) -> Iterator[tuple[Evidence, str]]:
    """The commands of manage.py that a Dockerfile or a build script runs, with the variables given in the
    line.
    """
    for name in ("Dockerfile", "bin/build", "build.sh", "bin/post_compile"):
        for number, text in instructions(subject.project.text(name)):
            if BUILD.search(text):
                command = re.sub(r"^\s*RUN\s+(--\S+\s+)*", "", text)
                yield Evidence(fact=command, path=name, line=number), command


@check(
    "build.start_only_starts",
    factor=5,
    title="The start command neither migrates nor collects static files",
    hint="Move it to the release step (Procfile: release) or to the build; the start command only starts.",
)
def start_does_no_release_work(subject: Subject) -> Verdict:
    """The Python programs that ran when the web process was started."""
    done = [event for event in of_kind(subject.seen.first.events, "python") if stage(event)]
    return judged((placed(subject, event) for event in done), "the start ran no migrate, no collectstatic")


def stage(event: Event) -> str:
    """The build or release command that a Python process was; empty where it was none."""
    words = event["argv"]
    manage = any(
        word.rsplit("/", 1)[-1] in {"manage.py", "django-admin"} or word == "django" for word in words
    )
    return next((word for word in words if manage and word in STAGES), "")


def placed(subject: Subject, event: Event) -> Evidence:
    """Where the start line or the script that it runs says so."""
    command = stage(event)
    project, line = subject.project, subject.project.process_type("web")
    scripts = [
        name for name in project.files if name in line.command or name.endswith(".sh") or "entrypoint" in name
    ]
    pattern, fact = rf"\b{command}\b", f"the start ran {command}"
    if re.search(pattern, line.command):
        return line.evidence(fact)
    return project.place(pattern, [*scripts, "Procfile", "Dockerfile"], fact)


@check(
    "build.code_unchanged",
    factor=5,
    title="Nothing is written under the code",
    hint="Write to a backing service, or to a folder outside of the code that the environment names.",
)
def code_is_not_written(subject: Subject) -> Verdict:
    """The files under the code before the start and after the work, a finding for each folder."""
    folders: dict[str, list[str]] = {}
    for name in subject.seen.written:
        folders.setdefault(name.partition("/")[0], []).append(name)
    found = [writing(subject, names) for names in folders.values()]
    return judged(found, "no file under the code appeared or changed")


def writing(subject: Subject, names: list[str]) -> Evidence:
    """The files of one folder that were written: at the line that wrote one, else that names it."""
    fact = f"{names[0]} was written" + (f", and {len(names) - 1} more there" if names[1:] else "")
    root = str(subject.workshop.copy("a"))
    for event in of_kind(subject.seen.first.events, "write"):
        own = event.get("path") not in {None, subject.project.manage}
        if own and event["file"].removeprefix(root + "/") in names:
            return evidence(event, fact)
    sources = [*subject.project.settings_files, *subject.project.python, "Procfile"]
    last = names[0].rsplit("/", 1)[-1] if not names[1:] else names[0].partition("/")[0]
    return subject.project.place(re.escape(last), sources, fact)
