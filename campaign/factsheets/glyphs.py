"""Characters that the fonts of the PDF do not have, written in Latin letters instead.

The fonts come from packages: Latin, Greek, Cyrillic, Chinese, Japanese, Korean, Arabic and
Hebrew. A PDF/UA must not show an empty box, and Typst refuses to make one; so Thai, Bengali,
emoji and the like are transliterated (anyascii), and the original is left out of the PDF.
The HTML, Markdown and JSON of the same sheet keep it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from anyascii import anyascii
from fontTools.ttLib import TTFont

PACKAGES = (
    ("fontpkg_noto_sans", "files"),
    ("justmytype_intl_rtl", "fonts"),
    ("justmytype_intl_cjk", "fonts"),
)
UNKNOWN = "?"


def font_folders() -> list[Path]:
    """Return the folders of the fonts that the packages bring, those quick to read first."""
    return [Path(str(files(package).joinpath(folder))) for package, folder in PACKAGES]


def printable(text: str) -> str:
    """Return a text of which every character has a glyph; white space becomes spaces."""
    text = re.sub(r"\s+", " ", text)
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if has_glyph(char) else in_latin(char) for char in text)


@cache
def has_glyph(char: str) -> bool:
    """Tell whether one of the fonts has a character; large fonts are read only when needed."""
    if char.isascii():
        return char.isprintable()
    return any(ord(char) in _characters(font) for font in _fonts())


def in_latin(char: str) -> str:
    """Return a character in ASCII letters; nothing for marks and controls."""
    if unicodedata.category(char)[0] in "CM":
        return ""
    return anyascii(char) or UNKNOWN


@cache
def _fonts() -> tuple[Path, ...]:
    return tuple(_find_fonts())


def _find_fonts() -> Iterator[Path]:
    for folder in font_folders():
        yield from sorted(folder.rglob("*.ttf"))


@cache
def _characters(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
