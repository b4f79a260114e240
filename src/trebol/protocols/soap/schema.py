"""The XML Schema of one version of a service: its requests, responses, faults and the types they reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from lxml import etree

from trebol.contract.code import Code
from trebol.contract.description import (
    Constraints,
    EnumRef,
    FaultType,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    Operation,
    PageOf,
    Scalar,
    ScalarName,
    Service,
    Type,
    UnionRef,
)  # fmt: skip
from trebol.contract.references import INCLUDE, References
from trebol.protocols.soap.facets import NARROWING, facets_of, unsaid
from trebol.protocols.soap.text import not_carried
from trebol.protocols.soap.types import BUILT_IN, NARROWED
from trebol.protocols.soap.vocabulary import (
    AFTER,
    ENTRY,
    ITEMS,
    KEY,
    RESULT,
    VALUE,
    XSD,
    Element,
    element_name,
    item_name,
    member_name,
)  # fmt: skip

TEXT = Scalar(name="str")


def published(service: Service) -> list[Operation]:
    """Return the operations that SOAP publishes."""
    return [operation for operation in service.operations if "soap" not in operation.withheld]


def schema_of(service: Service) -> Element:
    """Build the schema. Equal contracts give equal schemas."""
    writer = SchemaWriter(service)
    for operation in published(service):
        writer.request(operation)
        writer.response(operation)
    for name in dict.fromkeys(name for operation in published(service) for name in operation.raises):
        writer.fault(service.faults[name])
    writer.refusals()
    writer.types()
    return writer.schema


class SchemaWriter:
    """Writes the parts of a schema; the named types that are asked for are collected and written last."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.schema = etree.Element(
            xs("schema"), {"targetNamespace": service.namespace, "elementFormDefault": "qualified"},
            nsmap={"xs": XSD, "tns": service.namespace},
        )  # fmt: skip
        self.wanted: dict[str, Type] = {}
        self.narrowed: set[ScalarName] = set()

    # --- global elements

    def request(self, operation: Operation) -> None:
        """Write the request element of an operation."""
        sequence = self.record(operation.element, operation.doc)
        self.fields(sequence, operation.parameters)
        if names := References(self.service, element_name).names_in(operation.result):
            words = ["References that the result is to have, a dot goes inwards:", f"{', '.join(names)}."]
            self.element(sequence, INCLUDE, ListOf(item=TEXT), words, optional=True)

    def response(self, operation: Operation) -> None:
        """Write the response element: one child, or none where there is no result."""
        sequence = self.record(f"{operation.element}Response", "")
        if operation.result is not None:
            self.element(sequence, RESULT, operation.result)

    def fault(self, fault: FaultType) -> None:
        """Write the detail element of a declared fault."""
        sequence = self.record(fault.name, fault.doc)
        self.code(sequence, (fault.code,))
        self.element(sequence, "message", TEXT)
        self.fields(sequence, fault.fields)

    def refusals(self) -> None:
        """Write the detail elements of what Trébol itself refuses: they are the same in every service."""
        sequence = self.record("Error", "Why the request was refused, where it is no declared fault.")
        self.code(sequence, tuple(Code))
        self.element(sequence, "message", TEXT)
        sequence = self.record("Violations", "Everything that is wrong with the input.")
        violation = etree.SubElement(
            sequence, xs("element"), {"name": "violation", "maxOccurs": "unbounded", "type": "tns:Violation"}
        )
        document(violation, "One thing that is wrong.")

    def record(self, name: str, doc: str) -> Element:
        """Write a global element of a sequence, and return the sequence."""
        element = etree.SubElement(self.schema, xs("element"), {"name": name})
        document(element, doc)
        return etree.SubElement(etree.SubElement(element, xs("complexType")), xs("sequence"))

    def code(self, sequence: Element, codes: Iterable[Code]) -> None:
        """Write the element of a code."""
        element = etree.SubElement(sequence, xs("element"), {"name": "code"})
        enumerated(etree.SubElement(element, xs("simpleType")), [code.value for code in codes])

    # --- elements of a type

    def fields(self, sequence: Element, fields: Iterable[Field]) -> None:
        """Write the elements of fields or parameters."""
        for field in fields:
            words = [field.doc, *absent(field)]
            self.element(sequence, element_name(field.name), field.type, words, optional=not field.required)

    def element(
        self, parent: Element, name: str, type: Type, words: Sequence[str] = (), *, optional: bool = False
    ) -> Element:
        """Write an element of a type."""
        element = etree.SubElement(parent, xs("element"), {"name": name})
        if optional:
            element.set("minOccurs", "0")
        if type.nullable:
            element.set("nillable", "true")
        more = list(unsaid(type)) if isinstance(type, Scalar) else []
        document(element, " ".join(word for word in [*words, *more] if word))
        match type:
            case Scalar():
                self.scalar(element, type)
            case ListOf(item=item, constraints=constraints):
                self.occurring(self.element(inside(element), item_name(item), item), constraints)
            case MapOf(value=value, constraints=constraints):
                entry = etree.SubElement(inside(element), xs("element"), {"name": ENTRY})
                self.occurring(entry, constraints)
                sequence = inside(entry)
                self.element(sequence, KEY, TEXT)
                self.element(sequence, VALUE, value)
            case _:
                element.set("type", f"tns:{self.named(type)}")
        return element

    def occurring(self, element: Element, constraints: Constraints) -> None:
        """Say how often an item or entry stands."""
        element.set("minOccurs", str(constraints.min_length or 0))
        element.set(
            "maxOccurs", "unbounded" if constraints.max_length is None else str(constraints.max_length)
        )

    def scalar(self, element: Element, scalar: Scalar) -> None:
        """Say an element's simple type, narrowed in place where it has facets."""
        if scalar.name in NARROWED:
            self.narrowed.add(scalar.name)
        base = f"tns:{NARROWED[scalar.name]}" if scalar.name in NARROWED else f"xs:{BUILT_IN[scalar.name]}"
        facets = list(facets_of(scalar))
        if not facets:
            element.set("type", base)
            return
        restricted(etree.SubElement(element, xs("simpleType")), base, facets)

    def named(self, type: Type) -> str:
        """Ask for a named type."""
        match type:
            case PageOf(item=item):
                name = f"{item.name}Page"
            case MessageRef() | EnumRef() | UnionRef():
                name = type.name
            case _:
                raise TypeError(f"{type} has no name")
        self.wanted.setdefault(name, type)
        return name

    # --- global types

    def types(self) -> None:
        """Write the types that were asked for, and those they ask for, in order of name."""
        written: dict[str, Element] = {"Violation": self.violation()}
        while missing := sorted(self.wanted.keys() - written.keys()):
            for name in missing:
                written[name] = self.type(name, self.wanted[name])
        for scalar in sorted(self.narrowed):
            written[NARROWED[scalar]] = narrowed(scalar)
        self.schema.extend(written[name] for name in sorted(written))

    def type(self, name: str, type: Type) -> Element:
        """Write a named type."""
        match type:
            case EnumRef():
                element = etree.Element(xs("simpleType"), {"name": name})
                document(element, self.service.enums[name].doc)
                enumerated(element, self.service.enums[name].values)
                return element
            case UnionRef(members=members):
                element = etree.Element(xs("complexType"), {"name": name})
                choice = etree.SubElement(element, xs("choice"))
                for member in members:
                    self.element(choice, member_name(member), MessageRef(name=member))
                return element
        element = etree.Element(xs("complexType"), {"name": name})
        if isinstance(type, PageOf):
            document(element, "One page. There are more while after is not nil: send it as after.")
            sequence = etree.SubElement(element, xs("sequence"))
            self.element(sequence, ITEMS, ListOf(item=type.item))
            self.element(sequence, AFTER, msgspec.structs.replace(TEXT, nullable=True))
        else:
            message = self.service.messages[name]
            document(element, message.doc)
            self.fields(etree.SubElement(element, xs("sequence")), message.fields)
        return element

    def violation(self) -> Element:
        """Write the type of one violation."""
        element = etree.Element(xs("complexType"), {"name": "Violation"})
        sequence = etree.SubElement(element, xs("sequence"))
        for name, doc in (
            ("path", "Where, by the contract's names; empty for the request as a whole."),
            ("wirePath", "Where, as an XPath from inside the request element, without prefixes."),
            ("reason", "missing, unknown, type, value, null, duplicate or syntax."),
            ("expected", "What should be there."),
        ):
            self.element(sequence, name, TEXT, [doc])
        return element


