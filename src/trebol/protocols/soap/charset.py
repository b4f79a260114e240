"""The charset of a document: its byte order mark decides, then the Content-Type, then what it says itself.

RFC 7303 section 3.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

READ = {"utf-8": "", "ascii": "", "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}
READ |= {"iso8859-1": "latin-1"}
"""The charsets that are read, by Python's name for them; "" where their bytes are UTF-8 already."""

DECLARED = re.compile(rb"""<\?xml\s[^>]{0,100}?\sencoding\s*=\s*["']([A-Za-z0-9._\-]{1,40})["']""").match
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SNIFFED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


def in_utf8(raw: bytes, charset: str) -> bytes:
    """Return a document's text as UTF-8. ``charset``: the Content-Type's, "" where it says none.

    ``LookupError`` for a charset that is not read, ``UnicodeError`` when the bytes are not in it.
    """
    name = next((name for mark, name in BYTE_ORDER_MARKS if raw.startswith(mark)), "") or charset
    codec = codec_of(name or charset_in(raw))
    if codec is None:
        raise LookupError(name)
    if not codec:
        return raw.removeprefix(codecs.BOM_UTF8)
    return raw.decode(codec).removeprefix("\ufeff").encode()


def charset_in(raw: bytes) -> str:
    """Return the charset that a document itself tells (XML 1.0 appendix F)."""
    declared = DECLARED(raw)
    sniffed = next((name for start, name in SNIFFED if raw.startswith(start)), "")
    return sniffed or (declared[1].decode() if declared else "utf-8")


@lru_cache(maxsize=64)
def codec_of(charset: str) -> str | None:
    """Return the codec of a charset: "" where its bytes are UTF-8 already, None where it is not read."""
    try:
        return READ.get(codecs.lookup(charset).name)
    except (LookupError, ValueError):
        return None
