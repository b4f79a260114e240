"""The scratch environment: the declared variables with safe values of this run, on this machine's
loopback.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit

from trebol.factors.dotenv import Declared

DATABASE_SCHEMES = {"postgres", "postgresql", "psql", "pgsql", "postgis", "sqlite", "sqlite3", "mysql"}
POSTGRES_SCHEMES = {"postgres", "postgresql", "psql", "pgsql", "postgis", "postgresql+psycopg"}
SECRET = re.compile(r"(SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|PRIVATE|CREDENTIAL|_DSN$|^SALT|_KEY$)")
PUBLIC = re.compile(r"(PUBLIC|_ID$|_URL$|_HOST$|_USER$|_FILE$|EXPIR|LIFETIME|TTL|_AGE$|HASHER|VALIDATOR)")
PLACEHOLDER = re.compile(
    r"^$|change|replace|your|example|insecure|placeholder|dummy|secret|password|todo|xxx|<.*>|\.\.\.", re.I
)
RELEASE = re.compile(
    r"(^|_)(RELEASE(_ID|_VERSION)?|GIT_SHA|GIT_COMMIT|COMMIT(_SHA|_HASH)?|SOURCE_VERSION|REVISION"
    r"|BUILD_SHA|HEROKU_SLUG_COMMIT|RENDER_GIT_COMMIT)$"
)
PARTS = re.compile(
    r"(?:DJANGO_)?(?:DB|DATABASE|POSTGRES|POSTGRESQL|PG|SQL)_?(HOST|PORT|NAME|DB|DATABASE|USER|PASSWORD)"
)
FALSE = {"true": "false", "1": "0", "yes": "no", "on": "off", "True": "False"}
KEPT = ("LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True)
class Services:
    """Where the scratch services are. Ports are of loopback; `postgres` is None where there is no server.

    `volume`: a folder that every instance is given, as a platform would mount one; None: there is none.
    """

    sqlite: Path
    postgres: tuple[str, str, int, str] | None = None  # user, password, port, database
    ports: dict[str, int] = field(default_factory=dict)  # variable: the port of its relay
    release: str = ""
    volume: Path | None = None


def system_path() -> str:
    """The PATH of this machine."""
    return os.environ.get("PATH", "/usr/local/bin:/usr/bin:/bin")


def base(python: Path, programs: str, home: Path, temporary: Path) -> dict[str, str]:
    """The environment without anything of the project: as little as a program can run with.

    `programs`: the PATH behind the project's own environment.
    """
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    path = os.pathsep.join([str(python.parent), programs])
    return {**kept, "PATH": path, "HOME": str(home), "TMPDIR": str(temporary), "LANG": "C.UTF-8"}


def is_secret(name: str) -> bool:
    """Whether a variable of this name holds a secret."""
    return bool(SECRET.search(name)) and not PUBLIC.search(name)


def is_database(variable: Declared) -> bool:
    """Whether a variable is the URL of a database."""
    scheme = urlsplit(variable.value).scheme.split("+")[0]
    return scheme in DATABASE_SCHEMES or (
        not variable.value and variable.name.endswith(("DATABASE_URL", "DB_URL"))
    )


def values(declared: dict[str, Declared], services: Services) -> dict[str, str]:
    """A value for every declared variable that is not optional; the database and the release are always
    given.
    """
    wanted = [each for each in declared.values() if not each.optional or given(each)]
    return {each.name: value(each, services) for each in wanted}


def given(variable: Declared) -> bool:
    """Whether an optional variable is given all the same: the database, the release."""
    return is_database(variable) or bool(RELEASE.search(variable.name))


def value(variable: Declared, services: Services) -> str:
    """The scratch value of one variable."""
    name, example = variable.name, variable.value
    if is_database(variable):
        return database_url(services, example)
    if name in services.ports:
        return moved(urlsplit(example), services.ports[name])
    if services.volume is not None and urlsplit(example).scheme == "file":
        return services.volume.as_uri()
    part = database_part(name, services)
    if part is not None:
        return part
    if RELEASE.search(name) and services.release:
        return services.release
    if is_secret(name) and PLACEHOLDER.search(example):
        return secrets.token_urlsafe(48)
    if name.endswith("DEBUG"):
        return FALSE.get(example, example or "False")
    if name.endswith("ALLOWED_HOSTS") and not example:
        return "localhost,127.0.0.1"
    return example


def database_url(services: Services, example: str = "") -> str:
    """The URL of the scratch database: PostgreSQL where the example is, and there is a server; else
    SQLite.
    """
    scheme = urlsplit(example).scheme
    if services.postgres is None or (scheme and scheme.split("+")[0] not in POSTGRES_SCHEMES):
        return f"sqlite:///{services.sqlite}"
    user, password, port, database = services.postgres
    secret = f":{quote(password, safe='')}" if password else ""
    return f"{scheme or 'postgres'}://{quote(user, safe='')}{secret}@127.0.0.1:{port}/{database}"


def part_of_database(name: str) -> str:
    """Which part of a database's address a variable of this name holds (`HOST`, ...); empty where it is
    none.
    """
    found = PARTS.fullmatch(name)
    return found[1] if found else ""


def database_part(name: str, services: Services) -> str | None:
    """The value of a variable that is one part of a database's address; None where it is none."""
    part = part_of_database(name)
    if not part or services.postgres is None:
        return None
    user, password, port, database = services.postgres
    said = {"HOST": "127.0.0.1", "PORT": str(port), "USER": user}
    return {**said, "PASSWORD": password or secrets.token_urlsafe(24)}.get(part, database)


def moved(url: SplitResult, port: int) -> str:
    """The same URL on a port of loopback."""
    user, at, _ = url.netloc.rpartition("@")
    return url._replace(netloc=f"{user}{at}127.0.0.1:{port}").geturl()
