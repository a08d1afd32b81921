"""JPEG and JPEG 2000 as they stand in PDFs, without what cameras and programs write into them.

They are not decoded: segments (ITU-T T.81, annex B) and boxes (ITU-T T.800, annex I) that
do not draw are left out, and so is what follows the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.errors import RefusedFile

DAMAGED = "A picture in the PDF is damaged. Print it into a new PDF and try again."
START, END, SCAN = 0xD8, 0xD9, 0xDA
# APP0 to APP15 and comments; of these only Adobe's says something about colours.
TELLING, ADOBE = frozenset((*range(0xE0, 0xF0), 0xFE)), 0xEE
ADOBE_BYTES = 14  # with its length and without what else somebody put behind
STUFFED_OR_RESTART = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
SIGNATURE_BOX = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
DRAWING_BOXES = frozenset((b"jP  ", b"ftyp", b"jp2h", b"jp2c"))


def plain_jpeg(content: bytes) -> bytes:
    """Return a JPEG without comments and what applications write, up to its end.

    Raises:
        RefusedFile: it is none, or ends too soon.
    """
    if content[:2] != b"\xff\xd8":
        raise RefusedFile(DAMAGED)
    kept = [content[:2]]
    for marker, segment in _segments(content, 2):
        if marker == ADOBE and segment[4:9] == b"Adobe":
            kept.append(b"\xff\xee\x00\x0e" + segment[4 : 2 + ADOBE_BYTES])
        elif marker not in TELLING:
            kept.append(segment)
    return b"".join(kept)


def _segments(content: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield each marker with its segment; that of a scan with the data that follow it."""
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if content[at : at + 1] != b"\xff" or at + 2 > len(content):
            raise RefusedFile(DAMAGED)
        marker = content[at + 1]
        if marker == END:
            yield marker, b"\xff\xd9"
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end < at + 4:
            raise RefusedFile(DAMAGED)
        if marker == SCAN:
            found = STUFFED_OR_RESTART.search(content, end)
            if found is None:
                raise RefusedFile(DAMAGED)
            end = found.start()
        yield marker, content[at:end]
        at = end


def plain_jpeg_2000(content: bytes) -> bytes:
    """Return a JPEG 2000 with the boxes that draw; a bare codestream stays as it is.

    Raises:
        RefusedFile: it is none, or its boxes do not fit.
    """
    if content[:4] == b"\xff\x4f\xff\x51":
        return content
    if not content.startswith(SIGNATURE_BOX):
        raise RefusedFile(DAMAGED)
    return b"".join(box for name, box in _boxes(content) if name in DRAWING_BOXES)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(content):
        length, name, least = (
            int.from_bytes(content[at : at + 4], "big"),
            content[at + 4 : at + 8],
            8,
        )
        if length == 1:
            length, least = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        elif length == 0:
            length = len(content) - at
        if length < least or at + length > len(content):
            raise RefusedFile(DAMAGED)
        yield name, content[at : at + length]
        at += length
