"""What the parts of a PDF unpack to, and pictures in it without what cameras write into them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from campaign.errors import RefusedFile
from campaign.evidence.limits import Limits
from campaign.evidence.segments import plain_jpeg, plain_jpeg_2000

GROWING = ("/FlateDecode", "/LZWDecode", "/RunLengthDecode")
PICTURES = {"/DCTDecode": plain_jpeg, "/JPXDecode": plain_jpeg_2000}
KNOWN = frozenset(
    (*GROWING, *PICTURES, "/ASCIIHexDecode", "/ASCII85Decode", "/CCITTFaxDecode", "/JBIG2Decode")
)
DEEPEST = 60
AT_ONCE = 1_000_000  # bytes that are unpacked at a time
SPARE = 2  # scans of large sheets in black and white have more pixels than photos


def walk(item: Any, depth: int = 0) -> Iterator[Dictionary | Stream | Array]:
    """Yield an object of a PDF and those that stand in it, but not those it refers to.

    Raises:
        RefusedFile: they are nested too deeply.
    """
    if depth > DEEPEST:
        raise RefusedFile("The PDF is nested too deeply. Print it into a new PDF and try again.")
    if not isinstance(item, Dictionary | Stream | Array):
        return
    yield item
    inner = list(item) if isinstance(item, Array) else [item[key] for key in item.keys()]  # noqa: SIM118
    for each in inner:
        if isinstance(each, Dictionary | Stream | Array) and not each.is_indirect:
            yield from walk(each, depth + 1)


def check_and_clean(pdf: Pdf, limits: Limits) -> int:
    """Look into every stream of a PDF; return how many bytes more it might have unpacked to.

    Raises:
        RefusedFile: a stream is packed twice, unpacks to too much, or holds too large a picture.
    """
    budget = limits.unpacked
    for item in pdf.objects:
        if isinstance(item, Stream):
            budget -= _check_stream(item, min(limits.unpacked_stream, max(budget, 0)))
            _check_picture(item, limits)
    return budget


def _check_stream(stream: Stream, most: int) -> int:
    """Return to how many bytes a stream unpacks; pictures in it lose their metadata."""
    filters = [str(name) for name in _listed(stream.get("/Filter"))]
    growing = [name for name in filters if name in GROWING]
    if len(growing) > 1 or len(filters) > 4 or not KNOWN.issuperset(filters):
        raise RefusedFile(
            "A part of the PDF is packed several times, or in a way that is not known. Print it "
            "into a new PDF and try again."
        )
    size = _unpacked_size(stream, filters, growing[0], most) if growing else 0
    if filters and filters[-1] in PICTURES:
        content = _before(stream, filters, len(filters) - 1)
        parameters = _listed(stream.get("/DecodeParms"))[-1:] or [None]
        stream.write(
            PICTURES[filters[-1]](content), filter=Name(filters[-1]), decode_parms=parameters[0]
        )
    return size


def _unpacked_size(stream: Stream, filters: list[str], name: str, most: int) -> int:
    if name != "/FlateDecode":
        size = len(_before(stream, filters, filters.index(name) + 1))
    else:
        size = _inflated_size(_before(stream, filters, filters.index(name)), most)
    if size > most:
        raise RefusedFile("The PDF unpacks to far more than its size. Print it into a new PDF.")
    return size


def _inflated_size(packed: bytes, most: int) -> int:
    """Return how many bytes come out, or one more than ``most``, without holding them."""
    unpacking, size, rest = zlib.decompressobj(), 0, packed
    try:
        while rest and size <= most and not unpacking.eof:
            size += len(unpacking.decompress(rest, AT_ONCE))
            rest = unpacking.unconsumed_tail
    except zlib.error:
        raise RefusedFile(
            "A part of the PDF is damaged. Open it, print it into a new PDF and try again."
        ) from None
    return size


def _before(stream: Stream, filters: list[str], count: int) -> bytes:
    """Return the bytes of a stream with only its first filters undone."""
    if count == 0:
        return stream.read_raw_bytes()
    parameters = _listed(stream.get("/DecodeParms"))
    stream_filters, stream_parameters = stream.get("/Filter"), stream.get("/DecodeParms")
    stream.Filter = Array([Name(name) for name in filters[:count]])
    if stream_parameters is not None:
        stream.DecodeParms = Array(parameters[:count])
    try:
        return stream.read_bytes()
    finally:
        stream.Filter = stream_filters
        if stream_parameters is not None:
            stream.DecodeParms = stream_parameters


def _check_picture(stream: Stream, limits: Limits) -> None:
    if stream.get("/Subtype") == Name.Image:
        pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
        if not 0 < pixels <= SPARE * limits.pixels:
            raise RefusedFile("A picture in the PDF is too large. Print it smaller and try again.")


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
