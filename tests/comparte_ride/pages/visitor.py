"""A person with a browser without JavaScript; every page that they are shown is judged as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.test import Client

VOID_OF_LABELS = {"hidden", "submit"}


class Shown:
    """A page that was shown: its status, its text, its elements."""

    def __init__(self, response: Any) -> None:
        self.status, self.response = response.status_code, response
        self.address = response.request["PATH_INFO"]
        self.text = response.content.decode()
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: Element = parser.parse(self.text)

    def all(self, path: str) -> list[Element]:
        return list(self.root.iterfind(f".//{path}"))

    def form(self, action: str = "") -> Element:
        """The form of the main part that posts to `action`; by default to the page itself."""
        forms = [f for f in self.all("main//form") if f.get("method") == "post"]
        found = [f for f in forms if f.get("action", "") in (action, action or self.address)]
        assert len(found) == 1, f"{len(found)} forms post to {action or 'the page itself'}"
        return found[0]

    def errors(self) -> dict[str, str]:
        """What stands beside the fields, by the field's name."""
        said = {}
        for control in controls(self.root):
            described = (control.get("aria-describedby") or "").split()
            texts = [
                "".join(e.itertext()) for e in self.root.iter() if e.get("id") in described and is_error(e)
            ]
            if texts:
                assert control.get("aria-invalid") == "true"
                said[control.get("name", "")] = " ".join(texts).strip()
        return said

    def alert(self) -> str:
        """What the summary of errors says; empty where there is none."""
        alerts = [e for e in self.root.iter() if e.get("role") == "alert"]
        return " ".join("".join(alert.itertext()) for alert in alerts)

    def notice(self) -> str:
        notices = [e for e in self.root.iter() if e.get("id") == "notices"]
        return "".join(notices[0].itertext())


class Visitor:
    """Opens pages and sends their forms, as they stand in the page."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.client = Client(enforce_csrf_checks=True, headers={"accept-language": language})

    def opens(self, address: str, expected: int = 200) -> Shown:
        return self.seen(self.client.get(address, follow=True), expected)

    def sends(
        self,
        address: str,
        fields: dict[str, Any] | None = None,
        *,
        expected: int = 200,
        action: str = "",
    ) -> Shown:
        """Open a page and send a form of it: what it holds, with `fields` typed in."""
        shown = self.opens(address)
        form = shown.form(action)
        typed = filled(form) | (fields or {})
        response = self.client.post(form.get("action") or address, typed, follow=True)
        return self.seen(response, expected)

    def seen(self, response: Any, expected: int) -> Shown:
        shown = Shown(response)
        assert shown.status == expected, (shown.status, shown.alert(), shown.errors())
        assert list(faults_of(shown)) == []
        assert shown.root.get("lang") == self.language
        return shown


def controls(root: Element) -> Iterator[Element]:
    """What a person types or chooses in."""
    for element in root.iter():
        if element.tag in ("input", "select", "textarea") and element.get("type") not in VOID_OF_LABELS:
            yield element


def is_error(element: Element) -> bool:
    return "errors" in (element.get("class") or "").split()


def filled(form: Element) -> dict[str, str]:
    """What a browser sends of a form that nobody typed in."""
    sent = {}
    for element in form.iter():
        name = element.get("name")
        if not name:
            continue
        if element.tag == "textarea":
            sent[name] = "".join(element.itertext()).removeprefix("\n")
        elif element.tag == "select":
            chosen = [o for o in element.iter("option") if o.get("selected") is not None]
            sent[name] = (chosen or list(element.iter("option")))[0].get("value", "")
        elif element.tag == "input" and element.get("type") in ("checkbox", "radio"):
            if element.get("checked") is not None:
                sent[name] = element.get("value", "on")
        elif element.tag == "input" and element.get("type") != "file":
            sent[name] = element.get("value", "")
    return sent


def faults_of(shown: Shown) -> Iterator[str]:
    """What is wrong with a page, whatever it is about."""
    root, headers = shown.root, shown.response.headers
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    yield from (f"the id {name} is there twice" for name in set(ids) if ids.count(name) > 1)
    labels = {e.get("for") for e in root.iter("label")}
    for control in controls(root):
        if not (control.get("id") in labels or control.get("aria-label")):
            yield f"nothing labels {control.get('name')}"
        missing = set((control.get("aria-describedby") or "").split()) - set(ids)
        yield from (f"{control.get('name')} is described by {name}, which is not there" for name in missing)
    if [e.tag for e in root.iter("main")] != ["main"] or len(list(root.iter("h1"))) != 1:
        yield "there is not one main part with one heading"
    if any(e.get("style") or e.tag == "style" for e in root.iter()):
        yield "a style is written inside the page"
    if any("".join(e.itertext()).strip() for e in root.iter("script")):
        yield "a script is written inside the page"
    yield from (f"{k} runs a script" for e in root.iter() for k in e.attrib if k.startswith("on"))
    yield from (f"{e.tag} without alt" for e in root.iter("img") if e.get("alt") is None)
    outside = [v for e in root.iter() for k, v in e.items() if k in ("src", "srcset") and "//" in v]
    yield from (f"{address} is asked of another origin" for address in outside)
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"the policy is {policy!r}"
    if "no-store" not in headers.get("Cache-Control", ""):
        yield "others may keep the page"
