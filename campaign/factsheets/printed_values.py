"""The values of a sheet as the template of the paper reads them, made in one walk.

Only what is printed is there, and what is set like its surroundings is plain text, so that
Typst has little to read. What is said gets the marks of its notes and its length, so that the
template need not count; words longer than a line get places where they may break.
"""

from __future__ import annotations

import re
from typing import Any

from campaign.factsheets.glyphs import clusters
from campaign.factsheets.sheet import note_marks

LONG, PART = 25, 6  # letters of a word that may break, and of its parts
# Typst breaks addresses where they may be broken; what is longer between two such places is not.
LONG_PIECE = re.compile(r"[^/?-]{37,}")
# Han and kana may break anywhere; Typst knows the words of Thai, Lao, Burmese and Khmer.
LONG_WORD = re.compile(r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ufaff]{25,}")
OF_A_NOTE = ("number", "words", "url", "archive_url", "remarks")
APART = "names"  # one beside the other, not one text
NOT_PRINTED = {"notes", "computed", "slug", "records", "choices", "nodes", "arrows", "rank", "key"}


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
        return _printed_list(value, languages)
    return value, 0


def breakable(text: str) -> str:
    """Return a text in which a word longer than a line may break, with nothing shown there."""
    if len(text) < LONG:
        return text
    return LONG_WORD.sub(_in_parts, text)


def _printed_list(values: list[Any] | tuple[Any, ...], languages: set[str]) -> tuple[Any, int]:
    """Return a list as it is printed; runs that are set alike become one."""
    printed: list[Any] = []
    letters, before = 0, False
    for value in values:
        shown, own = printed_values(value, languages)
        letters += own
        plain = isinstance(shown, str) and isinstance(value, dict)
        if plain and before:
            printed[-1] += shown
        else:
            printed.append(shown)
        before = plain
    return printed, letters


def _printed_dict(value: dict[str, Any], languages: set[str]) -> tuple[Any, int]:
    if "quoted" in value:
        return _printed_run(value, languages)
    keys = OF_A_NOTE if "locators" in value else value.keys() - NOT_PRINTED
    printed: dict[str, Any] = {}
    letters = 0
    for key in sorted(keys):
        if key == APART:
            shown = [printed_values(name, languages) for name in value[key]]
            printed[key], own = [name for name, _ in shown], sum(length for _, length in shown)
        else:
            printed[key], own = printed_values(value[key], languages)
        letters += own
    if isinstance(value.get("notes"), (list, tuple)):
        printed["marks"] = [{"text": text, "to": to} for text, to in note_marks(value["notes"])]
    if "type" in value or "number" in value:
        printed["letters"] = letters
    return printed, letters


def _printed_run(run: dict[str, Any], languages: set[str]) -> tuple[Any, int]:
    text, letters = breakable(run["text"]), len(run["text"])
    if run["language"]:
        languages.add(run["language"])
    elif not run["strong"]:
        return text, letters
    return {"text": text, "language": run["language"], "strong": run["strong"]}, letters


def _in_parts(word: re.Match[str]) -> str:
    """Let a word break between its parts; an address only where one piece of it is too long.

    What is put in would be copied along with an address, and then lead nowhere. A path alone
    does not break at a hyphen, for Spanish would repeat it on the next line.
    """
    whole = word[0]
    if "://" in whole:
        return LONG_PIECE.sub(_cut, whole)
    if whole.startswith("/"):
        return LONG_PIECE.sub(_cut, whole).replace("-", "-\u2060")
    return _cut(word)


def _cut(word: re.Match[str]) -> str:
    letters = clusters(word[0])  # a mark stays with its letter
    return "\u200b".join("".join(letters[at : at + PART]) for at in range(0, len(letters), PART))