def xs(name: str) -> str:
    """The tag of an element of XML Schema."""
    return f"{{{XSD}}}{name}"


def inside(element: Element) -> Element:
    """Give an element a type of its own, and return its sequence."""
    return etree.SubElement(etree.SubElement(element, xs("complexType")), xs("sequence"))


def document(element: Element, text: str) -> None:
    """Say what an element or a type is for."""
    if text:
        annotation = etree.SubElement(element, xs("annotation"))
        words: Element = etree.SubElement(annotation, xs("documentation"))
        words.text = not_carried.sub("", text)


def restricted(simple: Element, base: str, facets: Iterable[tuple[str, str]]) -> None:
    """Write a restriction of a simple type."""
    restriction = etree.SubElement(simple, xs("restriction"), {"base": base})
    for name, value in facets:
        etree.SubElement(restriction, xs(name), {"value": value})


def enumerated(simple: Element, values: Iterable[str]) -> None:
    """Write a restriction to a closed list of texts."""
    restricted(simple, "xs:string", [("enumeration", value) for value in values])


def narrowed(scalar: ScalarName) -> Element:
    """Write the type that narrows a built-in one to the contract's grammar."""
    simple = etree.Element(xs("simpleType"), {"name": NARROWED[scalar]})
    restricted(simple, f"xs:{BUILT_IN[scalar]}", [("pattern", NARROWING[scalar])])
    return simple


def absent(field: Field) -> list[str]:
    """Say what leaving an element out means."""
    if field.required:
        return []
    if field.reference:
        return ["Of another service: only in a result, where include names it; nil where it is not shown."]
    if field.maybe:
        return ["Left out, it stays as it is."]
    return [f"Left out, it is {msgspec.json.encode(field.default).decode()}."]
