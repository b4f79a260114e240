"""Runs first in every Python process of the watched project and writes down what it does.

One JSON object a line, appended to the file `TREBOL_FACTORS_EVENTS`: variables read, files opened for
writing, programs executed, connections made, the settings module chosen, per-process caches used. No value
of a variable is written. A connection that would leave this machine is refused. Imports nothing but the
standard library, so that the project's own environment is all the project sees.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType, ModuleType
from typing import Any

EVENTS = os.environ.get("TREBOL_FACTORS_EVENTS", "")
ROOT = os.environ.get("TREBOL_FACTORS_ROOT", "") + os.sep
TOKEN = os.environ.get("TREBOL_FACTORS_TOKEN", "")
HERE = os.path.dirname(os.path.abspath(__file__))
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0", "::ffff:127.")  # noqa: S104  # compared, never bound
MAPPINGS = (os.__file__, "<frozen os>", "_collections_abc", __file__)
quiet = threading.local()
seen: set[tuple[int, str]] = set()


def emit(kind: str, **facts: Any) -> None:
    """Append one event, once a process."""
    if getattr(quiet, "now", False):
        return
    quiet.now = True
    try:
        line = json.dumps({"kind": kind, "pid": os.getpid(), **facts}, default=str)
        if (os.getpid(), line) in seen and kind != "arrived":
            return
        seen.add((os.getpid(), line))
        descriptor = os.open(EVENTS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(descriptor, line.encode() + b"\n")
        os.close(descriptor)
    except OSError:
        pass  # the scratch folder is gone: the run is over
    finally:
        quiet.now = False


def place(frame: FrameType | None) -> dict[str, Any]:
    """The nearest line of the project that leads to `frame`; empty where a library is being imported."""
    while frame is not None:
        name = frame.f_code.co_filename
        if "importlib._bootstrap" in name:
            return {}
        if name.startswith(ROOT) and "site-packages" not in name:
            return {"path": name[len(ROOT) :], "line": frame.f_lineno}
        frame = frame.f_back
    return {}


def reader() -> FrameType | None:
    """The frame that asks the environment, past the mapping's own code."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and any(part in frame.f_code.co_filename for part in MAPPINGS):
        frame = frame.f_back
    return frame


class Recording(type(os.environ)):  # type: ignore[misc]  # os._Environ has no public name
    """The environment of the process, which remembers the names it was asked for."""

    def __getitem__(self, key: str) -> str:
        frame = reader()
        here = (id(frame), frame.f_lasti) if frame else None
        if here is None or getattr(quiet, "whole", None) != here:
            emit("read", name=key, given=self.encodekey(key) in self._data, **place(frame))
        value: str = super().__getitem__(key)
        return value

    def __iter__(self) -> Iterator[str]:
        frame = reader()
        quiet.whole = (id(frame), frame.f_lasti) if frame else None
        emit("read_whole", **place(frame))
        return iter([*super().__iter__()])

    def __setitem__(self, key: str, value: str) -> None:
        if key == "DJANGO_SETTINGS_MODULE":
            emit("settings", module=value, **place(reader()))
        super().__setitem__(key, value)


def on_open(path: Any, mode: Any, flags: Any) -> None:
    """A file is opened; only writing is of interest."""
    writing = any(letter in "wax+" for letter in mode or "") or (flags or 0) & (os.O_WRONLY | os.O_RDWR)
    if writing and isinstance(path, str | bytes):
        name = os.path.abspath(os.fsdecode(path))
        if not name.startswith(("/dev/", "/proc/")) and name != EVENTS and not name.endswith(".pyc"):
            emit("write", file=name, **place(sys._getframe(2)))


def on_program(executable: Any, arguments: Any = None, *rest: Any) -> None:
    """Another program is executed."""
    words = arguments if isinstance(arguments, list | tuple) else [arguments]
    first = executable or (words[0] if words else "")
    emit("run", program=os.fsdecode(first or ""), **place(sys._getframe(2)))


def on_system(command: Any) -> None:
    """A shell line is executed."""
    emit("run", program=(os.fsdecode(command).split() or [""])[0], **place(sys._getframe(2)))


def on_connect(socket: Any, address: Any) -> None:
    """A connection is made: written down, and refused where it would leave this machine."""
    if isinstance(address, tuple):
        host = str(address[0])
        emit("connect", host=host, port=address[1], **place(sys._getframe(2)))
        if not host.startswith(LOOPBACK):
            raise ConnectionRefusedError(f"{host} is not on this machine; trebol factors keeps to loopback")


