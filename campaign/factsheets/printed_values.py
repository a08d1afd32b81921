"""The values of a sheet as the template of the paper reads them, made in one walk.

What is said gets the marks of its notes and its length, so that the template need not count;
words longer than a line get places where they may break.
"""

from __future__ import annotations

import re
from typing import Any

from campaign.factsheets.sheet import note_marks

LONG, PART = 25, 6  # letters of a word that may break, and of its parts
LONG_WORD = re.compile(r"[^\s\u2e80-\ufaff]{25,}")


def printed_values(value: Any, languages: set[str]) -> tuple[Any, int]:
    """Return a value as it is printed, and how many letters it has.

    Args:
        value: dicts, lists, text and numbers.
        languages: takes up the languages of all runs met.
    """
    if isinstance(value, str):
        return breakable(value), len(value)
    if isinstance(value, dict):
        return _printed_dict(value, languages)
    if isinstance(value, (list, tuple)):
        pairs = [printed_values(item, languages) for item in value]
        return [printed for printed, _ in pairs], sum(letters for _, letters in pairs)
    return value, 0


def breakable(text: str) -> str:
    """Return a text in which a word longer than a line may break, with nothing shown there."""
    if len(text) < LONG:
        return text
    return LONG_WORD.sub(_in_parts, text)


def _printed_dict(value: dict[str, Any], languages: set[str]) -> tuple[dict[str, Any], int]:
    printed: dict[str, Any] = {}
    letters = 0
    for key, item in value.items():
        printed[key], own = printed_values(item, languages)
        letters += own
    if "quoted" in value and value["language"]:
        languages.add(value["language"])
    if isinstance(value.get("notes"), (list, tuple)):
        printed["marks"] = [{"text": text, "to": to} for text, to in note_marks(value["notes"])]
    if "type" in value or "number" in value:
        printed["letters"] = letters
    return printed, letters


def _in_parts(word: re.Match[str]) -> str:
    whole = word[0]
    return "\u200b".join(whole[at : at + PART] for at in range(0, len(whole), PART))
