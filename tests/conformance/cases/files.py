"""Files: base64 in JSON, XML and a document, parts of a form, and bytes in process mean the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.case import Case, Outcome, gives, invalid, quoted, text
from tests.conformance.prints import MOST
from tests.pictures import PIXEL, exif, extended, jpeg, of_camera, png, webp

HANG, SCAN, BIND = "prints.v1.hang_prints", "prints.v1.scan_prints", "prints.v1.bind_prints"
UPDATE = "prints.v1.update_print"
WHOLE = {"png": png(), "jpeg": jpeg(), "webp": webp()}
BARE = {"image/png": png(), "image/jpeg": jpeg(), "image/webp": webp(extended(0), PIXEL)}
"""A camera's picture without what it tells."""
BAD = invalid(("picture", "value"))
WRONG: dict[str, bytes] = {
    "empty": b"",
    "a text": b"not a picture",
    "a page that calls itself one": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "of another kind": b"GIF89a",
    "of a kind that others take": b"%PDF-1.7",
    "a signature only": b"\x89PNG\r\n\x1a\n",
    "too large by one": png(MOST + 1),
    "of a damaged part": png().replace(b"IDAT", b"IDAt"),
    **{f"a {kind} cut off": whole[: len(whole) // 2] for kind, whole in WHOLE.items()},
    **{f"a {kind} without its end": whole[:-1] for kind, whole in WHOLE.items()},
}


def cases() -> Iterator[Case]:
    for kind, whole in WHOLE.items():
        yield Case(f"a {kind}", HANG, {"picture": whole}, arrived(f"image/{kind}", whole))
    for kind, taken in of_camera().items():
        yield Case(f"a camera's {kind}", HANG, {"picture": taken}, arrived(kind, BARE[kind]))
    turned = jpeg(exif(6))
    yield Case("a file as it was sent", SCAN, {"scan": turned}, arrived("image/jpeg", turned))
    yield Case("a document", SCAN, {"scan": b"%PDF-1.7 \xff"}, arrived("application/pdf", b"%PDF-1.7 \xff"))
    yield Case("the largest file", HANG, {"picture": png(MOST)}, arrived("image/png", png(MOST)))
    for what, content in WRONG.items():
        yield Case(f"a file that is {what}", HANG, {"picture": content}, BAD)
    yield Case("a file in no base64", HANG, {"picture": quoted("iVBORw0KGgo")}, BAD)
    yield Case("a file as a text", HANG, {"picture": text("!")}, BAD)
    yield Case("no file", HANG, {"caption": "a"}, invalid(("picture", "missing")))
    yield Case("no file beside another", HANG, {"others": [png()]}, invalid(("picture", "missing")))
    yield from several()
    yield Case("an update without its file", UPDATE, {"print_id": 7, "caption": "a"}, gives("7 stays"))
    yield Case("an update without the file", UPDATE, {"print_id": 7, "picture": None}, gives("7 gone"))
    yield Case("an update of a file", UPDATE, {"print_id": 7, "picture": png(90)}, gives("7 90"))
    yield Case("an update of no file", UPDATE, {"print_id": 7, "picture": b"x"}, BAD)


def several() -> Iterator[Case]:
    """Files in lists and in messages, and everything that is wrong with them at once."""
    three = {"picture": png(), "others": [png(80), jpeg()], "caption": "ñ <&> \U0001f340"}
    sizes = [80, len(jpeg())]
    yield Case(
        "three files", HANG, three, arrived("image/png", png(), others=sizes, caption=three["caption"])
    )
    yield Case(
        "files of which two are wrong", HANG, {"picture": b"GIF89a", "others": [png(), b"x"]},
        invalid(("others[1]", "value"), ("picture", "value")),
    )  # fmt: skip
    yield Case(
        "too many files", HANG, {"picture": png(), "others": [png()] * 3}, invalid(("others", "value"))
    )
    sheets = [{"picture": png(90)}, {"picture": jpeg(), "caption": "b"}]
    yield Case("files in messages", BIND, {"sheets": sheets}, gives([90, len(jpeg())]))
    yield Case(
        "a wrong file in a message", BIND, {"sheets": [{"picture": png()}, {"picture": png()[:40]}]},
        invalid(("sheets[1].picture", "value")),
    )  # fmt: skip


def arrived(kind: str, content: bytes, **more: Any) -> Outcome:
    """What the service tells."""
    return gives({"kind": kind, "content": content, "others": [], "caption": ""} | more)