def on_lookup(host: Any, *rest: Any) -> None:
    """A name is looked up, which would ask a server outside."""
    name = os.fsdecode(host) if isinstance(host, str | bytes) else ""
    if name and name[-1].isalpha() and not name.startswith(LOOPBACK):
        emit("lookup", host=name, **place(sys._getframe(2)))
        raise ConnectionRefusedError(f"{name} is not on this machine; trebol factors keeps to loopback")


HOOKS: dict[str, Callable[..., None]] = {
    "open": on_open,
    "subprocess.Popen": on_program,
    "os.exec": on_program,
    "os.posix_spawn": on_program,
    "os.system": on_system,
    "socket.connect": on_connect,
    "socket.getaddrinfo": on_lookup,
}


def hook(event: str, arguments: tuple[Any, ...]) -> None:
    """The audit hook of the process."""
    watching = HOOKS.get(event)
    if watching is not None and not getattr(quiet, "now", False):
        watching(*arguments)


def order(request: Any) -> str:
    """What the run asks of this request: `wait=SECONDS`, `raise`, or nothing."""
    token, _, what = request.META.get("HTTP_X_TREBOL_FACTORS", "").partition(":")
    if not TOKEN or token != TOKEN:
        return ""
    emit("arrived", what=what, at=time.time())
    return str(what)


def planted() -> RuntimeError:
    """The error that a run plants to see where it is logged."""
    return RuntimeError(f"planted by trebol factors: {TOKEN[:12]}")


def patch_handlers(module: ModuleType) -> None:
    """Let a marked request take its time, or fail: what a slow or a broken view would do."""
    handler = module.BaseHandler
    plain, asynchronous = handler._get_response, handler._get_response_async
    sleep = importlib.import_module("asyncio").sleep  # not at the top: a process without Django loads no more

    def get_response(self: Any, request: Any) -> Any:
        what = order(request)
        if what.startswith("wait="):
            time.sleep(float(what.removeprefix("wait=")))
        if what == "raise":
            raise planted()
        return plain(self, request)

    async def get_response_async(self: Any, request: Any) -> Any:
        what = order(request)
        if what.startswith("wait="):
            await sleep(float(what.removeprefix("wait=")))
        if what == "raise":
            raise planted()
        return await asynchronous(self, request)

    handler._get_response, handler._get_response_async = get_response, get_response_async


def patch_locmem(module: ModuleType) -> None:
    """See who writes to the cache of this process alone."""
    cache = module.LocMemCache

    def watched(method: Callable[..., Any]) -> Callable[..., Any]:
        def write(self: Any, *args: Any, **kwargs: Any) -> Any:
            frame: FrameType | None = sys._getframe(1)
            while frame is not None and "/django/core/cache/" in frame.f_code.co_filename:
                frame = frame.f_back
            user = frame.f_globals.get("__name__", "") if frame else ""
            emit("local_cache", user=user, **place(frame))
            return method(self, *args, **kwargs)

        return write

    for name in ("add", "set", "incr"):
        setattr(cache, name, watched(getattr(cache, name)))


PATCHES: dict[str, Callable[[ModuleType], None]] = {
    "django.core.handlers.base": patch_handlers,
    "django.core.cache.backends.locmem": patch_locmem,
}


class Loader:
    """The loader of a module that is patched once it is loaded."""

    def __init__(self, loader: Any, patch: Callable[[ModuleType], None]) -> None:
        self.loader = loader
        self.patch = patch

    def __getattr__(self, name: str) -> Any:
        return getattr(self.loader, name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> Any:
        """As the loader beneath does."""
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Load, then patch."""
        self.loader.exec_module(module)
        self.patch(module)


class Finder:
    """Finds the modules that are patched."""

    def find_spec(
        self, name: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The specification of a module of `PATCHES`, with our loader around its own."""
        if name not in PATCHES:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            spec.loader = Loader(spec.loader, PATCHES[name])  # type: ignore[assignment]  # loads as one does
        return spec


def run_the_next_sitecustomize() -> None:
    """The environment's own one, which ours stands in front of."""
    rest = [entry for entry in sys.path if os.path.abspath(entry) != HERE]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", rest)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


def watch() -> None:
    """Begin."""
    emit("python", argv=sys.orig_argv)
    sys.meta_path.insert(0, Finder())
    os.environ.__class__ = Recording
    sys.addaudithook(hook)


if EVENTS:
    watch()
run_the_next_sitecustomize()
