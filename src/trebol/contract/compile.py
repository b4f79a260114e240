"""Service classes, compiled once into the frozen contract and what the runtime needs beside it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from trebol.contract import description as d
from trebol.contract.announce import Announcer, CompiledEvent
from trebol.contract.code import Code
from trebol.contract.describe import Describer, described_in, distinct, doc_of, resolved_hints
from trebol.contract.detail import Detail
from trebol.contract.fault import Fault, field_names
from trebol.contract.judge import Judge
from trebol.contract.names import Registry, camel, pascal, snake
from trebol.contract.problems import Problem, Problems
from trebol.contract.register import register
from trebol.contract.service import MARK, Options, Permission, is_contract, is_empty
from trebol.contract.shapes import Asked, Route, route_of
from trebol.contract.signature import read_signature


class Compiled(msgspec.Struct, frozen=True, kw_only=True):
    """One operation with the Python things that belong to it.

    ``judge`` makes the arguments of plain values and checks results; ``raises`` are the faults, each with
    what judges its detail.
    """

    id: str
    operation: d.Operation
    service: d.Service
    contract: type
    judge: Judge
    raises: tuple[Detail, ...]
    needs: type[Permission] | None


class Compilation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a project's contracts compile to.

    ``operations`` and ``events`` by id, ``services`` the class of each, ``problems`` all that were found.
    """

    contract: d.Contract
    operations: dict[str, Compiled]
    events: dict[str, CompiledEvent]
    services: dict[str, type]
    problems: tuple[Problem, ...]


def compile_contracts(classes: Iterable[type], *, project: str) -> Compilation:
    """Compile service classes. Never raises for a bad contract: problems are in the value."""
    problems = Problems()
    classes = list(dict.fromkeys(classes))
    for cls in filter(is_empty, classes):
        problems.add(
            "trebol.E002", cls.__name__, "it declares no operation.",
            "Mark its methods with @query or @command.",
        )  # fmt: skip
    parts = [ServiceCompiler(cls, project, problems) for cls in classes if is_contract(cls)]
    parts.sort(key=lambda part: (part.name, part.version))
    services = tuple(part.compiled() for part in parts)
    contract = d.Contract(project=project, services=services)
    register(contract, Registry(problems), problems)
    named = distinct_services(parts, services, problems)
    operations = {
        found.operation.id: found for part, service in named.values() for found in part.live(service)
    }
    return Compilation(
        contract=contract,
        operations=operations,
        events={
            found.event.id: found for part, _ in named.values() for found in part.announcer.compiled.values()
        },
        services={service_id: part.cls for service_id, (part, _) in named.items()},
        problems=tuple(problems.found),
    )


def distinct_services(
    parts: Sequence[ServiceCompiler], services: Sequence[d.Service], problems: Problems
) -> dict[str, tuple[ServiceCompiler, d.Service]]:
    """Return the services by id, of two of one name and version the first; the other is a problem."""
    named: dict[str, tuple[ServiceCompiler, d.Service]] = {}
    for part, service in zip(parts, services, strict=True):
        first, _ = named.setdefault(service.id, (part, service))
        if first is not part:
            problems.add(
                "trebol.E009", part.cls.__name__,
                f"the service {service.id} of {part.cls.__module__} is also that of {first.cls.__module__}.",
                "Rename one of the two, or give it another version=.",
            )  # fmt: skip
    return named


