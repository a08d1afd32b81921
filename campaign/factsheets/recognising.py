"""Reading a file that somebody holds: what kind it is, and which number and hash it bears.

Files come from strangers. Nothing is run, fetched or stored; what unpacks does so up to a
limit; and no reading takes longer than the size of the file allows.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from campaign.errors import CampaignError

LARGEST_FILE = 20_000_000  # bytes that are read
LARGEST_SENT = 80_000_000  # bytes that are compared with what was issued
MOST_UNPACKED = 60_000_000  # bytes, of one file together
MOST_UNPACKED_PDF = 20_000_000
LONGEST_STREAM = 200_000
MOST_OF_A_STREAM = 2_000_000
MOST_NUMBERS = 5  # a fact sheet bears one
_NUMBER = re.compile(r"CS-(\d{4})-(\d{4,10})(?!\d)")
_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}(?![0-9a-f-])")
_STREAM = re.compile(rb"stream\r?\n(?=\x78)")  # zlib’s first byte (RFC 1950)
_TEXT_PARTS = re.compile(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_XML_MARKUP = re.compile(r"<w:(?:p|br|tab)\b[^>]*>|(<[^>]*>)")
_BLOCKS = {"p", "li", "h1", "h2", "h3", "td", "th", "tr", "div", "section", "article", "br"}


class UnreadableFile(CampaignError):
    """This is no fact sheet in any form; the words say what is wrong with the file."""


@dataclass(frozen=True)
class Recognised:
    """What a file says of itself.

    Attributes:
        form: ``pdf``, ``docx``, ``json``, ``html`` or ``text`` (Markdown and plain text).
        words: all words in it; empty of a PDF, whose words only a viewer can tell.
        numbers: the sheet numbers found in it, as (year, running), first found first.
        hashes: the short hashes found in it.
    """

    form: str
    words: str
    numbers: tuple[tuple[int, int], ...]
    hashes: frozenset[str]


def recognise(data: bytes) -> Recognised:
    """Read a file's kind, words and marks.

    Raises:
        UnreadableFile: it is empty, too large, broken or of another kind.
    """
    if not data:
        raise UnreadableFile("The file is empty.")
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(
            f"The file is larger than {LARGEST_FILE // 1_000_000} MB, and not byte for byte one "
            "that we issued. Type the number and the hash that stand at its foot."
        )
    if data.startswith(b"%PDF-"):
        return _marked("pdf", "", " ".join(_pdf_texts(data)))
    if data.startswith(b"PK"):
        words = _docx_words(data)
        return _marked("docx", words, words)
    text = _decoded(data)
    start = text.lstrip()[:200].lower()
    if start.startswith("{"):
        return _marked("json", text.replace('"', ' " '), text)
    if start.startswith(("<!doctype html", "<html")):
        words = _html_words(text)
        return _marked("html", words, words)
    return _marked("text", text, text)


def _marked(form: str, words: str, text: str) -> Recognised:
    numbers = dict.fromkeys((int(year), int(number)) for year, number in _NUMBER.findall(text))
    return Recognised(form, words, tuple(numbers)[:MOST_NUMBERS], frozenset(_HASH.findall(text)))


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableFile(
            "This is neither PDF, Word, Markdown, plain text, HTML nor JSON in UTF-8."
        )
    return text


def _pdf_texts(data: bytes) -> Iterator[str]:
    """Yield what can be read in a PDF without drawing it: its plain parts and its streams.

    Only the beginning of a stream is looked at; metadata is short, and a stream that breaks
    off costs as much of what may be unpacked as it was long.
    """
    yield from _both_readings(data)
    view, left = memoryview(data), MOST_UNPACKED_PDF
    for found in _STREAM.finditer(data):
        packed = view[found.end() : found.end() + LONGEST_STREAM]
        try:
            content = zlib.decompressobj().decompress(packed, min(left, MOST_OF_A_STREAM))
        except zlib.error:
            content = b""
        left -= len(content) or len(packed)
        if left <= 0:
            return
        yield from _both_readings(content)


def _both_readings(data: bytes) -> tuple[str, str]:
    """Return bytes read as plain letters, and as the wide ones that PDF uses for metadata."""
    return data.decode("latin-1"), data.replace(b"\0", b"").decode("latin-1")


def _docx_words(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if _TEXT_PARTS.fullmatch(name)]
            if "word/document.xml" not in names:
                raise UnreadableFile("This is a packed file, but no Word document.")
            sizes = [archive.getinfo(name).file_size for name in names]
            if sum(sizes) > MOST_UNPACKED:
                raise UnreadableFile("The file unpacks to more than a fact sheet can be.")
            return "\n".join(_xml_words(archive.read(name)) for name in sorted(names))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFile("The Word file is broken or locked with a password.") from error


def _xml_words(data: bytes) -> str:
    """Return the words between the tags of a part of a Word file; entities are not expanded."""
    text = data.decode("utf-8", "replace")
    spaced = _XML_MARKUP.sub(lambda found: "" if found[1] else "\n", text)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        spaced = spaced.replace(entity, sign)
    return spaced.replace("&amp;", "&")


class _Words(HTMLParser):
    """Gathers the words that a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._hidden += tag in ("script", "style")
        self.pieces += [" "] if tag in _BLOCKS else []

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        self.pieces += [] if self._hidden > 0 else [data]


def _html_words(text: str) -> str:
    parser = _Words()
    parser.feed(text)
    parser.close()
    return "".join(parser.pieces)
