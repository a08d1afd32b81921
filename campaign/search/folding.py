"""One way of writing for names and queries, on both databases: fold, then compare.

Folded text is tokens parted by single spaces; a token holds letters, digits and the marks
of scripts that need them, and nothing else. Scripts written without spaces (Han, Kana,
Thai…) become one token for each character, to be looked up as phrases.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import groupby

from anyascii import anyascii

from campaign.search.legal_forms import BEGINNINGS, ENDINGS, listed
from campaign.search.simplifying import simplified

TOKEN_LIMIT = 64
JOINED_LIMIT = 200
MOST_WORDS = 5  # of a name whose first words others may write as one
SHORT = 5  # letters of such a word

# Ranges of characters, as they stand in a regular expression.
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA = r"\u3005\u3041-\u30ff\u3105-\u312f\u31f0-\u31ff"
_SOUTH_EAST_ASIAN = r"\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
# Accents of Latin, Greek and Cyrillic, vowel signs that Hebrew and Arabic may leave out,
# and selectors of a glyph's looks.
_ACCENTS = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u0640"
    r"\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    r"\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_]\.?(?![^\W_])")
_APOSTROPHES = re.compile(r"['`\u00b4\u02b9\u02bb-\u02bd\u02c8\u2018\u2019\u2032]")
_LATIN = r"[0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff]"
_COMPOUND = re.compile(rf"{_LATIN}+(?:[-\u2010\u2013.&+]{_LATIN}+)+")
_KEPT = "LNM"
# Letters that look or sound alike, and that keyboards for Arabic, Persian, Urdu and Uyghur
# write each in their own way; and tone marks of Thai, dots of Indian scripts, and the mark
# for a long vowel in Kana, all of which people leave out.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u06cc\u0649\u06d0\u06d2\u06ce", "\u064a"),  # ی ى ې ے: ي
        **dict.fromkeys("\u06a9\u06aa", "\u0643"),  # ک ڪ: ك
        **dict.fromkeys("\u0629\u06c1\u06be\u06d5\u06c3", "\u0647"),  # ة ہ ھ ە: ه
        **dict.fromkeys("\u06c6\u06c7\u06c8\u06cb", "\u0648"),  # ۆ ۇ ۈ ۋ: و
        "\u0671": "\u0627",
        **dict.fromkeys("\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e\u0e3a"),
        **dict.fromkeys("\u093c\u09bc\u0a3c\u0abc"),
        "\u0901": "\u0902",
        "\u0981": "\u0982",
        "\u30fc": None,
    }
    | {chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)}  # Katakana: Hiragana
    | {"\u30fd": "\u309d", "\u30fe": "\u309e"}
)
_ARTICLE = re.compile(r"(?<![^\W_])(?:\u0627\u0644)+(?=[^\W_]{3})")  # Arabic al-


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return a text in the form in which texts are compared; folding twice changes nothing.

    Case, accents and width go; Traditional characters become Simplified, one by one, so
    that a character reads the same whatever stands beside it; hyphens, dots and other signs
    become spaces, except within initials (``S.A.`` is ``sa``) and for apostrophes.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", text)
    text = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), text)
    text = _APOSTROPHES.sub("", text).translate(_characters)
    if not text.isascii():
        text = _ARTICLE.sub("", unicodedata.normalize("NFC", text).translate(_ALIKE))
        text = _unspaced().sub(r" \g<0> ", unicodedata.normalize("NFC", text))
    tokens = text.split()
    if max(map(len, tokens), default=0) > TOKEN_LIMIT:
        tokens = [token[:TOKEN_LIMIT] for token in tokens]
    return " ".join(tokens)


def fold_name(text: str) -> str:
    """Return a folded name without its legal forms, or whole when it is made of nothing else."""
    return " ".join(without_legal_forms(fold(text).split()))


def joined(folded: str) -> str:
    """Return folded text without spaces: the same for ``O-Film``, ``O Film`` and ``OFilm``."""
    return folded.replace(" ", "")[:JOINED_LIMIT]


def closed_up(folded: str) -> str:
    """Return folded text as people write it: characters of unspaced scripts together."""
    runs = groupby(folded.split(), key=is_unspaced)
    return " ".join(("" if unspaced else " ").join(run) for unspaced, run in runs)


def romanise(text: str) -> str:
    """Return a text in Latin letters, folded: pinyin by syllables for Han, else by sound.

    Text in Latin letters comes back as ``fold`` writes it.
    """
    tokens = fold(text).split()
    parts: list[str] = []
    for is_han, run in groupby(tokens, key=is_han_token):
        if is_han:
            parts += _pinyin("".join(run))
        else:
            parts += fold(anyascii(" ".join(_rejoined(run)))).split()
    return " ".join(parts)


def compounds(text: str) -> list[str]:
    """Return words of a text that others write as one token.

    These are the hyphened or dotted ones (``ofilm`` for ``O-Film``), and the first two of a
    short name when both are short (``honhai`` for ``Hon Hai``).
    """
    found = map(fold, _COMPOUND.findall(unicodedata.normalize("NFKC", text)))
    written = [joined(folded)[:TOKEN_LIMIT] for folded in found if " " in folded]
    name = fold_name(text).split()
    first = name[:2] if len(name) <= MOST_WORDS else []
    if len(first) == 2 and all(map(_is_short_word, first)):
        written.append("".join(first))
    return list(dict.fromkeys(written))


def without_legal_forms(tokens: Sequence[str]) -> list[str]:
    """Return the tokens of a name less the legal forms at its end and beginning; never none."""
    rest = tuple(tokens)
    while (shorter := _cut(rest)) != rest:
        rest = shorter
    return list(rest)


def is_unspaced(token: str) -> bool:
    """Tell whether a token is one character of a script that is written without spaces."""
    return _unspaced().match(token) is not None


def is_han_token(token: str) -> bool:
    """Tell whether a token is one Han character."""
    return len(token) == 1 and _han().match(token) is not None


def is_latin(folded: str) -> bool:
    """Tell whether folded text holds nothing but Latin letters and digits."""
    return folded.isascii()


class _Characters(dict[int, str]):
    """What becomes of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = replacement = _replacement(chr(code))
        return replacement


