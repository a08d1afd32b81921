"""Text that is safe to print: nothing in it can hide, turn round or break a line.

Titles and statements come from people. Control characters, overrides of the writing
direction (Unicode UAX 9: embeddings, overrides, isolates, marks) and characters that XML
cannot hold are taken out here, at the edge of the model, so that every renderer is safe.
Joiners stay, for Persian, Bengali and emoji need them.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

_BREAKS = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable_text(text: str) -> str:
    """Return a text on one line, without what cannot be seen or turns the reading round."""
    if text.isprintable() and not _HIDDEN.search(text):
        return text
    return _HIDDEN.sub("", _BREAKS.sub(" ", text))


class Printable:
    """A frozen dataclass whose texts, and tuples of texts, are made safe to print."""

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            clean = _cleaned(value)
            if clean is not value:
                object.__setattr__(self, field.name, clean)


def _cleaned(value: Any) -> Any:
    if type(value) is str:
        clean = printable_text(value)
        return value if clean == value else clean
    if type(value) is tuple and value and type(value[0]) is str:
        return tuple(map(_cleaned, value))
    return value
