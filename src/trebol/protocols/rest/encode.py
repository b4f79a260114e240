"""From a result to a REST response."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import msgspec
from django.http import HttpRequest, HttpResponse

from trebol.contract.compile import Compiled
from trebol.contract.description import MessageRef, Operation, Service
from trebol.contract.json_text import carries_only_xml
from trebol.contract.selection import Selection, whole
from trebol.contract.values import text_of
from trebol.protocols.rest.decode import pairs_of
from trebol.runtime.building import Builder, Pick, Spelling, Tree, compile_builder, picks_of
from trebol.runtime.result import Result

SPELLING = Spelling()
REMEMBERED = 256
Choice = tuple[str, str]
"""The ``fields`` and the ``include`` parameter."""
encode_json = msgspec.json.Encoder().encode


class Asked(msgspec.Struct, frozen=True):
    """What a request asks for: ``selection`` is read, ``shown`` is written (None: all of it, as it is)."""

    selection: Selection | None
    shown: Selection | None


class Encoder:
    """Encodes the results of one operation. ``located``: its creates have a ``Location``."""

    def __init__(self, compiled: Compiled, base: str) -> None:
        self.operation, self.service, self.base = compiled.operation, compiled.service, base
        self.status = (
            204 if self.operation.result is None else 201 if self.operation.shape == "create" else 200
        )
        self.location = (
            location_of(compiled.service, compiled.operation, base) if self.status == 201 else None
        )
        everything = whole(self.service, self.operation.result)
        refers = any(
            field.reference for message in self.service.messages.values() for field in message.fields
        )
        self.whole = Asked(everything, everything if refers else None)
        self.builders: dict[tuple[Choice, bool], Builder] = {}

    def asked(self, shown: Selection) -> Asked:
        """Return what to read for what is to be shown: the key of a ``Location`` is read too."""
        if self.location is None or self.location.field in shown:
            return Asked(shown, shown)
        return Asked({**shown, self.location.field: None}, shown)

    def response(
        self, request: HttpRequest, result: Result, asked: Asked, choice: tuple[str, str]
    ) -> HttpResponse:
        """Answer with a result; ``ValueError`` for a text or number that no wire can carry."""
        if self.status == 204:
            response = HttpResponse(status=204)
            del response.headers["Content-Type"]
            return response
        raw = result.raw
        if raw is None or asked.shown is not None:
            raw = encode_json(self.builder(result, asked, choice)(result.value))
            if (b"\\" in raw or b"\xef" in raw) and not carries_only_xml(raw):
                raise ValueError("a text of the result has a character that XML 1.0 cannot carry")
        response = HttpResponse(raw, status=self.status, content_type="application/json")
        if self.location is not None:
            response.headers["Location"] = self.location.url(result)
        if self.operation.paging and self.operation.method == "GET" and result.value.after is not None:
            response.headers["Link"] = next_link(request, result.value.after)
        return response

    def builder(self, result: Result, asked: Asked, choice: Choice) -> Builder:
        """Return the compiled builder for a choice of fields."""
        key = (choice, result.layout is None)
        found = self.builders.get(key)
        if found is None:
            if len(self.builders) >= REMEMBERED:
                self.builders.clear()
            shown = asked.selection if asked.shown is None else asked.shown
            found = self.builders[key] = self.compiled(shown, result)
        return found

    def compiled(self, shown: Selection | None, result: Result) -> Builder:
        """Compile a builder."""
        assert self.operation.result is not None
        tree: Tree | None = picks_of(self.service, self.operation.result, shown)
        if self.operation.paging:
            tree = (Pick("items", "items", tree), Pick("after", "after"))
        return compile_builder(self.service, self.operation.result, tree, result.layout, SPELLING)


class Location(msgspec.Struct, frozen=True):
    """How the address of what was created is made: the path of its get, and the field that is the key."""

    before: str
    after: str
    field: str

    def url(self, result: Result) -> str:
        """Write the address (RFC 9110 section 10.2.2)."""
        if result.layout is None:
            key = getattr(result.value, self.field)
        else:
            key = result.value[list(result.layout).index(self.field)]
        return self.before + quote(key if type(key) is str else text_of(key), safe="") + self.after


def location_of(service: Service, created: Operation, base: str) -> Location | None:
    """Find how to address what a create gives; None where there is no get for it."""
    gets = [operation for operation in service.operations if operation.shape == "get"]
    if not gets or not isinstance(created.result, MessageRef):
        return None
    key = gets[0].key or ""
    fields = {field.name for field in service.messages[created.result.name].fields}
    for name in (key, key.removeprefix(f"{service.noun}_")):
        if name in fields:
            before, _, after = gets[0].path.partition(f"{{{key}}}")
            return Location(base + before, after, name)
    return None


def next_link(request: HttpRequest, after: str) -> str:
    """Write the link to the next page (RFC 8288)."""
    query = [(name, text) for name, text in pairs_of(request.META.get("QUERY_STRING", "")) if name != "after"]
    return f'<{request.path}?{urlencode([*query, ("after", after)])}>; rel="next"'
