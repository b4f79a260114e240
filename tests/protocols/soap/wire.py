"""Values to XML and back, written a second time, plainly: what the code under test is held to."""

from __future__ import annotations

from typing import Any

from lxml import etree

from trebol.contract.description import (
    EnumRef,
    Field,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    Service,
    Type,
    UnionRef,
)

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def small(name: str) -> str:
    return name[0].lower() + name[1:]


class Wire:
    """Writes and reads the XML of one service's values, given as JSON has them."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def sub(self, parent: Any, name: str) -> Any:
        return etree.SubElement(parent, f"{{{self.service.namespace}}}{name}")

    def request(self, element: str, fields: tuple[Field, ...], plain: dict[str, Any]) -> str:
        root = etree.Element(f"{{{self.service.namespace}}}{element}")
        self.write_fields(root, fields, plain)
        return etree.tostring(root, encoding="unicode")

    def write_fields(self, parent: Any, fields: tuple[Field, ...], plain: dict[str, Any]) -> None:
        for field in fields:
            if field.name in plain:
                self.write(self.sub(parent, camel(field.name)), field.type, plain[field.name])

    def write(self, element: Any, type: Type, plain: Any) -> None:
        if plain is None:
            element.set(NIL, "true")
            return
        match type:
            case Scalar() | EnumRef():
                element.text = (
                    {True: "true", False: "false"}[plain] if isinstance(plain, bool) else str(plain)
                )
            case MessageRef(name=name):
                self.write_fields(element, self.service.messages[name].fields, plain)
            case UnionRef():
                inside = {key: value for key, value in plain.items() if key != "type"}
                member = self.sub(element, small(plain["type"]))
                self.write_fields(member, self.service.messages[plain["type"]].fields, inside)
            case ListOf(item=item):
                name = small(item.name) if isinstance(item, MessageRef) else "item"
                for value in plain:
                    self.write(self.sub(element, name), item, value)
            case MapOf(value=value_type):
                for key, value in plain.items():
                    entry = self.sub(element, "entry")
                    self.sub(entry, "key").text = key
                    self.write(self.sub(entry, "value"), value_type, value)

    def read(self, element: Any, type: Type) -> Any:
        if element.get(NIL) == "true":
            assert type.nullable
            return None
        text = element.text or ""
        match type:
            case Scalar(name="bool"):
                return {"true": True, "false": False}[text]
            case Scalar(name="int" | "int64"):
                return int(text)
            case Scalar(name="float"):
                return float(text)
            case Scalar() | EnumRef():
                return text
            case MessageRef(name=name):
                return self.read_fields(element, self.service.messages[name].fields)
            case UnionRef(members=members):
                (member,) = element
                (name,) = [name for name in members if small(name) == etree.QName(member).localname]
                return {"type": name} | self.read_fields(member, self.service.messages[name].fields)
            case ListOf(item=item):
                return [self.read(child, item) for child in element]
            case MapOf(value=value):
                return {key.text or "": self.read(child, value) for key, child in element}
            case PageOf(item=item):
                items, after = element
                return {"items": [self.read(child, item) for child in items], "after": after.text}

    def read_fields(self, element: Any, fields: tuple[Field, ...]) -> dict[str, Any]:
        assert [etree.QName(child).localname for child in element] == [camel(field.name) for field in fields]
        return {
            field.name: self.read(child, field.type) for field, child in zip(fields, element, strict=True)
        }
