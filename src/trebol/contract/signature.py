"""A method's signature, read once: parameters, result, and the judge of both."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from trebol.contract import description as d
from trebol.contract.describe import Described, Describer, described_in, distinct, resolved_hints
from trebol.contract.judge import Judge
from trebol.contract.names import pascal
from trebol.contract.paging import Paging
from trebol.contract.problems import Problems
from trebol.contract.values import hook

RESERVED_PARAMETERS = ("fields", "include", "self", "context")
Natives = list[tuple[Any, ...]]


class Signed(NamedTuple):
    """What a signature says."""

    parameters: tuple[d.Field, ...]
    result: d.Type | None
    paging: bool
    judge: Judge


def read_signature(function: Callable[..., Any], where: str, kind: str, describer: Describer) -> Signed:
    """Describe the parameters and the result of an operation; problems are collected."""
    hints = resolved_hints(function, where, describer.problems) or {}
    reader = SignatureReader(hints, where, describer)
    paging_at = reader.parameters(inspect.signature(function))
    judge = Judge(
        fields=reader.fields, natives=reader.natives, name=f"{pascal(function.__name__)}Input",
        messages=describer.messages, enums=describer.enums, classes=describer.classes, paging_at=paging_at,
    )  # fmt: skip
    result = reader.result(kind, paging=paging_at is not None)
    if result is not None:
        judge.gives(result.type, result.native)
    return Signed(tuple(reader.fields), result and result.type, paging_at is not None, judge)


class SignatureReader:
    """Reads one signature; ``fields`` and ``natives`` grow with each parameter."""

    def __init__(self, hints: dict[str, Any], where: str, describer: Describer) -> None:
        self.hints, self.where, self.describer = hints, where, describer
        self.problems = describer.problems
        self.updating = where.rpartition(".")[2].startswith("update_")
        self.fields: list[d.Field] = []
        self.natives: Natives = []

    def parameters(self, signature: inspect.Signature) -> int | None:
        """Describe the parameters; return the place of the one that is the page, if there is one."""
        paging_at = None
        for index, parameter in enumerate(list(signature.parameters.values())[1:]):
            if self.hints.get(parameter.name) is Paging:
                paging_at = index
            else:
                self.parameter(parameter)
        if paging_at is not None:
            more, defaults = paging_parameters(self.problems)
            self.fields += more
            self.natives += defaults
        distinct(self.problems, self.where, tuple(self.fields))
        return paging_at

    def parameter(self, parameter: inspect.Parameter) -> None:
        """Describe one parameter."""
        name, here = parameter.name, f"{self.where}({parameter.name})"
        self.check_kind(parameter, here)
        found = self.describer.describe(self.hints.get(name, str), here)
        self.check_place(found, parameter.default, here)
        required = parameter.default is inspect.Parameter.empty
        self.natives.append((name, found.native) if required else (name, found.native, parameter.default))
        plain = None
        if not required and not found.maybe:
            plain = self.default(found.native, parameter.default, here)
        doc = described_in(self.hints.get(name))
        self.fields.append(
            d.Field(name=name, type=found.type, required=required, maybe=found.maybe, default=plain, doc=doc)
        )

    def check_kind(self, parameter: inspect.Parameter, here: str) -> None:
        """Collect a parameter that a wire could not name."""
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD, parameter.POSITIONAL_ONLY):
            self.problems.add(
                "trebol.E005", here, "every parameter has a name on the wire.", "Write it as a plain one."
            )
        if parameter.name in RESERVED_PARAMETERS:
            self.problems.add(
                "trebol.E010", here, f"{parameter.name} means something to the protocols.", "Rename it."
            )
        if parameter.name not in self.hints:
            self.problems.add(
                "trebol.E004", here, "it has no annotation.", "Annotate it with a type of the table."
            )

    def check_place(self, found: Described, default: Any, here: str) -> None:
        """Collect a type that cannot stand in a parameter."""
        if isinstance(found.type, d.PageOf):
            self.problems.add("trebol.E011", here, "a page is a result.", "Take a list.")
        if found.maybe and not (self.updating and default is msgspec.UNSET):
            self.problems.add(
                "trebol.E012", here, "only a parameter of update_... may be absent; its default is UNSET.",
                "Make it `... | None = None`, or write `Maybe[...] = UNSET` in an update.",
            )  # fmt: skip

    def default(self, native: Any, default: Any, here: str) -> d.Plain:
        """Return a default as a plain value; one that the parameter's own type refuses is collected."""
        try:
            plain = msgspec.to_builtins(default)
            msgspec.convert(plain, native, dec_hook=hook)
        except (msgspec.ValidationError, TypeError) as error:
            self.problems.add(
                "trebol.E019", here, f"its default {default!r} is refused: {error}.", "Change one."
            )
            return None
        return plain

    def result(self, kind: str, *, paging: bool) -> Described | None:
        """Describe the result."""
        if "return" not in self.hints:
            self.problems.add(
                "trebol.E004", self.where, "its result has no annotation.", "Write `-> ...` (None for none)."
            )
        annotation = self.hints.get("return")
        if annotation in (None, type(None)):
            if kind == "query":
                self.problems.add("trebol.E004", self.where, "a query gives something.", "Give it a result.")
            return None
        found = self.describer.describe(annotation, f"{self.where} result")
        if found.maybe:
            self.problems.add("trebol.E012", self.where, "a result is never absent.", "Make it `... | None`.")
        if isinstance(found.type, d.PageOf) != paging or (paging and kind == "command"):
            self.problems.add(
                "trebol.E011", self.where, "Page[...] and `paging: Paging = FIRST` go together, in a query.",
                "Write both.",
            )  # fmt: skip
        return found


def paging_parameters(problems: Problems) -> tuple[list[d.Field], Natives]:
    """Return the two parameters that ``paging: Paging`` is on every wire."""
    describer = Describer(problems)
    describer.message(Paging, "Paging")
    defaults = {info.name: info.default for info in msgspec.structs.fields(Paging)}
    natives = [(name, Paging.__annotations__[name], default) for name, default in defaults.items()]
    return list(describer.messages["Paging"].fields), natives
