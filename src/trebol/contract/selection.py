"""What a consumer asks for of a result, by the contract's names."""

from __future__ import annotations

from collections.abc import Mapping

from trebol.contract.description import ListOf, MapOf, MessageRef, PageOf, Service, Type, UnionRef

Selection = Mapping[str, "Selection | None"]
"""Fields asked for, in order, each with the selection inside it (None: it has no fields of its own).

For a page it is the selection of one item. For a union it maps the member's message name to its selection.
"""


def whole(service: Service, type: Type | None) -> Selection | None:
    """Select everything a type has but its references; None where there is nothing to choose."""
    match type:
        case MessageRef(name=name):
            return {f.name: whole(service, f.type) for f in service.messages[name].fields if not f.reference}
        case UnionRef(members=members):
            return {m: whole(service, MessageRef(name=m)) for m in members}
        case ListOf(item=item) | PageOf(item=item):
            return whole(service, item)
        case MapOf(value=value):
            return whole(service, value)
    return None
