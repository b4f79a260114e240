"""What is wrong with the form of a request: elements and attributes out of place.

The contract judges the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

from trebol.contract.collect import MOST
from trebol.contract.violations import Step, Violation
from trebol.protocols.soap.envelope import spelled
from trebol.protocols.soap.request import Node
from trebol.protocols.soap.vocabulary import XML, XSI, local_name, qualified

Where = tuple["Where", Step] | None
"""Where an element stands, as a chain from the inside; spelled out only when something is wrong there."""

NIL, TYPE = qualified(XSI, "nil"), qualified(XSI, "type")
HREF, ID = "href", "id"
TOLERATED = (qualified(XSI, ""), qualified(XML, ""))
NIL_VALUES = {"true": True, "1": True, "false": False, "0": False}


class Found(list[Violation]):
    """What is wrong so far; it stops growing at ``MOST``."""

    def add(self, where: Where, reason: str, expected: str) -> None:
        """Add one."""
        if len(self) < MOST:
            self.append(Violation(steps_of(where), reason, expected))


def steps_of(where: Where) -> tuple[Step, ...]:
    """Spell a place out."""
    steps: list[Step] = []
    while where is not None:
        where, step = where
        steps.append(step)
    return tuple(reversed(steps))


def check_attributes(element: Node, where: Where, found: Found, names: tuple[str, ...]) -> bool:
    """Tell whether an element is nil, and so empty; an attribute that means something else is wrong.

    ``names``: the qualified names that an ``xsi:type`` may say here.
    """
    for name in element.attributes[::2]:
        if name in (HREF, ID):
            found.add(where, "unknown", f"no {name}: literal XML, not multi-reference values")
        elif name == TYPE:
            if type_of(element) not in names:
                found.add(where, "type", "no xsi:type, or that of the WSDL")
        elif not name.startswith(TOLERATED):
            found.add((where, f"@{spelled(name)}"), "unknown", "nothing: there is no such attribute")
    said = element.get(NIL, "false").strip()
    if said not in NIL_VALUES:
        found.add(where, "value", "xsi:nil as true or false")
    nil = NIL_VALUES.get(said, False)
    if nil and (element.children or element.text.strip()):
        found.add(where, "value", "either xsi:nil or a content, not both")
    return nil


def type_of(element: Node) -> str:
    """Return the qualified name that an ``xsi:type`` says."""
    prefix, _, local = element.get(TYPE).strip().rpartition(":")
    return qualified(element.namespace_of(prefix or None), local)


def unknown_field(child: Node, where: Where, found: Found, names: Mapping[str, str]) -> None:
    """Add an element that is no field; ``names``: those of the fields, by their tag.

    Where only its namespace is wrong, it is at the contract's name: it is not missing as well.
    """
    local = local_name(child.tag)
    for tag, name in names.items():
        if local_name(tag) == local:
            found.add((where, name), "unknown", in_namespace(tag))
            return
    found.add((where, local), "unknown", "nothing: there is no such element")


def unknown_item(child: Node, where: Where, found: Found, tag: str) -> None:
    """Add an element that is no item of a list; ``tag``: what an item has."""
    same = local_name(child.tag) == local_name(tag)
    found.add(where, "unknown", in_namespace(tag) if same else f"elements named {local_name(tag)} only")


def in_namespace(tag: str) -> str:
    """Say which namespace an element belongs to."""
    namespace, _, local = tag.rpartition("}")
    return f"{local} in the namespace {namespace}"
