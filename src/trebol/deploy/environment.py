"""The typed reader of the environment: environs, with the URLs of services as types of their own.

Everything wrong is said at once, secrets may be files, values are never shown.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from dotenv import load_dotenv
from environs import FileAwareEnv, ValidationError

from trebol.deploy.cache import cache
from trebol.deploy.database import database
from trebol.deploy.mail import mail
from trebol.deploy.masking import keep_password_secret, keep_secret
from trebol.deploy.origins import origins
from trebol.deploy.storage import storage
from trebol.deploy.tasks import tasks

Value = TypeVar("Value")


class Environment(FileAwareEnv):
    """The variables of a deploy, typed; ``seal`` raises one error that names everything missing or wrong.

    Any variable may be given as a file: ``DATABASE_URL_FILE=/run/secrets/database`` for ``DATABASE_URL``.
    ``file``: a ``.env`` for development, where it exists; what the environment says goes first.
    """

    def __init__(self, file: Path | None = None, *, prefix: str | None = None) -> None:
        super().__init__(eager=False, strip_whitespace=True, prefix=prefix)
        if file is not None:
            load_dotenv(file)

    def _get_value(self, env_key: str, default: Any) -> Any:
        try:
            return super()._get_value(env_key, default)
        except (ValueError, OSError):
            self._errors[env_key].append(f"{env_key}_FILE names no file that can be read as text.")
            return default

    def parsed(self, name: str, parse: Callable[[str], Value], default: str | None = None) -> Value | None:
        """Return a variable as ``parse`` reads it; what its ``ValueError`` says is told by ``seal``.

        None until ``seal`` where it is missing or wrong. ``default``: a text; without one it is required.
        """
        text = self.text(name, default, judged_by(parse))
        if text is None:
            return None
        keep_password_secret(text)
        return parse(text)

    def text(self, name: str, default: str | None, judge: Callable[[str], None]) -> str | None:
        """Return a variable as it stands; None until ``seal`` where it is missing or refused."""
        if default is None:
            return self.str(name, validate=judge)
        return self.str(name, default, validate=judge)

    def secret(self, name: str, default: str | None = None, *, at_least: int = 0) -> str:
        """Return a secret of at least so many characters; no line of the event stream will show it."""
        long_enough = judged_by(lambda text: refuse_short(text, at_least))
        said = self.text(name, default, long_enough)
        if said:
            keep_secret(said)
        return said or ""

    def database(self, name: str, default: str | None = None) -> dict[str, Any]:
        """Return Django's settings of the database at a URL (``trebol.deploy.database``)."""
        return self.parsed(name, database, default) or {}

    def cache(self, name: str, default: str | None = None) -> dict[str, Any]:
        """Return Django's settings of the cache at a URL (``trebol.deploy.cache``)."""
        return self.parsed(name, cache, default) or {}

    def mail(self, name: str, default: str | None = None) -> dict[str, Any]:
        """Return Django's settings of the mail server at a URL, by name (``trebol.deploy.mail``)."""
        return self.parsed(name, mail, default) or {}

    def storage(self, name: str, default: str | None = None) -> dict[str, Any]:
        """Return Django's settings of the storage of files at a URL (``trebol.deploy.storage``)."""
        return self.parsed(name, storage, default) or {}

    def tasks(self, name: str, default: str | None = None) -> dict[str, Any]:
        """Return Django's settings of the tasks behind a URL (``trebol.deploy.tasks``)."""
        return self.parsed(name, tasks, default) or {}

    def origins(self, name: str, default: str | None = None) -> list[str]:
        """Return origins of front ends (``trebol.deploy.origins``)."""
        return self.parsed(name, origins, default) or []


def judged_by(parse: Callable[[str], object]) -> Callable[[str], None]:
    """Make a validator of what raises ``ValueError``."""

    def judge(text: str) -> None:
        try:
            parse(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    return judge


def refuse_short(text: str, at_least: int) -> None:
    """Raise ``ValueError`` for a text that is too short to be a secret."""
    if len(text) < at_least:
        raise ValueError(f"it has {len(text)} characters; give it at least {at_least}, at random")
