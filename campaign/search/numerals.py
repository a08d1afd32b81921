"""Numbers in names, however they are written: Unit 6, No. 2 Plant, 二厂, Plant II, Plant B."""

from __future__ import annotations

import re
from collections.abc import Sequence

_VALUES = {
    word: str(value)
    for words in (
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"),
    )
    for value, word in enumerate(words, start=1)
}
_ONLY_NUMBERS = frozenset({"ii", "iii", "iv", "vii", "viii", "ix", "xii"})
_MARKS = frozenset({"no", "nr", "number"})
# What is numbered; a number word or a letter counts only beside one of these.
_NUMBERED = _MARKS | {
    *("unit", "plant", "factory", "mill", "phase", "building", "block"),
    *("workshop", "works", "campus", "site"),
}
_HAN_MARKS = re.compile(r"第 (?=\d)|(?<=\d) 号")  # around digits: 第 3 厂, 3 号厂
_DIGITS = re.compile(r"\d+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)?")
_HAN_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九", 1)}
_HAN_NUMBER = re.compile(r"第?([一二三四五六七八九十]{1,3}|\d+)号?(?=[分工]?(?:厂|车间|期|园))")


def cut_numbers(name: str) -> tuple[str, tuple[str, ...]]:
    """Return a folded name (its Han characters together) without numbers, and those, sorted.

    Numbers come back in digits, a letter after a word like unit or plant as itself. Digits
    inside a word (``3m``) stay there and count as well.
    """
    numbers: list[str] = []

    def take(found: re.Match[str]) -> str:
        numbers.append(_han_value(found[1]))
        return ""

    tokens = _HAN_NUMBER.sub(take, _HAN_MARKS.sub(" ", name)).split()
    kept = []
    for index, token in enumerate(tokens):
        value = _value(tokens, index)
        if value is not None:
            numbers.append(value)
        elif token not in _MARKS:
            kept.append(token)
            numbers += [digits.lstrip("0") or "0" for digits in _DIGITS.findall(token)]
    return " ".join(kept), tuple(sorted(numbers))


def _value(tokens: Sequence[str], index: int) -> str | None:
    """Return the number that a token is, or None."""
    token = tokens[index]
    digits = _ORDINAL.fullmatch(token)
    if digits:
        return digits[1].lstrip("0") or "0"
    beside = {*tokens[max(0, index - 1) : index], *tokens[index + 1 : index + 2]}
    if token in _ONLY_NUMBERS or (token in _VALUES and beside & _NUMBERED):
        return _VALUES[token]
    after_what_is_numbered = index > 0 and tokens[index - 1] in _NUMBERED
    return token if len(token) == 1 and token.isascii() and after_what_is_numbered else None


def _han_value(written: str) -> str:
    """Return a number below a hundred, as 十二 is written, in digits."""
    if written.isdigit() and written.isascii():
        return written.lstrip("0") or "0"
    tens, ten, ones = written.rpartition("十")
    value = (_HAN_DIGITS.get(tens, 1) * 10 if ten else 0) + _HAN_DIGITS.get(ones, 0)
    return str(value)
