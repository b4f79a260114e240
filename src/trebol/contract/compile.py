"""Service classes, compiled once into the frozen contract and what the runtime needs beside it."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from trebol.contract import description as d
from trebol.contract.code import Code
from trebol.contract.describe import Describer, described_in, distinct, doc_of
from trebol.contract.fault import Fault, field_names
from trebol.contract.judge import Judge
from trebol.contract.names import Registry, camel, pascal, snake
from trebol.contract.paging import Paging
from trebol.contract.problems import Problem, Problems
from trebol.contract.register import register
from trebol.contract.service import MARK, Options, Permission, is_contract
from trebol.contract.shapes import Asked, Route, route_of
from trebol.contract.values import hook

RESERVED_PARAMETERS = ("fields", "include", "self", "context")


class Compiled(msgspec.Struct, frozen=True, kw_only=True):
    """One operation with the Python things that belong to it.

    ``judge`` makes the arguments of plain values and checks results; ``raises`` are the fault classes.
    """

    operation: d.Operation
    service: d.Service
    contract: type
    judge: Judge
    raises: tuple[type[Fault], ...]
    needs: type[Permission] | None


class Compilation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a project's contracts compile to; ``operations`` by id, ``problems`` all that were found."""

    contract: d.Contract
    operations: dict[str, Compiled]
    services: dict[str, type]
    problems: tuple[Problem, ...]


def compile_contracts(classes: Iterable[type], *, project: str) -> Compilation:
    """Compile service classes. Never raises for a bad contract: problems are in the value."""
    problems = Problems()
    parts = [ServiceCompiler(cls, project, problems) for cls in unique(classes)]
    parts.sort(key=lambda part: (part.name, part.version))
    services = tuple(part.compiled() for part in parts)
    contract = d.Contract(project=project, services=services)
    register(contract, Registry(problems), problems)
    operations = {
        found.operation.id: found
        for part, service in zip(parts, services, strict=True)
        for found in part.live(service)
    }
    return Compilation(
        contract=contract,
        operations=operations,
        services={service.id: part.cls for part, service in zip(parts, services, strict=True)},
        problems=tuple(problems.found),
    )


def unique(classes: Iterable[type]) -> list[type]:
    """Return the classes that declare operations, each once."""
    return [cls for cls in dict.fromkeys(classes) if is_contract(cls)]