class ServiceCompiler:
    """Compiles one service class."""

    def __init__(self, cls: type, project: str, problems: Problems) -> None:
        options = cls.__dict__["service_options"]
        self.cls, self.problems = cls, problems
        self.name, self.version = snake(cls.__name__), options["version"]
        self.noun, self.plural = options["noun"], options["plural"]
        self.namespace = f"urn:{project}:{self.name}:v{self.version}"
        self.describer = Describer(problems)
        self.announcer = Announcer(self.name, self.version, self.describer)
        self.faults: dict[str, d.FaultType] = {}
        self.details: dict[type[Fault], Detail] = {}
        self.permissions: dict[str, d.PermissionType] = {}
        self.judges: dict[str, Judge] = {}
        self.options: dict[str, Options] = {}

    def compiled(self) -> d.Service:
        """Describe the service; problems are collected."""
        where = self.cls.__name__
        if not doc_of(self.cls):
            self.problems.add(
                "trebol.E001",
                where,
                "a service says what it is for.",
                "Write its business purpose as the docstring.",
            )
        marked = {n: f for n, f in vars(self.cls).items() if hasattr(f, MARK)}
        operations = tuple(self.operation(name, function) for name, function in marked.items())
        self.announcer.read(self.cls.__dict__["service_options"]["events"], where)
        events = {name: found.event for name, found in self.announcer.compiled.items()}
        return d.Service(
            name=self.name, title=where, version=self.version, noun=self.noun, plural=self.plural,
            doc=doc_of(self.cls), namespace=self.namespace, operations=operations,
            messages=in_order(self.announcer.messages()), enums=in_order(self.describer.enums),
            faults=in_order(self.faults), permissions=in_order(self.permissions), events=in_order(events),
        )  # fmt: skip

    def operation(self, name: str, function: Callable[..., Any]) -> d.Operation:
        """Describe one operation."""
        where = f"{self.cls.__name__}.{name}"
        options: Options = getattr(function, MARK)
        signed = read_signature(function, where, options.kind, self.describer)
        self.judges[name] = signed.judge
        route = route_of(
            Asked(
                where=where, name=name, kind=options.kind, noun=self.noun, plural=self.plural,
                path=options.path, parameters=signed.parameters,
            ),
            self.problems,
        )  # fmt: skip
        if options.public and options.needs:
            self.problems.add(
                "trebol.E021", where, "it is public and needs a permission.", "Take one of them out."
            )
        self.options[name] = options
        return d.Operation(
            service=self.name, version=self.version, name=name, kind=options.kind, shape=route.shape,
            doc=inspect.getdoc(function) or "", parameters=signed.parameters, result=signed.result,
            raises=tuple(self.fault(fault, where) for fault in options.raises),
            needs=self.permission(options.needs), public=options.public,
            idempotent=options.idempotent or options.kind == "query" or route.method in ("PUT", "DELETE"),
            paging=signed.paging, key=route.key, method=route.method, path=route.path,
            field=options.field or self.root_field(name, route), element=pascal(name),
            withheld=options.withhold,
        )  # fmt: skip

    def root_field(self, name: str, route: Route) -> str:
        """``list_rides`` -> ``rides``, ``get_ride`` -> ``ride``, anything else in camelCase."""
        if route.shape == "list" and name == f"list_{self.plural}":
            return camel(self.plural)
        if route.shape == "get" and name == f"get_{self.noun}":
            return camel(self.noun)
        return camel(name)

    def fault(self, fault: type[Fault], where: str) -> str:
        """Describe a declared fault."""
        name = fault.__name__
        if Fault not in fault.__mro__ or fault.code is Code.UNKNOWN:
            self.problems.add(
                "trebol.E020", f"{where} {name}", "raises= lists faults, each with a code.",
                "Declare it as `class RideFull(Fault, code=Code.FAILED_PRECONDITION)`.",
            )  # fmt: skip
            return name
        if self.describer.claim_class(fault, where) and name not in self.faults:
            hints = resolved_hints(fault, name, self.problems) or {}
            found = {
                n: self.describer.describe(hints[n], f"{name}.{n}") for n in field_names(fault) if n in hints
            }
            fields = tuple(
                d.Field(name=n, type=part.type, doc=described_in(hints[n])) for n, part in found.items()
            )  # fmt: skip
            distinct(self.problems, name, fields)
            self.details[fault] = Detail(fault, {n: part.native for n, part in found.items()})
            self.faults[name] = d.FaultType(name=name, doc=doc_of(fault), code=fault.code, fields=fields)
        return name

    def permission(self, needs: type[Permission] | None) -> str | None:
        """Describe the permission an operation asks for."""
        if needs is None:
            return None
        self.describer.claim_class(needs, self.cls.__name__)
        self.permissions[needs.__name__] = d.PermissionType(name=needs.__name__, doc=doc_of(needs))
        return needs.__name__

    def live(self, service: d.Service) -> Iterable[Compiled]:
        """Pair every operation with its Python things."""
        for operation in service.operations:
            options = self.options[operation.name]
            yield Compiled(
                id=operation.id, operation=operation, service=service, contract=self.cls,
                judge=self.judges[operation.name],
                raises=tuple(self.details[f] for f in options.raises if f in self.details),
                needs=options.needs,
            )  # fmt: skip


def in_order(mapping: dict[str, Any]) -> dict[str, Any]:
    """Sort by name, so that a snapshot does not depend on the order of declaration."""
    return dict(sorted(mapping.items()))
