"""Files of somebody who means harm: bombs, things that are two at once, and files cut and changed.

All are made here; ``hostile`` gives as many as are wanted, each of a kind a little different.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from random import Random

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from tests.support.uploads import (
    FORMS,
    MARK,
    SCRIPT,
    filled_form,
    paper,
    picture,
    telling_paper,
    telling_picture,
    with_history,
)

Upload = tuple[str, str, bytes]  # what it tries, how it is called, what is in it


@cache
def inflated(megabytes: int) -> bytes:
    """That many megabytes of nothing, packed a thousand times smaller."""
    packing, block = zlib.compressobj(9), bytes(1_000_000)
    return b"".join(packing.compress(block) for _ in range(megabytes)) + packing.flush()


def flate_bomb(packed: bytes, filters: pikepdf.Object) -> bytes:
    """A PDF whose page unpacks to far more than it has."""

    def change(pdf: Pdf) -> None:
        bomb = Stream(pdf, packed)
        bomb.Filter = filters
        pdf.pages[0].Contents = bomb

    return paper(change=change, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def large_picture_in_paper(pixels: int) -> bytes:
    def change(pdf: Pdf) -> None:
        photo = Stream(pdf, b"\0")
        photo.update(
            {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": pixels, "/Height": pixels,
             "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 1}
        )  # fmt: skip
        pdf.pages[0].Resources.XObject = Dictionary(P1=photo)

    return paper(change=change)


def raw_paper(objects: list[bytes]) -> bytes:
    """A PDF written by hand, of objects numbered from 1, the first of which is the catalog."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return body + head + table + end % (len(objects) + 1, len(body))


def many_pages(count: int) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return raw_paper([b"<</Type/Catalog/Pages 2 0 R>>", tree, *[page] * count])


def huge_png(width: int, height: int, rest: bytes = b"") -> bytes:
    """A PNG that says that it is so large, with nothing to fill it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rest or zlib.compress(b"\0" * 99)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("../../evil.html", SCRIPT)
    return target.getvalue()


HTML = f"<!DOCTYPE html><html><body>{SCRIPT}</body></html>".encode()
SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><script>{MARK}</script></svg>'.encode()
OTHERS = (
    HTML, SVG, archive(), f"GIF89a/*{MARK}*/=1".encode(), f"#!/bin/sh\n{MARK}".encode(),
    b"MZ" + MARK.encode(), b"\x7fELF" + MARK.encode(), b"BM" + MARK.encode(), b"II*\0" + HTML,
    b"%!PS-Adobe-3.0\n" + MARK.encode(), b"RIFF\0\0\0\0WAVE" + HTML, b" %PDF-1.7\n" + HTML,
    b"\xef\xbb\xbf%PDF-1.7\n" + HTML, b"\xff\xd8" + HTML, b"\0\0\0 ftypheic" + HTML, b"\0", b"",
    b"PK\3\4" + HTML, b"{\\rtf1 " + HTML, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + HTML,
)  # fmt: skip
NAMES = (
    *("../../../etc/passwd", "..\\..\\win.ini", "/etc/cron.d/x", "C:\\x.png", "a\0.png"),
    *(f"{MARK}{SCRIPT}.png", f"{MARK}'; DROP TABLE evidence;--.png", f"{MARK}.php", "a\r\nb.png"),
    *(f"{MARK}" * 300, f"{MARK}.png.exe", f"\u202e{MARK}gnp.exe", "con", ".htaccess", "~", "%2e"),
)  # fmt: skip


def polyglots(random: Random) -> Iterator[Upload]:
    """Yield files that are two things at once."""
    for form in FORMS:
        honest = picture(form, (random.randrange(9, 90), 30))
        yield "polyglot", f"a.{form}", honest + archive()
        yield "polyglot", f"a.{form}", honest + HTML
    jpeg = picture("JPEG")
    comment = f"*/alert('{MARK}')/*".encode()
    yield (
        "polyglot",
        "a.js",
        (b"\xff\xd8\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + jpeg[2:]),
    )
    honest = paper(f"Page {random.random()}")
    yield "polyglot", "a.pdf", honest + HTML
    yield "polyglot", "a.pdf", honest.replace(b"\n", b"\n%" + HTML + b"\n", 1)
    yield "polyglot", "a.pdf", honest + archive()


def bombs(random: Random) -> Iterator[Upload]:
    """Yield small files that become large when they are read."""
    flate, side = Name.FlateDecode, random.randrange(30_000, 2**31 - 1)
    yield "bomb", "b.png", huge_png(side, side)
    yield "bomb", "b.png", huge_png(9_000, 9_000, inflated(random.randrange(160, 200)))
    yield "bomb", "b.pdf", flate_bomb(inflated(random.randrange(201, 260)), flate)
    twice = zlib.compress(inflated(random.randrange(201, 260)))
    yield "bomb", "b.pdf", flate_bomb(twice, Array([flate, flate]))
    yield "bomb", "b.pdf", large_picture_in_paper(random.randrange(20_000, 2**31 - 1))
    yield "bomb", "b.pdf", many_pages(random.randrange(1_001, 3_000))
    deep = random.randrange(100, 100_000)
    nested = b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * deep + b"]" * deep + b">>"
    yield "bomb", "b.pdf", raw_paper([nested, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"])
    yield (
        "bomb",
        "b.pdf",
        raw_paper([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]),
    )
    wide = bytearray(picture("JPEG"))
    at = wide.index(b"\xff\xc0")
    wide[at + 5 : at + 9] = struct.pack(">HH", random.randrange(40_000, 65_500), 65_500)
    yield "bomb", "b.jpg", bytes(wide)


def telling(random: Random) -> Iterator[Upload]:
    """Yield files that say more than can be seen, and locked ones."""
    for form in FORMS:
        yield "metadata", f"c.{form}", telling_picture(form)
    yield "metadata and scripts", "c.pdf", telling_paper()
    yield "earlier revision", "c.pdf", with_history()
    yield "form", "c.pdf", filled_form()
    for password in ("secret", ""):
        lock = pikepdf.Encryption(owner=MARK, user=password, R=random.choice((4, 6)))
        yield "locked", "c.pdf", paper("Locked.", encryption=lock)


def mutated(random: Random) -> Iterator[Upload]:
    """Yield honest and telling files that were cut, or in which bytes were changed."""
    for honest in (*map(telling_picture, FORMS), telling_paper(), paper("One.", "Two.")):
        yield "truncated", "d.pdf", honest[: random.randrange(12, len(honest) - 20)]
        changed = bytearray(honest)
        for _ in range(random.randrange(1, 40)):
            changed[random.randrange(12, len(changed))] = random.randrange(256)
        yield "mutated", "d.pdf", bytes(changed)


def hostile(random: Random) -> Iterator[Upload]:
    """Yield hostile uploads without end; each of a kind a little different."""
    names = cycle(NAMES)
    while True:
        for content in OTHERS:
            yield "wrong type", random.choice(("x.pdf", "x.png", next(names))), content
        for name in NAMES:
            yield "path name", name, picture(random.choice(FORMS), (random.randrange(9, 900), 30))
        for make in (polyglots, bombs, telling, mutated):
            yield from make(random)
