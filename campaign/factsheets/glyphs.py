"""A character that no font has is an error that names it: not a box, and not a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from anyascii import anyascii

from campaign.errors import CampaignError
from campaign.factsheets.fonts import has_glyph
from campaign.schemas.texts import texts_in

# Signs around numbers and words, annotations, joints of hieroglyphs.
DRAWN_FORMATS = re.compile(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f]"
)


class MissingGlyph(CampaignError):
    """A sheet holds a character that none of the PDF's fonts has."""


def require_glyphs(words: str, values: Any, subject: str) -> None:
    """Make sure that each character of a sheet's plain values can be printed.

    Args:
        words: all that the values say, as one text, which is quick to look through.
        values: the same as dicts, lists and text.
        subject: address of the sheet's record, for the message.

    Raises:
        MissingGlyph: one cannot; the message names the character, the text in which it
            stands, the record and the remedy.
    """
    for cluster in sorted(set(clusters(words))):
        if not is_printed(cluster):
            found = next(text for text in texts_in(values) if cluster in text)
            raise MissingGlyph(_message(cluster, found, subject))


def is_printed(cluster: str) -> bool:
    """Tell whether a character can be printed, with the marks that stand on it."""
    if len(cluster) == 1:
        return cluster.isascii() or is_invisible(cluster) or has_glyph(cluster)
    seen = "".join(char for char in cluster if not is_invisible(char))
    return has_glyph(seen) or has_glyph(unicodedata.normalize("NFC", seen))


def clusters(text: str) -> Sequence[str]:
    """Return the characters of a text, each with the marks that stand on it: one font has all."""
    mark, cluster = _patterns()
    return cluster.findall(text) if mark.search(text) else text


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of a mark, and of a character with its marks (Unicode category M)."""
    found = "".join(c for c in map(chr, range(0x300, 0x20000)) if unicodedata.category(c)[0] == "M")
    return re.compile(f"[{found}]"), re.compile(f".[{found}]*", re.DOTALL)


def printable(text: str) -> str:
    """Return a text of which every character has a glyph, for a picture that must not fail.

    What no font has is written in Latin letters; a sheet refuses it instead.
    """
    return "".join(c if is_printed(c) else anyascii(c) for c in clusters(text))


def is_invisible(char: str) -> bool:
    """Tell whether a character only shapes its neighbours: joiners, variation selectors.

    They are Unicode's Default_Ignorable_Code_Point (UAX 44): format characters, but not those
    that are drawn.
    """
    formats = unicodedata.category(char) == "Cf" and DRAWN_FORMATS.fullmatch(char) is None
    return formats or 0xFE00 <= ord(char) <= 0xFE0F


def _message(cluster: str, text: str, subject: str) -> str:
    named = " with ".join(
        f"U+{ord(char):04X}, {unicodedata.name(char, 'no name in Unicode')}" for char in cluster
    )
    return (
        f"The PDF has no glyph for “{cluster}” ({named}) in “{_near(cluster, text)}”, "
        f"in the sheet of {subject}. Write it in another script in that record, or add a font "
        "package that has it (requirements/run.in and campaign/factsheets/fonts.py). "
        "HTML, Word, Markdown and text need no font from us and can be had now."
    )


def _near(char: str, text: str, width: int = 30) -> str:
    shown = text.replace("\u200b", "")  # where a long word may break
    place = shown.index(char)
    return shown[max(0, place - width) : place + width].strip()
