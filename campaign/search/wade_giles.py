"""Han names by Wade-Giles, as companies of Taiwan and Hong Kong often write theirs.

Without apostrophes, as folded text is: 寶 (pao) and 跑 (p’ao) are written alike.
"""

from __future__ import annotations

import re

from campaign.search.folding import fold_name, is_han_token, romanise

_WHOLE = {
    "chi": "chih", "ci": "tzu", "e": "o", "er": "erh", "ge": "ko", "gui": "kuei", "he": "ho",
    "ke": "ko", "kui": "kuei", "ri": "jih", "shi": "shih", "si": "ssu", "yan": "yen",
    "ye": "yeh", "yi": "i", "yong": "yung", "you": "yu", "yue": "yueh", "zhi": "chih", "zi": "tzu",
}  # fmt: skip
_INITIALS = {
    "b": "p", "c": "ts", "d": "t", "g": "k", "j": "ch", "q": "ch", "r": "j", "x": "hs",
    "z": "ts", "zh": "ch",
}  # fmt: skip
_FINALS = {"ian": "ien", "ie": "ieh", "iong": "iung", "ong": "ung", "ue": "ueh", "uo": "o"}
_WITH_UO = ("g", "h", "k", "sh")  # initials after which uo stays
_SYLLABLE = re.compile(r"([zcs]h|[^aeiouwy]?)(.+)")


def wade_giles(text: str) -> str:
    """Return the Han part of a name by syllables: ``hung hai`` for 鴻海; nothing without Han."""
    han = "".join(token for token in fold_name(text).split() if is_han_token(token))
    return " ".join(map(rewritten, romanise(han).split()))


def rewritten(syllable: str) -> str:
    """Return a syllable of pinyin by Wade-Giles."""
    found = _SYLLABLE.fullmatch(syllable)
    if syllable in _WHOLE or found is None:
        return _WHOLE.get(syllable, syllable)
    initial, final = found.groups()
    keeps = final == "uo" and initial in _WITH_UO
    return _INITIALS.get(initial, initial) + (final if keeps else _FINALS.get(final, final))
