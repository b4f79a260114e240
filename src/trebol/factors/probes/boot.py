"""Loads the settings of the project as it does itself, and says what came of it, secrets as digests only.

`boot.py boot MANAGE_FOLDER SETTINGS_MODULE OUT`: settings and the facts of a project that is set up.
`boot.py vary MANAGE_FOLDER SETTINGS_MODULE OUT CHANGES`: the settings once for each of `CHANGES` (a JSON
file, a list of objects from variable to value, null to unset it), each in a child of its own.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import os
import re
import sys
import traceback
from importlib.metadata import packages_distributions
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import FileField
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, get_resolver, reverse

MANAGE, MODULE, OUT = sys.argv[2:5]
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
URLS = 400


def digest(value: Any) -> str:
    """A short digest of a value."""
    return hashlib.sha256(str(value).encode()).hexdigest()[:16]


def canonical(value: Any) -> str:
    """The same text for equal values, wherever the code lies."""
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{canonical(k)}:{canonical(v)}" for k, v in value.items())) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(map(canonical, value))) + "}"
    return ADDRESS.sub("", repr(value)).replace(os.getcwd(), ".")


def databases(said: Any) -> dict[str, Any]:
    """Where each database is, its password as a digest."""
    names = ("ENGINE", "HOST", "PORT", "NAME", "USER")
    return {
        alias: {
            **{name: str(each.get(name) or "") for name in names},
            "PASSWORD": digest(each.get("PASSWORD") or ""),
        }
        for alias, each in (said or {}).items()
    }


def loaded() -> dict[str, Any]:
    """The settings, each as a digest."""
    module = importlib.import_module(MODULE)
    said = {name: getattr(module, name) for name in dir(module) if name.isupper()}
    return {
        "digests": {name: digest(canonical(value)) for name, value in said.items()},
        "databases": databases(said.get("DATABASES")),
    }


def urls(patterns: Any, prefix: str = "") -> list[dict[str, str]]:
    """Every URL pattern, flattened."""
    found: list[dict[str, str]] = []
    for each in patterns[:URLS]:
        route = prefix + str(each.pattern)
        if hasattr(each, "url_patterns"):
            found += urls(each.url_patterns, route)
        else:
            found.append(
                {"route": route, "name": each.name or "", "view": getattr(each.callback, "__module__", "")}
            )
    return found[:URLS]


def handlers() -> list[dict[str, str]]:
    """Every handler of every logger: its class and what it writes to."""
    loggers = [logging.getLogger(), *logging.Logger.manager.loggerDict.values()]
    found = []
    for logger in loggers:
        for each in getattr(logger, "handlers", ()):
            stream = getattr(getattr(each, "stream", None), "name", "")
            target = getattr(each, "baseFilename", "") or str(stream)
            found.append(
                {"logger": getattr(logger, "name", ""), "class": type(each).__name__, "target": target}
            )
    return found


def static_file() -> str:
    """The path of one static file; empty where there is none."""
    for finder in finders.get_finders():
        for path, _ in finder.list([]):
            if path.endswith((".css", ".js")):
                return str(path)
    return ""


def file_fields() -> list[str]:
    """Every field of a model that keeps a file."""
    models = [model for model in apps.get_models() if not model.__module__.startswith("django.")]
    return [
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    ]


def reversed_url(name: str) -> str:
    """The path of a named URL; empty where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def facts() -> dict[str, Any]:
    """What a project that is set up says of itself."""
    django.setup()
    installed = set(settings.INSTALLED_APPS)
    static = "django.contrib.staticfiles" in installed
    return {
        "apps": sorted(installed),
        "middleware": list(settings.MIDDLEWARE),
        "urls": urls(get_resolver().url_patterns),
        "handlers": handlers(),
        "static_url": str(settings.STATIC_URL or "") if static else "",
        "static_file": static_file() if static else "",
        "static_root": str(settings.STATIC_ROOT or ""),
        "media_root": str(settings.MEDIA_ROOT or ""),
        "file_fields": file_fields(),
        "caches": {alias: each.get("BACKEND", "") for alias, each in settings.CACHES.items()},
        "storage": settings.STORAGES.get("default", {}).get("BACKEND", ""),
        "session_engine": settings.SESSION_ENGINE,
        "session_app": any(name.startswith("django.contrib.sessions") for name in installed),
        "admin": reversed_url("admin:index"),
        "login": reversed_url("login")
        or reversed_url("admin:login")
        or resolved(resolve_url, settings.LOGIN_URL),
        "login_redirect": resolved(resolve_url, settings.LOGIN_REDIRECT_URL),
        "allowed_hosts": list(settings.ALLOWED_HOSTS),
        "proxy_header": list(settings.SECURE_PROXY_SSL_HEADER or ()),
        "ssl_redirect": bool(settings.SECURE_SSL_REDIRECT),
        "time_zone": settings.TIME_ZONE,
        "debug": bool(settings.DEBUG),
        "secret_key": digest(settings.SECRET_KEY),
        "python": ".".join(map(str, sys.version_info[:2])),
        "distributions": distributions(),
    }


def distributions() -> dict[str, dict[str, list[str]]]:
    """Every distribution here by its normal name, with its modules and those of them that are loaded."""
    tops = {name.partition(".")[0] for name in sys.modules}
    found: dict[str, dict[str, list[str]]] = {}
    for module, owners in packages_distributions().items():
        for owner in owners:
            kept = found.setdefault(re.sub(r"[-_.]+", "-", owner).lower(), {"modules": [], "loaded": []})
            kept["modules"].append(module)
            kept["loaded"] += [module] if module in tops else []
    return found


def resolved(resolve: Any, target: Any) -> str:
    """The path of a URL or a URL's name; empty where it has none."""
    try:
        return str(resolve(target))
    except NoReverseMatch:
        return ""


def boot() -> dict[str, Any]:
    """Settings and facts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", MODULE)
    return {**loaded(), **facts()}


def attempt(changes: dict[str, str | None]) -> dict[str, Any]:
    """The settings under `changes`, or the error that stops them."""
    for name, value in changes.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    try:
        return {"ok": True, **loaded()}
    except BaseException:  # noqa: BLE001  # whatever stops the settings is what we came to see, SystemExit too
        return {"ok": False, "error": traceback.format_exc()}


def in_a_child(changes: dict[str, str | None]) -> dict[str, Any]:
    """`attempt` in a child, so that nothing remains loaded."""
    near, far = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(far, "w") as sink:
            json.dump(attempt(changes), sink)
        os._exit(0)
    os.close(far)
    with os.fdopen(near) as source:
        said = source.read()
    os.waitpid(child, 0)
    answer: dict[str, Any] = json.loads(said) if said else {"ok": False, "error": "the child ended"}
    return answer


def vary() -> list[dict[str, Any]]:
    """The settings under each of the changes."""
    with open(sys.argv[5]) as source:
        return [in_a_child(changes) for changes in json.load(source)]


sys.path[0] = os.path.abspath(MANAGE)
result = boot() if sys.argv[1] == "boot" else vary()
with open(OUT, "w") as out:
    json.dump(result, out)
