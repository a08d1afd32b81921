"""Which words of two texts differ, so that an eye finds them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

LONGEST = 6_000  # characters; longer texts differ as a whole
# A Han character, a word, or whatever stands between.
_PIECES = re.compile(r"[\u3400-\u9fff]|\w+|\W+")
Pieces = list[tuple[str, bool]]


def marked(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces, each with whether the other text lacks it there."""
    if len(before) + len(after) > LONGEST:
        return [(before, True)], [(after, True)]
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    was: Pieces = []
    becomes: Pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        differs = tag != "equal"
        was += [("".join(old[a:b]), differs)] if b > a else []
        becomes += [("".join(new[c:d]), differs)] if d > c else []
    return was, becomes
