"""The one place where concrete classes are chosen: contracts found, compiled, hosted, published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import lru_cache, partial
from importlib import import_module
from types import ModuleType
from typing import Any

import msgspec
from django.apps import apps
from django.conf import settings as django_settings
from django.urls import URLPattern, path
from django.utils.module_loading import module_has_submodule

from trebol.contract.compile import Compilation, compile_contracts
from trebol.contract.problems import ContractError, Problem, Problems
from trebol.contract.service import Service, is_contract, is_empty
from trebol.files import serve as files
from trebol.projections import check_projections, registered
from trebol.protocols import graphql, rest, soap
from trebol.runtime import authenticate, consume
from trebol.runtime.authenticate import Authenticator
from trebol.runtime.drive import REST_OF_PATH, PrefixPattern, View, async_view_of, view_of
from trebol.runtime.events.consumer import Consumer, consumers_of
from trebol.runtime.events.inbox import InProcess
from trebol.runtime.events.relay import Relay
from trebol.runtime.host import Host, check_implementation
from trebol.runtime.invocation import Endpoint
from trebol.runtime.leasing.queue import Queue, Terms
from trebol.runtime.limits import Limits
from trebol.runtime.perform import Runtime
from trebol.runtime.service_secrets import service_secrets_of
from trebol.runtime.tasks.forward import Executor, Forwarder
from trebol.runtime.tasks.lead import Leadership
from trebol.runtime.tasks.periodic import Registry
from trebol.runtime.tasks.queue import TaskQueue
from trebol.runtime.tasks.schedule import Scheduler
from trebol.runtime.tasks.standard import task_backends
from trebol.runtime.tokens import tokens_of
from trebol.runtime.worker.options import WorkerOptions, new_holder
from trebol.runtime.worker.worker import Chore, Worker
from trebol.settings import Settings, read_environment, unknown_variables


class Assembly(msgspec.Struct, frozen=True, kw_only=True):
    """A project, put together. it must not serve while there is one of ``problems``.

    ``portal``: whether ``/services/`` is published; ``TREBOL = {"portal": False}`` turns it off.
    """

    compilation: Compilation
    runtime: Runtime
    endpoints: tuple[Endpoint, ...]
    authenticator: Authenticator
    consumers: tuple[Consumer, ...]
    worker: WorkerOptions
    problems: tuple[Problem, ...]
    portal: bool = True

    def raise_problems(self) -> None:
        """Raise ``ContractError`` with all problems, if there are any."""
        if self.problems:
            raise ContractError(self.problems)


class Interface:
    """Which server interface this process has; the ASGI entry says so before the URLs are made."""

    asynchronous: bool = False


@lru_cache(maxsize=1)
def assembly() -> Assembly:
    """Assemble this project from its installed apps and the environment, once."""
    contracts, implementations = discovered()
    found = assemble(contracts, implementations)
    install(found)
    return found


def install(found: Assembly) -> None:
    """Make an assembly the one that ``consume`` and the views of this process use."""
    consume.Ambient.runtime = found.runtime
    authenticate.Ambient.authenticator = found.authenticator


def assemble(
    contracts: Iterable[type], implementations: Iterable[type], *, project: str | None = None
) -> Assembly:
    """Assemble a project of these contract and implementation classes; problems are in the value."""
    problems = Problems()
    limits = msgspec.structs.asdict(Limits())
    worker = msgspec.structs.asdict(WorkerOptions())
    settings = read_environment(problems, limits, worker)
    options: dict[str, Any] = getattr(django_settings, "TREBOL", {})
    name = project or options.get("project") or root_package()
    for variable in unknown_variables(limits, worker):
        problems.add(
            "trebol.E050", f"environment variable {variable}", "there is no such setting.",
            "Look at its spelling.",
        )  # fmt: skip
    compilation = compile_contracts(contracts, project=name)
    host = Host(compilation, implemented(compilation, implementations, settings, problems))
    consumers = consumers_of(compilation, host.implementations, problems)
    secret = django_settings.SECRET_KEY if django_settings.DEBUG or options.get("development_key") else None
    tokens = tokens_of(
        name, settings.token_key, settings.token_public_key, development_secret=secret, problems=problems
    )
    secrets = service_secrets_of(options.get("service_secrets", {}), settings.service_secrets, problems)
    return Assembly(
        compilation=compilation,
        runtime=Runtime(host, options.get("databases")),
        endpoints=() if compilation.problems else published(compilation, Limits(**settings.limits)),
        authenticator=Authenticator(tokens, secrets, settings.proxies),
        consumers=consumers,
        worker=WorkerOptions(**settings.worker),
        problems=(*compilation.problems, *problems.found, *projection_problems(implementations)),
        portal=options.get("portal", True),
    )


def published(compilation: Compilation, limits: Limits) -> tuple[Endpoint, ...]:
    """Publish the contract in every protocol."""
    endpoints: list[Endpoint] = []
    for protocol in protocols():
        endpoints += protocol(compilation, limits)
    return tuple(endpoints)


def task_queues_of(found: Assembly, terms: Terms, task_queues: Sequence[str]) -> list[Queue[Any]]:
    """Make the queues of tasks; where a broker's workers run them, what hands them to it."""
    elsewhere = [backend.alias for backend in task_backends.all() if getattr(backend, "forwards", False)]
    queues: list[Queue[Any]] = []
    for alias in found.runtime.aliases:
        queues += [TaskQueue(alias, terms, task_queues, elsewhere)]
        queues += [Forwarder(alias, terms, elsewhere)] if elsewhere else []
    return queues


