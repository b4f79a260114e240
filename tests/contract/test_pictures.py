"""Pictures are whole, and tell nothing of where and when they were taken; what is drawn stays to the bit."""

from __future__ import annotations

import random
import struct
import time
from collections.abc import Callable

import pytest

from tests.pictures import (
    GPS,
    PIXEL,
    chunk,
    exif,
    extended,
    jpeg,
    of_camera,
    png,
    riff,
    segment,
    tiff,
    webp,
)
from trebol.contract.description import Constraints
from trebol.contract.media import FILTERS, Media, media_type_of, read_media
from trebol.contract.pictures.exif import orientation_of
from trebol.contract.pictures.parts import BrokenPicture

TURNED = 6
BARE = {"image/jpeg": jpeg(), "image/png": png(), "image/webp": webp(extended(0), PIXEL)}
types = pytest.mark.parametrize("media_type", FILTERS)


def read(content: bytes) -> bytes:
    return FILTERS[media_type_of(content) or ""](content)


@types
def test_what_a_camera_adds_is_gone_and_nothing_else(media_type: str) -> None:
    taken = of_camera()[media_type]
    assert GPS in taken
    assert read(taken) == BARE[media_type]


@types
def test_a_picture_without_metadata_stays_as_it_is(media_type: str) -> None:
    assert read(BARE[media_type]) == BARE[media_type]


@pytest.mark.parametrize(
    "content",
    [
        jpeg(exif(TURNED)),
        jpeg(exif(TURNED, endian="<"), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + GPS)),
        png(0, chunk(b"eXIf", tiff(TURNED))),
        webp(extended(0x08), PIXEL, riff(b"EXIF", tiff(TURNED))),
        webp(extended(0x08), PIXEL, riff(b"EXIF", b"Exif\0\0" + tiff(TURNED, endian="<"))),
    ],
)
def test_how_it_is_turned_stays(content: bytes) -> None:
    once = read(content)
    assert GPS not in once
    assert len(once) < len(content)
    assert struct.pack(">HHIH", 0x0112, 3, 1, TURNED) in once
    assert read(once) == once


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (tiff(8), 8), (tiff(3, endian="<"), 3), (tiff(), 1), (tiff(0), 1), (tiff(9), 1), (b"", 1),
        (b"MM\0*", 1),
        (tiff(6)[:19], 1), (b"MM\0*" + struct.pack(">I", 2**32 - 1), 1), (b"II*\0" + b"\xff" * 40, 1),
    ],
)  # fmt: skip
def test_exif_that_is_damaged_says_nothing(said: bytes, found: int) -> None:
    assert orientation_of(said) == found


@pytest.mark.parametrize(
    ("content", "stays", "goes"),
    [
        (jpeg(segment(0xE2, b"ICC_PROFILE\0\x01\x01p"), segment(0xE2, b"MPF\0" + GPS)), b"ICC_PROFILE", GPS),
        (jpeg(segment(0xEE, b"Adobe\0d\0\0\0\0\0"), segment(0xFE, GPS)), b"Adobe", GPS),
        (jpeg(segment(0xED, b"Photoshop 3.0\0" + GPS), segment(0xE0, b"JFXX\0thumb")), b"JFIF", b"JFXX"),
        (jpeg(b"\xff\xff" + segment(0xFE, GPS)), b"JFIF", GPS),
        (png(0, chunk(b"iCCP", b"p\0\0x"), chunk(b"tIME", b"\x07\xea\1\1\1\1\1")), b"iCCP", b"tIME"),
        (png(0, chunk(b"pHYs", b"\0" * 9), chunk(b"prVt", GPS)), b"pHYs", GPS),
        (png() + GPS, b"IEND", GPS),
        (webp(extended(0x2C), riff(b"ICCP", b"p"), PIXEL, riff(b"XMP ", GPS)), b"ICCP", b"XMP "),
        (webp() + GPS, b"VP8L", GPS),
    ],
)
def test_what_is_drawn_with_stays(content: bytes, stays: bytes, goes: bytes) -> None:
    once = read(content)
    assert stays in once
    assert goes not in once
    assert read(once) == once


@types
def test_every_picture_that_is_cut_off_is_broken(media_type: str) -> None:
    whole = BARE[media_type]
    for length in range(12, len(whole)):
        with pytest.raises(BrokenPicture):
            FILTERS[media_type](whole[:length])


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xd9",
        jpeg().replace(b"\xff\xc0", b"\xff\xc4"),
        b"\xff\xd8" + segment(0xC0, b"\0" * 9) + b"\xff\xd9",
        b"\xff\xd8\xff\xe0\0\0" + jpeg()[2:],
        jpeg()[:20] + b"x" + jpeg()[20:],
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b"") + chunk(b"IHDR", b"\0" * 13) + chunk(b"IEND", b""),
        png().replace(b"IDAT", b"JDAT"),
        png()[:-30] + b"\0" + png()[-29:],
        webp(riff(b"EXIF", tiff(6))),
        webp(riff(b"VP8X", b""), PIXEL),
    ],
)
def test_what_only_begins_like_a_picture_is_broken(content: bytes) -> None:
    with pytest.raises(BrokenPicture):
        read(content)


@types
def test_whatever_is_changed_is_read_or_broken_and_read_the_same_again(media_type: str) -> None:
    dice = random.Random(2016)
    source = of_camera()[media_type]
    for _ in range(2000):
        damaged = bytearray(source)
        for _ in range(dice.randint(1, 4)):
            damaged[dice.randrange(12, len(damaged))] = dice.choice((0, 0xFF, 0xD9, dice.randrange(256)))
        try:
            once = FILTERS[media_type](bytes(damaged))
        except BrokenPicture:
            continue
        assert FILTERS[media_type](once) == once


@pytest.mark.parametrize(
    "many",
    [
        lambda count: jpeg(segment(0xFE, b"") * count),
        lambda count: png(0, chunk(b"tEXt", b"") * count),
        lambda count: webp(riff(b"XMP ", b"") * count, PIXEL),
    ],
)
def test_more_parts_than_any_picture_has_are_refused_at_once(many: Callable[[int], bytes]) -> None:
    content = many(300_000)
    start = time.perf_counter()
    with pytest.raises(BrokenPicture):
        read(content)
    assert time.perf_counter() - start < 1


def test_a_large_picture_takes_little_time() -> None:
    noise = random.Random(1).randbytes(8_000_000).replace(b"\xff", b"\xff\0")
    content = jpeg(exif(1)).replace(b"\x2b\xff\x00", b"\x2b" + noise + b"\xff\x00")
    start = time.perf_counter()
    assert len(read(content)) > 8_000_000
    assert time.perf_counter() - start < 1


def test_a_file_is_read_as_it_was_sent_where_the_contract_says_so() -> None:
    taken = of_camera()["image/jpeg"]
    as_sent = Constraints(media=("image/jpeg", "application/pdf"), as_sent=True)
    assert read_media(taken, as_sent) == taken
    assert read_media(taken[:50], as_sent) == taken[:50]
    read = Constraints(media=("image/jpeg", "application/pdf"))
    assert read_media(taken, read) == jpeg()
    assert read_media(b"%PDF-1.7 \xff", read) == b"%PDF-1.7 \xff"
    with pytest.raises(ValueError, match="end is missing"):
        read_media(taken[:50], read)


def test_media_says_it() -> None:
    assert (Media("image/png").as_sent, Media("image/png", as_sent=True).as_sent) == (False, True)
