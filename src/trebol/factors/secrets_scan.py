"""Secrets in files and in history, found by detect-secrets; placeholders are not secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from trebol.factors.check import CouldNotRun, Evidence
from trebol.factors.project import TESTS, Project

try:
    from detect_secrets.core import scan
    from detect_secrets.settings import default_settings, transient_settings
except ImportError:  # an extra: trebol[factors]
    scan = None  # type: ignore[assignment]

COMMITS = 400
BYTES = 20_000_000
LOCKS = re.compile(
    r"(^|/)([^/]*\.lock|[^/]*lock\.json|requirements[^/]*\.txt|pylock[^/]*\.toml)$|\.(svg|min\.js|map|po|css)$"
)
EXAMPLES = re.compile(
    r"(^|/)(\.github|\.gitlab|\.circleci|\.ci)/|(^|/)(\.gitlab-ci\.yml|docker-compose[^/]*|compose[^/]*\.ya?ml)$"
)
PLACEHOLDER = re.compile(
    r"change[-_ ]?me|placeholder|example|dummy|\bdemo|-demo|insecure|your[-_ ]|xxx|<[^>]*>|\$\{|\{\{|test"
    r"|[:=]\s*[\"'](password|secret|token)[\"']"  # the word itself, as the name of a field
    r"|postgres:postgres|not[-_ ]?a[-_ ]?secret|:password@|:secret@|user:pass|environ|getenv|env\(|env\.",
    re.IGNORECASE,
)
WEAK = {"Secret Keyword", "Basic Auth Credentials", "Base64 High Entropy String", "Hex High Entropy String"}


def require() -> None:
    """Raises `CouldNotRun` where detect-secrets is not installed."""
    if scan is None:
        raise CouldNotRun("detect-secrets is not installed here: install trebol[factors]")


def skipped(path: str, project: Project) -> bool:
    """Whether a file cannot hold a secret of the project: tests, locks, CI's placeholders, the example
    itself.
    """
    return bool(TESTS.search(path) or LOCKS.search(path) or EXAMPLES.search(path) or path == project.example)


def telling(kind: str, line: str) -> bool:
    """Whether a finding of that kind in that line is more than a placeholder."""
    return kind not in WEAK or not PLACEHOLDER.search(line)


def in_files(project: Project) -> Iterator[Evidence]:
    """The secrets in the files as they are."""
    require()
    for path in project.files:
        text = "" if skipped(path, project) else project.text(path)
        for number, line, kind in secrets_of(text.splitlines()):
            if telling(kind, line):
                yield Evidence(fact=f"{kind} in the code", path=path, line=number)


def secrets_of(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Line number, line and kind of every secret among `lines`."""
    with transient_settings({"plugins_used": plugins()}):
        for number, line in enumerate(lines, 1):
            if 8 <= len(line) <= 1000 and "pragma: allowlist secret" not in line:
                for kind in {found.type for found in scan.scan_line(line)}:
                    yield number, line, kind


def plugins() -> list[dict[str, object]]:
    """The detectors, less those that take every long word for a secret."""
    with default_settings() as settings:
        named = [{"name": name, **options} for name, options in settings.plugins.items()]
    noisy = {"Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector"}
    return [each for each in named if each["name"] not in noisy]


def in_history(project: Project) -> Iterator[Evidence]:
    """The secrets in lines that history added and the files no longer have."""
    require()
    said = project.git(
        "log",
        "-p",
        "-U0",
        "--no-color",
        "--no-ext-diff",
        f"--max-count={COMMITS}",
        "--format=commit %H",
        "--",
        ".",
    )
    now = {path: set(project.text(path).splitlines()) for path in project.files}
    commit, path, added = "", "", list[tuple[str, str, str]]()
    for line in (said or "")[:BYTES].splitlines():
        if line.startswith("commit "):
            commit = line[7:19]
        elif line.startswith("+++ b/"):
            path = relative(line[6:], project)
        elif line.startswith("+") and line[1:] not in now.get(path, set()) and not skipped(path, project):
            added.append((commit, path, line[1:]))
    for number, line, kind in secrets_of([text for _, _, text in added]):
        if telling(kind, line):
            yield Evidence(
                fact=f"{kind} in the history, commit {added[number - 1][0]}", path=added[number - 1][1]
            )


def relative(path: str, project: Project) -> str:
    """A path of the repository as one of the project."""
    top = (project.git("rev-parse", "--show-prefix") or "").strip()
    return Path(path.removeprefix(top)).as_posix()
