"""The figures for a reader, as a table of ratios with the targets beside it, and for a program, as JSON."""

import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from os import cpu_count
from pathlib import Path

import msgspec

from benchmarks.database import description
from benchmarks.harness import Figure
from benchmarks.messages import Auth, Work

RESULTS = Path(__file__).parent / "results.json"
PEERS = ("django", "msgspec", "djangorestframework", "django-ninja", "graphql-core", "lxml", "pyjwt")
REST, GRAPHQL, SOAP = "trebol-rest", "trebol-graphql", "trebol-soap"
TARGETS: dict[Work, float] = {"echo": 1.3, "get_one": 1.2, "list_100": 0.6, "create": 1.3}
BESIDE_REST = {GRAPHQL: 1.5, SOAP: 2.0}


def header(rounds: int) -> str:
    """Where and on what this run was made."""
    machine = f"{processor()}, {cpu_count()} cores"
    libraries = ", ".join(f"{name} {version(name)}" for name in PEERS)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{machine}; {python}; {description()}; {rounds} rounds, one process\n{libraries}"


def processor() -> str:
    """The processor by its own name where the system tells it, else by its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def table(figures: Sequence[Figure]) -> str:
    """One line for each work and way of calling: the bare view's time, and everybody's beside it."""
    names = list(dict.fromkeys(figure.who for figure in figures if figure.who != "bare"))
    head = f"{'work':10}{'auth':8}{'bare':>12}" + "".join(f"{name:>16}" for name in names)
    return "\n".join([head, *(line(figures, names, *row) for row in rows(figures))])


def rows(figures: Sequence[Figure]) -> list[tuple[Work, Auth]]:
    """The works that were measured, in their order."""
    return list(dict.fromkeys((figure.work, figure.auth) for figure in figures))


def line(figures: Sequence[Figure], names: Sequence[str], work: Work, auth: Auth) -> str:
    """One line of the table."""
    own = {figure.who: figure for figure in figures if (figure.work, figure.auth) == (work, auth)}
    cells = (f"{own[name].ratio:.2f}" if name in own else "-" for name in names)
    return f"{work:10}{auth:8}{own['bare'].cpu_us:>9.1f} us" + "".join(f"{cell:>16}" for cell in cells)


def targets(figures: Sequence[Figure]) -> Iterator[str]:
    """Each target with what was measured, both sides public; nothing for what did not run."""
    ratios = {(figure.work, figure.who): figure.ratio for figure in figures if figure.auth == "public"}
    for work, most in TARGETS.items():
        if (work, REST) not in ratios:
            continue
        yield verdict(f"{work}: {REST} beside bare", ratios[work, REST], most)
        for who, times in BESIDE_REST.items():
            if (work, who) in ratios:
                yield verdict(f"{work}: {who} beside {REST}", ratios[work, who] / ratios[work, REST], times)


def verdict(what: str, measured: float, most: float) -> str:
    """One target's line."""
    return f"{'met   ' if measured <= most else 'MISSED'} {what}: {measured:.2f}, at most {most:.2f}"


def write(figures: Sequence[Figure], path: Path) -> None:
    """The figures as a list of objects."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(figures)) + b"\n")
