"""JPEG (ITU-T T.81, annex B): markers, each with its segment; after a scan's, the scan itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trebol.contract.pictures.exif import PREFIX, UPRIGHT, orientation_of, turned
from trebol.contract.pictures.parts import BrokenPicture, counted, taken

START, END, SCAN = b"\xff\xd8", 0xD9, 0xDA
BARE = {0x01, END, *range(0xD0, 0xD8)}
"""Markers without a segment."""
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
APPLICATIONS, COMMENT = range(0xE0, 0xF0), 0xFE
EXIF = 0xE1
KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""What applications add and a viewer draws with: by the marker, how it begins."""
NEXT = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""The end of a scan: any marker but those inside it."""


def without_metadata(content: bytes) -> bytes:
    """Return a JPEG without metadata, colour profile and orientation excepted; ``BrokenPicture``."""
    kept: list[bytes] = []
    orientation, seen = UPRIGHT, set[int]()
    for marker, segment, scan in counted(segments(content)):
        seen.add(marker)
        if marker == EXIF and segment[4:].startswith(PREFIX):
            orientation = orientation_of(segment[4:])
        if is_drawn(marker, segment):
            kept += (segment, scan)
    if SCAN not in seen or seen.isdisjoint(FRAMES):
        raise BrokenPicture("no picture inside")
    if orientation != UPRIGHT:
        at = 2 if kept[0][1] == 0xE0 else 0  # JFIF comes first
        kept.insert(at, exif_segment(orientation))
    return START + b"".join(kept)


def is_drawn(marker: int, segment: bytes) -> bool:
    """Tell whether a viewer needs a segment."""
    if marker in APPLICATIONS:
        return marker in KEPT and segment[4:].startswith(KEPT[marker])
    return marker != COMMENT


def exif_segment(orientation: int) -> bytes:
    """Write a segment that says how the picture is turned."""
    body = PREFIX + turned(orientation)
    return bytes((0xFF, EXIF)) + (len(body) + 2).to_bytes(2, "big") + body


def segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Give the segments up to the end of the picture: marker, segment with its marker, the scan behind it."""
    at = len(START)
    while True:
        if taken(content, at, 1) != b"\xff":
            raise BrokenPicture("no marker where one is due")
        while taken(content, at + 1, 1) == b"\xff":  # filling
            at += 1
        marker = content[at + 1]
        length = 0 if marker in BARE else int.from_bytes(taken(content, at + 2, 2), "big")
        segment = taken(content, at, 2 + length)
        at += len(segment)
        if marker == END:
            yield marker, segment, b""
            return
        scan = b""
        if marker == SCAN:
            found = NEXT.search(content, at)
            if found is None:
                raise BrokenPicture("the end is missing")
            scan, at = content[at : found.start()], found.start()
        yield marker, segment, scan