def executor_of(alias: str, found: Assembly) -> Executor:
    """Make what runs tasks of a database in a process of Celery's."""
    options = found.worker
    terms = Terms(holder=new_holder(), seconds=options.lease_seconds, attempts=options.attempts)
    return Executor(alias, terms)


def worker_of(found: Assembly, options: WorkerOptions, task_queues: Sequence[str] = ()) -> Worker:
    """Make a worker of a project: the outbox and the tasks of every database, the schedule, the upkeep."""
    terms = Terms(holder=new_holder(), seconds=options.lease_seconds, attempts=options.attempts)
    transport = InProcess(found.consumers, found.runtime.database_of)
    relays = [Relay(alias, terms, transport) for alias in found.runtime.aliases]
    queues: list[Queue[Any]] = [*relays]
    queues += task_queues_of(found, terms, task_queues)
    scheduler = Scheduler(Registry.found, Leadership("schedule", terms.holder, options.lease_seconds))
    keep = timedelta(days=options.keep_days)
    chores = [Chore("schedule", 0.0, scheduler.tick), *(Chore("route", 0.0, relay.route) for relay in relays)]
    for queue in queues:
        chores += [Chore("bury", options.lease_seconds / 2, queue.bury)]
        chores += [Chore("sweep", 3600.0, partial(queue.sweep, keep))]
    return Worker(queues, chores, options, last=[scheduler.leadership.leave])


def urls_of(found: Assembly, *more: Endpoint, asynchronous: bool = False) -> list[URLPattern]:
    """Return the patterns of an assembly and of ``more`` endpoints; ``asynchronous`` for an ASGI server."""
    make = async_view_of if asynchronous else view_of
    published = (*found.endpoints, *more)
    patterns = [pattern_of(endpoint, make(endpoint.handle, found.runtime)) for endpoint in published]
    return [*patterns, path(files.ROUTE, files.serve, name=files.NAME)] if patterns else []


def pattern_of(endpoint: Endpoint, view: View) -> URLPattern:
    """Return the Django pattern of an endpoint."""
    if endpoint.route.endswith(REST_OF_PATH) and "<" not in endpoint.route.removesuffix(REST_OF_PATH):
        return URLPattern(PrefixPattern(endpoint.route, name=endpoint.name), view, name=endpoint.name)
    return path(endpoint.route, view, name=endpoint.name)


