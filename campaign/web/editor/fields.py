"""The fields from which the editor's forms are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from wtforms import SelectField, StringField, TextAreaField

DATE_HINT = "2022, 2022-10 or 2022-10-29; as exact as the source, never more"


class Line(StringField):
    """One line of text."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, without what no page can show."""
        self.data = _plain(valuelist)


class Prose(TextAreaField):
    """Text of several lines."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, without what no page can show."""
        self.data = _plain(valuelist)


class Chooser(Line):
    """A record, by its slug; what is no slug is something to search for."""


class Choice(SelectField):
    """One word of a vocabulary, or none yet. Whether it is right, the document's schema says."""

    def pre_validate(self, form: Any) -> None:
        """Leave the judgement to the schema."""


def vocabulary_choices(
    words: Mapping[Any, str], empty: str | None = "Choose …"
) -> list[tuple[str, str]]:
    """Return the options of a vocabulary, with the words that the public pages use."""
    options = [(str(value), phrase) for value, phrase in words.items()]
    return options if empty is None else [("", empty), *options]


def meaning_choices(
    words: Mapping[Any, str], meanings: Mapping[Any, str]
) -> list[tuple[str, str]]:
    """Return the options of a vocabulary, each with what it means."""
    options = {value: f"{phrase}: {meanings[value]}" for value, phrase in words.items()}
    return vocabulary_choices(options)


def grouped_choices(
    terms: Iterable[tuple[str, str, str]],
) -> dict[str, list[tuple[str, str]]]:
    """Return options in groups; each term is (group, code, label)."""
    groups: dict[str, list[tuple[str, str]]] = {"": [("", "Choose …")]}
    for group, code, label in terms:
        groups.setdefault(group, []).append((code, f"{code} {label}"))
    return groups


def _plain(valuelist: list[Any]) -> str:
    text = str(valuelist[0]) if valuelist else ""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


__all__ = [
    "DATE_HINT",
    "Choice",
    "Chooser",
    "Line",
    "Prose",
    "StrEnum",
    "grouped_choices",
    "meaning_choices",
    "vocabulary_choices",
]