_characters = _Characters()


def _is_short_word(token: str) -> bool:
    return 2 <= len(token) <= SHORT and token.isascii() and token.isalpha()


def _replacement(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cf", "Cs"):
        return ""
    if category[0] not in _KEPT:
        return " "
    if category == "Nd":
        return str(unicodedata.digit(character))
    if _han().match(character):
        return simplified(character)
    if not character.isascii() and unicodedata.name(character, "").startswith("LATIN"):
        return "".join(filter(str.isalnum, anyascii(character).casefold())) or " "
    return character


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{_HAN}]")


@cache
def _unspaced() -> re.Pattern[str]:
    """Match a character of the unspaced scripts with the marks that belong to it."""
    blocks = [(0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3099, 0x309A)]
    codes = (code for first, last in blocks for code in range(first, last + 1))
    marks = "".join(chr(code) for code in codes if unicodedata.category(chr(code))[0] == "M")
    return re.compile(f"[{_HAN}{_KANA}{_SOUTH_EAST_ASIAN}][{marks}]*")


def _pinyin(han: str) -> list[str]:
    from pypinyin import lazy_pinyin  # loaded when first needed: its tables take 50 MB

    syllables = lazy_pinyin(han, errors="ignore")
    return [syllable.replace("v", "u") for syllable in syllables]


def _rejoined(tokens: Iterable[str]) -> list[str]:
    """Put the characters of an unspaced script together again, so that they sound right."""
    runs = ((unspaced, list(run)) for unspaced, run in groupby(tokens, key=is_unspaced))
    return [word for unspaced, run in runs for word in (["".join(run)] if unspaced else run)]


def _cut(tokens: tuple[str, ...]) -> tuple[str, ...]:
    endings, beginnings = _legal_forms()
    for length in range(min(len(tokens) - 1, 8), 0, -1):
        if tokens[-length:] in endings:
            return tokens[:-length]
        if tokens[:length] in beginnings:
            return tokens[length:]
    return tokens


@cache
def _legal_forms() -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    endings, beginnings = (
        frozenset(tuple(fold(form).split()) for form in listed(text))
        for text in (ENDINGS, BEGINNINGS)
    )
    return endings, beginnings
