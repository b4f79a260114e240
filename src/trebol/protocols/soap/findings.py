"""What is wrong with the form of a request: elements and attributes out of place.

The contract judges the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from trebol.contract.collect import MOST
from trebol.contract.violations import Step, Violation
from trebol.protocols.soap.envelope import is_text
from trebol.protocols.soap.vocabulary import NIL, XML, XSI, Element

Where = tuple["Where", Step] | None
"""Where an element stands, as a chain from the inside; spelled out only when something is wrong there."""

TYPE, HREF, ID = f"{{{XSI}}}type", "href", "id"
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


def nothing(element: Element, where: Where, found: Found) -> None:
    """Read a nil element: it is empty (XML Schema part 1 section 3.3.4)."""
    if len(element) or is_text(element.text):
        found.add(where, "value", "either xsi:nil or a content, not both")


def check_attributes(element: Element, where: Where, found: Found, names: tuple[str, ...]) -> bool:
    """Tell whether an element is nil; an attribute that means something else is wrong.

    ``names``: the qualified names that an ``xsi:type`` may say here.
    """
    for attribute in element.keys():  # noqa: SIM118 - an element iterates over its children
        if attribute in (HREF, ID):
            found.add(where, "unknown", f"no {attribute}: literal XML, not multi-reference values")
        elif attribute == TYPE:
            if qualified(element, element.get(TYPE, "")) not in names:
                found.add(where, "type", "no xsi:type, or that of the WSDL")
        elif not attribute.startswith((f"{{{XSI}}}", f"{{{XML}}}")):
            found.add((where, f"@{attribute}"), "unknown", "nothing: there is no such attribute")
    said = element.get(NIL)
    if said is None:
        return False
    if said.strip() not in NIL_VALUES:
        found.add(where, "value", "xsi:nil as true or false")
    return NIL_VALUES.get(said.strip(), False)


def qualified(element: Element, name: str) -> str:
    """Resolve a prefixed name where it stands."""
    prefix, _, local = name.strip().rpartition(":")
    return f"{{{element.nsmap.get(prefix or None, '')}}}{local}"


def unknown_field(child: Element, where: Where, found: Found, names: Mapping[str, str]) -> None:
    """Add an element that is no field; ``names``: those of the fields, by their tag.

    Where only its namespace is wrong, it is at the contract's name: it is not missing as well.
    """
    local = etree.QName(child).localname
    for tag, name in names.items():
        if etree.QName(tag).localname == local:
            found.add((where, name), "unknown", in_namespace(tag))
            return
    found.add((where, local), "unknown", "nothing: there is no such element")


def unknown_item(child: Element, where: Where, found: Found, tag: str) -> None:
    """Add an element that is no item of a list; ``tag``: what an item has."""
    item, name = etree.QName(tag), etree.QName(child)
    expected = (
        in_namespace(tag) if name.localname == item.localname else f"elements named {item.localname} only"
    )
    found.add(where, "unknown", expected)


def in_namespace(tag: str) -> str:
    """Say which namespace an element belongs to."""
    name = etree.QName(tag)
    return f"{name.localname} in the namespace {name.namespace}"
