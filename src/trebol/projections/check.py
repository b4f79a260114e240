"""Checks projections at start-up: all that is wrong with all of them, at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import FileField

from trebol.contract import description as d
from trebol.contract.errors import Misuse
from trebol.contract.problems import Problem, Problems
from trebol.projections.declared import Address, Column, Declared, Many, One, Reference, Spec
from trebol.projections.described import Fed
from trebol.projections.fit import misfits
from trebol.projections.order import plain_order
from trebol.projections.projection import Projection
from trebol.projections.relations import to_many, to_one
from trebol.projections.sources import DISAGREES, UNFIT, Unclear, source_of

SILENT = "trebol.E040"
METHODS = ("declared", "visible", "visible_to", "one", "page", "all")


def check_projections(projections: Iterable[type[Projection[Any, Any]]]) -> list[Problem]:
    """Return every problem of these projections: E040, E041 and E042 of ``trebol.contract.problems``."""
    problems = Problems()
    for projection in projections:
        Checker(projection.declared, problems).check(vars(projection))
    return problems.found


class Checker:
    """Checks one projection."""

    def __init__(self, declared: Declared, problems: Problems) -> None:
        self.declared, self.problems = declared, problems

    def check(self, body: Collection[str]) -> None:
        """Check who sees its rows, that all that is said is of the message, and each field."""
        self.visibility()
        self.names(body)
        for fed in self.declared.fields.values():
            try:
                self.field(fed)
            except Unclear as unclear:
                self.add(unclear.id, fed.name, unclear.reason, unclear.mend)

    def add(self, id: str, name: str, reason: str, mend: str) -> None:
        """Add a problem of the projection or one of its fields."""
        self.problems.add(id, f"{self.declared.name}.{name}" if name else self.declared.name, reason, mend)

    def visibility(self) -> None:
        """Check that it says who sees its rows, once."""
        if self.declared.open and self.declared.says:
            self.add(
                SILENT, "", "it has visible(), and says that everyone sees all.", "Take one of them out."
            )
        elif not self.declared.open and not self.declared.says:
            self.add(
                SILENT,
                "",
                "it does not say who may see its rows.",
                "Write the classmethod visible(cls, caller: Caller | None) -> Q, or everyone=True.",
            )

    def names(self, body: Collection[str]) -> None:
        """Check the names it declares; ``body``: those in its class."""
        fields, specs = self.declared.fields, self.declared.specs
        for name in METHODS:
            if name in specs and name in body:
                self.add(DISAGREES, name, "a projection has this itself.", f"Declare the field as {name}_.")
        for name in specs.keys() - fields.keys():
            near = get_close_matches(name, fields, n=1)
            guess = f"Did you mean {near[0]}?" if near else f"It has {', '.join(fields)}."
            self.add(DISAGREES, name, f"{self.declared.message.__name__} has no such field.", guess)

    def field(self, fed: Fed) -> None:
        """Check what feeds a field."""
        spec = self.declared.spec(fed.name)
        if isinstance(spec, Reference) or fed.reference:
            self.reference(fed, spec)
        elif isinstance(spec, Address):
            self.address(fed, spec)
        elif isinstance(spec, Many):
            self.many(fed, spec)
        elif isinstance(spec, One):
            self.one(fed, spec)
        else:
            said = fed.name in self.declared.specs
            for misfit in misfits(fed, source_of(self.declared.model, fed.name, spec, said=said)):
                self.add(UNFIT, fed.name, misfit.reason, misfit.mend)

    def one(self, fed: Fed, spec: One) -> None:
        """Check a to-one relation."""
        try:
            relation = to_one(self.declared.model, spec.path)
        except Misuse as misuse:
            raise Unclear(DISAGREES, str(misuse), "Write the name of a foreign key or one-to-one.") from None
        self.nested(fed.type, fed, spec.to, relation.model)
        if fed.type.nullable:
            return
        if relation.null:
            self.add(
                UNFIT, fed.name, "there can be none, the field cannot be null.", "Annotate it ... | None."
            )
        elif not relation.certain:
            reason = "nothing keeps its key to a row that is there (db_constraint=False)."
            self.add(UNFIT, fed.name, reason, "Annotate it ... | None.")
        if not spec.to.everyone:
            self.add(
                UNFIT,
                fed.name,
                f"{spec.to.name} hides rows from some callers, the field cannot be null.",
                "Annotate it ... | None. Or, where who sees the outer row may see this one, feed it by a "
                "projection with everyone=True.",
            )

    def many(self, fed: Fed, spec: Many) -> None:
        """Check a to-many relation."""
        try:
            relation = to_many(self.declared.model, spec.path)
            plain_order(spec.to.model, spec.ordering)
        except Misuse as misuse:
            mend = "Write the name of a to-many relation, and an order of its rows."
            raise Unclear(DISAGREES, str(misuse), mend) from None
        if not isinstance(fed.type, d.ListOf):
            raise Unclear(DISAGREES, "many() feeds a list.", "Annotate it list[...], or use one(...).")
        self.nested(fed.type.item, fed, spec.to, relation.model)
        most, least = fed.type.constraints.max_length, fed.type.constraints.min_length
        if spec.limit < 1 or (most is not None and spec.limit > most):
            mend = f"Write a limit of 1 to {most}."
            self.add(UNFIT, fed.name, f"limit={spec.limit}, the field takes {most}.", mend)
        if least:
            self.add(UNFIT, fed.name, "there can be fewer rows than min_length.", "Take min_length out.")

    def reference(self, fed: Fed, spec: Spec) -> None:
        """Check a reference: that it is one, and that its column holds the keys of the message."""
        if not isinstance(spec, Reference) or not fed.reference or not isinstance(fed.type, d.MessageRef):
            mend = f"Write {fed.name}: Ref[...] = None in the message, {fed.name} = reference(...) here."
            raise Unclear(DISAGREES, "a reference is fed by reference(), nothing else is.", mend)
        keys = {field.name: field for field in fed.messages[fed.type.name].fields}
        if spec.link.by not in keys:
            raise Unclear(
                DISAGREES, f"{fed.type.name} has no field {spec.link.by!r}.", "Name its key: by=..."
            )
        key = keys[spec.link.by].type
        source = source_of(self.declared.model, fed.name, Column(spec.path), said=True)
        for misfit in misfits(fed._replace(type=key), source._replace(null=False)):
            self.add(UNFIT, fed.name, misfit.reason, misfit.mend)

    def address(self, fed: Fed, spec: Address) -> None:
        """Check the address of a file: that its column has one, and that the field can be null."""
        source = source_of(self.declared.model, fed.name, Column(spec.path), said=True)
        if not isinstance(source.field, FileField):
            reason = f"{spec.path} is a {source.kind}, which has no file."
            raise Unclear(DISAGREES, reason, "Write the name of a FileField, or column(...).")
        if source.field.storage is not default_storage:
            reason = f"{spec.path} keeps its files in a storage of its own, which is not served."
            raise Unclear(DISAGREES, reason, "Leave storage= out, so that it is the default one.")
        if fed.type != d.Scalar(name="str", nullable=True):
            mend = f"Annotate it {fed.name}: str | None."
            self.add(UNFIT, fed.name, "an address is a text, null where there is no file.", mend)

    def nested(self, type: d.Type, fed: Fed, to: Declared, model: Any) -> None:
        """Check that a relation leads to what the inner projection is of."""
        wanted = fed.classes.get(type.name) if isinstance(type, d.MessageRef) else None
        if wanted is not to.message:
            shown = wanted.__name__ if wanted else "no message"
            reason = f"{to.name} gives {to.message.__name__}, the field takes {shown}."
            raise Unclear(DISAGREES, reason, "Use a projection of that message.")
        if model._meta.concrete_model is not to.model._meta.concrete_model:
            reason = f"the relation leads to {model.__name__}, {to.name} reads {to.model.__name__}."
            raise Unclear(DISAGREES, reason, "Use a projection of that model.")