def protocols() -> Sequence[Callable[[Compilation, Limits], Sequence[Endpoint]]]:
    """Return what publishes a contract, one for each protocol."""
    return (rest.endpoints, graphql.endpoints, soap.endpoints)


def projection_problems(implementations: Iterable[type]) -> list[Problem]:
    """Check the projections that stand beside the implementations, or anywhere in their apps."""
    packages = {package_of(cls.__module__) for cls in implementations}
    installed = tuple(f"{app.name}." for app in apps.get_app_configs() if app.name in packages)
    homes = {cls.__module__ for cls in implementations}
    found = [p for p in registered() if p.__module__ in homes or stands_in(p.__module__, packages, installed)]
    return check_projections(found)


def package_of(module: str) -> str:
    """Return the package that a module stands in; empty for one that stands alone."""
    return module.rpartition(".")[0]


def stands_in(module: str, packages: set[str], installed: tuple[str, ...]) -> bool:
    """Tell whether a module stands in one of these packages, or anywhere below an installed app's."""
    return (package_of(module) != "" and package_of(module) in packages) or module.startswith(installed)


def implemented(
    compilation: Compilation, implementations: Iterable[type], settings: Settings, problems: Problems
) -> dict[str, object]:
    """Pair every hosted service with an instance of its implementation; what does not match is collected."""
    candidates = list(dict.fromkeys(implementations))
    found: dict[str, object] = {}
    for service_id, contract in compilation.services.items():
        name = service_id.partition(".")[0]
        if settings.hosted and name not in settings.hosted:
            continue
        matching = [
            cls for cls in candidates if contract in cls.__mro__ and not getattr(cls, "_is_protocol", False)
        ]
        if len(matching) != 1:
            named = ", ".join(cls.__name__ for cls in matching) or "none"
            problems.add(
                "trebol.E030", contract.__name__,
                f"it has {len(matching)} implementations ({named}), not one.",
                f"Write one `class {contract.__name__}Service({contract.__name__})` in the app's service.py.",
            )  # fmt: skip
            continue
        operations = [c for c in compilation.operations.values() if c.service.id == service_id]
        before = len(problems.found)
        check_implementation(contract, matching[0], operations, problems)
        if len(problems.found) == before:
            found[service_id] = matching[0]()
    for name in set(settings.hosted) - {service_id.partition(".")[0] for service_id in compilation.services}:
        problems.add(
            "trebol.E050",
            "environment variable TREBOL_SERVICES",
            f"there is no service {name}.",
            "Take it out.",
        )
    return found


def discovered() -> tuple[list[type], list[type]]:
    """Find contracts and implementations in ``contract.py`` and ``service.py`` of the installed apps.

    Their ``tasks.py`` is imported too: that is where periodic tasks are.
    """
    modules = {name: app_modules(name) for name in ("contract", "service", "tasks")}
    everything = {module.__name__ for found in modules.values() for module in found}
    classes = [cls for cls in subclasses(Service) if cls.__module__ in everything]
    return [cls for cls in classes if is_contract(cls) or is_empty(cls)], classes


def app_modules(name: str) -> list[ModuleType]:
    """Import a submodule of every installed app that has one."""
    return [
        import_module(f"{app.name}.{name}")
        for app in apps.get_app_configs()
        if app.name != "trebol" and app.module is not None and module_has_submodule(app.module, name)
    ]


def root_package() -> str:
    """Return the package of the project's URLs: the project's name where it gives none."""
    return str(getattr(django_settings, "ROOT_URLCONF", "project")).partition(".")[0]


def subclasses(cls: type) -> list[type]:
    """Return every class below one, in order of declaration."""
    found: list[type] = []
    inner: type
    for inner in cls.__subclasses__():
        found += [inner, *subclasses(inner)]
    return found
