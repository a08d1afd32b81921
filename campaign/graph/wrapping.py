"""Labels broken into lines that fit a box, in any script, without the reader's fonts.

Widths are estimates in em of a plain sans-serif, on the wide side, so that a line may leave
some room and never runs out of its box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
NARROW, WIDE = set("iljtfrI.,:;'’!|()[] "), set("mwMW@%&—…")


def width_of(text: str) -> float:
    """Return about how wide a text is, in em."""
    return sum(_width(char) for char in text)


def wrap(text: str, width: float, most: int) -> tuple[str, ...]:
    """Break a text into at most ``most`` lines of ``width`` em; what is cut off ends in ``…``.

    Lines break at spaces, after hyphens and slashes, between Han characters, and within a
    word only where it is longer than a line.
    """
    lines = [""]
    for piece in _pieces(" ".join(text.split()), width):
        joined = lines[-1] + piece
        if width_of(joined.rstrip()) <= width or not lines[-1]:
            lines[-1] = joined.lstrip()
        else:
            lines.append(piece.lstrip())
    kept = [line.rstrip() for line in lines if line.strip()]
    if len(kept) > most:
        kept = [*kept[: most - 1], _shortened(kept[most - 1], width)]
    return tuple(kept)


def _width(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn"):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in NARROW:
        return 0.34
    if char in WIDE:
        return 0.92
    return 0.7 if char.isupper() else 0.58


def _pieces(text: str, width: float) -> Iterator[str]:
    """Yield the parts between which a line may break, spaces at their ends."""
    for word in re.findall(r"[^\s/\-–—]*[/\-–—]?\s*", text):
        part = ""
        for char in word:
            alone = unicodedata.east_asian_width(char) in "WF" and char.isalnum()
            if part and (alone or width_of((part + char).rstrip()) > width):
                yield part
                part = ""
            part += char
        if part:
            yield part


def _shortened(line: str, width: float) -> str:
    while line and width_of(line + ELLIPSIS) > width:
        line = line[:-1].rstrip()
    return line + ELLIPSIS