class ServiceCompiler:
    """Compiles one service class."""

    def __init__(self, cls: type, project: str, problems: Problems) -> None:
        options = cls.__dict__["service_options"]
        self.cls, self.problems = cls, problems
        self.name, self.version = snake(cls.__name__), options["version"]
        self.noun, self.plural = options["noun"], options["plural"]
        self.namespace = f"urn:{project}:{self.name}:v{self.version}"
        self.describer = Describer(problems)
        self.faults: dict[str, d.FaultType] = {}
        self.permissions: dict[str, d.PermissionType] = {}
        self.inputs: dict[str, Judge] = {}
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
        return d.Service(
            name=self.name, title=where, version=self.version, noun=self.noun, plural=self.plural,
            doc=doc_of(self.cls), namespace=self.namespace, operations=operations,
            messages=in_order(self.describer.messages), enums=in_order(self.describer.enums),
            faults=in_order(self.faults), permissions=in_order(self.permissions),
        )  # fmt: skip

    def operation(self, name: str, function: Callable[..., Any]) -> d.Operation:
        """Describe one operation."""
        where = f"{self.cls.__name__}.{name}"
        options: Options = getattr(function, MARK)
        signature, hints = inspect.signature(function), self.hints(function, where)
        parameters, paging = self.parameters(signature, hints, where, updating=name.startswith("update_"))
        result = self.result(hints, where, options.kind, paging)
        route = route_of(
            Asked(
                where=where, name=name, kind=options.kind, noun=self.noun, plural=self.plural,
                path=options.path, parameters=parameters,
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
            doc=inspect.getdoc(function) or "", parameters=parameters, result=result,
            raises=tuple(self.fault(fault, where) for fault in options.raises),
            needs=self.permission(options.needs), public=options.public,
            idempotent=options.idempotent or options.kind == "query" or route.method in ("PUT", "DELETE"),
            paging=paging, key=route.key, method=route.method, path=route.path,
            field=options.field or self.root_field(name, route), element=pascal(name),
            withheld=options.withhold,
        )  # fmt: skip

    def hints(self, function: Callable[..., Any], where: str) -> dict[str, Any]:
        """Resolve the annotations; a name that is not there is a problem."""
        try:
            return typing.get_type_hints(function, include_extras=True)
        except NameError as error:
            self.problems.add(
                "trebol.E004", where, f"its annotations do not resolve: {error}.", "Import that name."
            )
            return {}

    def root_field(self, name: str, route: Route) -> str:
        """``list_rides`` -> ``rides``, ``get_ride`` -> ``ride``, anything else in camelCase."""
        if route.shape == "list" and name == f"list_{self.plural}":
            return camel(self.plural)
        if route.shape == "get" and name == f"get_{self.noun}":
            return camel(self.noun)
        return camel(name)

    def parameters(
        self, signature: inspect.Signature, hints: dict[str, Any], where: str, *, updating: bool
    ) -> tuple[tuple[d.Field, ...], bool]:
        """Describe the parameters, and make the judge of the input."""
        fields: list[d.Field] = []
        natives: list[tuple[Any, ...]] = []
        paging_at = None
        for index, parameter in enumerate(list(signature.parameters.values())[1:]):
            if hints.get(parameter.name) is Paging:
                paging_at = index
                continue
            fields.append(self.parameter(parameter, hints, where, natives, updating=updating))
        if paging_at is not None:
            more, defaults = paging_parameters(self.problems)
            fields += more
            natives += defaults
        distinct(self.problems, where, tuple(fields))
        name = where.rpartition(".")[2]
        self.inputs[name] = Judge(
            fields=fields, natives=natives, name=f"{pascal(name)}Input", messages=self.describer.messages,
            enums=self.describer.enums, paging_at=paging_at,
        )  # fmt: skip
        return tuple(fields), paging_at is not None

    def parameter(
        self,
        parameter: inspect.Parameter,
        hints: dict[str, Any],
        where: str,
        natives: list[tuple[Any, ...]],
        *,
        updating: bool,
    ) -> d.Field:
        """Describe one parameter."""
        name, here = parameter.name, f"{where}({parameter.name})"
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD, parameter.POSITIONAL_ONLY):
            self.problems.add(
                "trebol.E005", here, "every parameter has a name on the wire.", "Write it as a plain one."
            )
        if name in RESERVED_PARAMETERS:
            self.problems.add("trebol.E010", here, f"{name} means something to the protocols.", "Rename it.")
        if name not in hints:
            self.problems.add(
                "trebol.E004", here, "it has no annotation.", "Annotate it with a type of the table."
            )
        found = self.describer.describe(hints.get(name, str), here)
        if isinstance(found.type, d.PageOf):
            self.problems.add("trebol.E011", here, "a page is a result.", "Take a list.")
        if found.maybe and not (updating and parameter.default is msgspec.UNSET):
            self.problems.add(
                "trebol.E012", here, "only a parameter of update_... may be absent; its default is UNSET.",
                "Make it `... | None = None`, or write `Maybe[...] = UNSET` in an update.",
            )  # fmt: skip
        required = parameter.default is inspect.Parameter.empty
        natives.append((name, found.native) if required else (name, found.native, parameter.default))
        self.check_default(found.native, parameter.default, here, skip=required or found.maybe)
        plain = None if required or found.maybe else msgspec.to_builtins(parameter.default)
        doc = described_in(hints.get(name))
        return d.Field(
            name=name, type=found.type, required=required, maybe=found.maybe, default=plain, doc=doc
        )

    def check_default(self, native: Any, default: Any, where: str, *, skip: bool) -> None:
        """Collect a default that the parameter's own type refuses."""
        if skip:
            return
        try:
            msgspec.convert(msgspec.to_builtins(default), native, dec_hook=hook)
        except (msgspec.ValidationError, TypeError) as error:
            self.problems.add(
                "trebol.E019", where, f"its default {default!r} is refused: {error}.", "Change one."
            )

    def result(self, hints: dict[str, Any], where: str, kind: str, paging: bool) -> d.Type | None:
        """Describe the result."""
        name = where.rpartition(".")[2]
        if "return" not in hints:
            self.problems.add(
                "trebol.E004", where, "its result has no annotation.", "Write `-> ...` (None for none)."
            )
        annotation = hints.get("return")
        if annotation in (None, type(None)):
            if kind == "query":
                self.problems.add("trebol.E004", where, "a query gives something.", "Give it a result.")
            return None
        found = self.describer.describe(annotation, f"{where} result")
        self.inputs[name].gives(found.type, found.native)
        if found.maybe:
            self.problems.add("trebol.E012", where, "a result is never absent.", "Make it `... | None`.")
        if isinstance(found.type, d.PageOf) != paging or (paging and kind == "command"):
            self.problems.add(
                "trebol.E011",
                where,
                "Page[...] and `paging: Paging = FIRST` go together, in a query.",
                "Write both.",
            )
        return found.type

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
            hints = typing.get_type_hints(fault, include_extras=True)
            found = {n: self.describer.describe(hints[n], f"{name}.{n}") for n in field_names(fault)}
            fields = tuple(
                d.Field(name=n, type=part.type, doc=described_in(hints[n])) for n, part in found.items()
            )  # fmt: skip
            distinct(self.problems, name, fields)
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
                operation=operation, service=service, contract=self.cls, judge=self.inputs[operation.name],
                raises=options.raises, needs=options.needs,
            )  # fmt: skip


def paging_parameters(problems: Problems) -> tuple[list[d.Field], list[tuple[Any, ...]]]:
    """Return the two parameters that ``paging: Paging`` is on every wire."""
    describer = Describer(problems)
    describer.message(Paging, "Paging")
    defaults = {info.name: info.default for info in msgspec.structs.fields(Paging)}
    natives = [(name, Paging.__annotations__[name], default) for name, default in defaults.items()]
    return list(describer.messages["Paging"].fields), natives


def in_order(mapping: dict[str, Any]) -> dict[str, Any]:
    """Sort by name, so that a snapshot does not depend on the order of declaration."""
    return dict(sorted(mapping.items()))
