"""I. Codebase: one codebase, many deploys."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator

from trebol.factors import wire
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
from trebol.factors.environment import RELEASE
from trebol.factors.subject import Subject

DEPLOYS = {
    "production",
    "prod",
    "staging",
    "stage",
    "development",
    "dev",
    "local",
    "live",
    "qa",
    "preprod",
    "preproduction",
}
NAMES = ("env", "environment", "stage", "deploy", "deployment", "tier", "mode", "configuration")


@check(
    "codebase.release_id",
    factor=1,
    title="The running process says its release, and it is the commit",
    hint="Name the variable of the release in .env.example (RELEASE, GIT_SHA, ...) and show it: a "
    "header, health, logs.",
    demand=Demand.STRICT,
)
def release_is_the_commit(subject: Subject) -> Verdict:
    """The declared release variable, set to the commit, looked for in answers and in the output."""
    name = next((name for name in subject.project.declared if RELEASE.search(name)), "")
    if subject.project.commit is None:
        raise CouldNotRun("the project is in no git repository, so it has no commit")
    if not name:
        raise CouldNotRun(f"{subject.project.example} declares no variable that holds a release id")
    if subject.project.changed:
        raise CouldNotRun(f"the files differ from the commit: {', '.join(subject.project.changed[:3])}")
    commit = subject.workshop.values[name]
    client = subject.seen.first.client
    pages = [client.ask(path) for path in {"/", subject.seen.live or "/", subject.seen.ready_path or "/"}]
    where = next((place for page in pages for place in seen(page, commit)), "")
    output = subject.seen.first.launched.output()
    where = where or ("the output" if commit[:12] in output else "")
    if where:
        return passed(f"the commit {commit[:12]}, given by {name}, is in {where}")
    declared = subject.project.declared[name]
    fact = f"{name} is given, and no answer and no line shows it"
    return failed(Evidence(fact=fact, path=subject.project.example, line=declared.line))


def seen(page: wire.Answer, commit: str) -> Iterator[str]:
    """Where an answer shows the commit."""
    yield from (f"the header {name}" for name, value in page.headers if commit[:12] in value)
    if commit[:12] in page.body:
        yield "an answer"


@check(
    "codebase.one_settings",
    factor=1,
    title="Every deploy and every process uses one settings module",
    hint="Keep one module, let the environment make the difference; tests may have their own.",
)
def settings_are_one(subject: Subject) -> Verdict:
    """The settings modules that the entries of the project name; those of tests do not count."""
    named = [(place, module) for place, module in subject.project.settings_named if not is_of_tests(module)]
    modules = {module for _, module in named}
    if not modules:
        raise CouldNotRun("no file names DJANGO_SETTINGS_MODULE")
    found = [Evidence(fact=f"names {module}", path=place.path, line=place.line) for place, module in named]
    return failed(*found) if len(modules) > 1 else passed(f"{len(named)} places name {modules.pop()}")


def is_of_tests(module: str) -> bool:
    """Whether a settings module is for tests alone."""
    return bool({"test", "tests", "testing", "ci"} & set(module.replace("_", ".").lower().split(".")))


@check(
    "codebase.no_deploy_branch",
    factor=1,
    title="No code branches on the name of a deploy",
    hint="Give each difference a variable of its own; a deploy's name then decides nothing.",
)
def code_knows_no_deploy(subject: Subject) -> Verdict:
    """Comparisons with the name of a deploy, in deployed Python files."""
    found = [
        Evidence(fact=ast.unparse(node)[:100], path=path, line=node.lineno)
        for path, tree in subject.project.trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.Match) and branches(node)
    ]
    return judged(found, f"{len(subject.project.trees)} files read, none compares with the name of a deploy")


def branches(node: ast.Compare | ast.Match) -> bool:
    """Whether a comparison asks in which deploy it is."""
    if isinstance(node, ast.Match):
        constants = [case.pattern for case in node.cases]
        return about_deploy(node.subject) and any(deploy_name(each) for each in constants)
    sides = [node.left, *node.comparators]
    return any(deploy_name(side) for side in sides) and any(about_deploy(side) for side in sides)


def deploy_name(node: ast.AST) -> bool:
    """Whether an expression holds the name of a deploy as a constant."""
    texts = [
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    return any(text.lower() in DEPLOYS for text in texts)


def about_deploy(node: ast.AST) -> bool:
    """Whether an expression is named after the deploy: a variable, an attribute, a key of the environment."""
    for each in ast.walk(node):
        name = each.id if isinstance(each, ast.Name) else each.attr if isinstance(each, ast.Attribute) else ""
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isupper():
            name = each.value
        words = name.lower().split("_")
        if {"env", "environment", "stage", "deploy", "deployment", "tier"} & set(
            words
        ) or name.lower() in NAMES:
            return name.lower() != "environ"
    return False


@check(
    "codebase.boundaries",
    factor=1,
    title="The boundaries that the project declares between its parts hold",
    hint="Import the other part's contract, not its inside; import-linter names the line.",
    demand=Demand.STRICT,
)
def boundaries_hold(subject: Subject) -> Verdict:
    """The project's own import-linter contracts."""
    declared = ".importlinter" in subject.project.files or "importlinter" in subject.project.pyproject.get(
        "tool", {}
    )
    declared = declared or "[importlinter" in subject.project.text("setup.cfg")
    if not declared:
        return not_applicable("the project declares no boundaries (import-linter)")
    program = subject.workshop.python.parent / "lint-imports"
    if not program.exists() and not shutil.which("lint-imports"):
        raise CouldNotRun("import-linter is not installed beside the project")
    watched = subject.workshop.run([str(program) if program.exists() else "lint-imports", "--no-cache"])
    broken = [line.strip() for line in watched.done.output.splitlines() if "BROKEN" in line or " -> " in line]
    if watched.done.status == 0:
        return passed("lint-imports ended with 0")
    return failed(*(placed(subject, line) for line in broken[:10] or [watched.done.last_words]))


def placed(subject: Subject, line: str) -> Evidence:
    """A line of import-linter (`- a.b -> c.d (l. 3)`) as a finding in the file that imports."""
    importer = line.strip("- ").partition(" -> ")[0].replace(".", "/")
    number = line.rpartition("(l. ")[2].partition(")")[0].partition(",")[0]
    path = next((name for name in subject.project.python if name.endswith(f"{importer}.py")), None)
    return Evidence(fact=line, path=path, line=int(number) if path and number.isdigit() else None)
