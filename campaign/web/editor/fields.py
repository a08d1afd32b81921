"""The fields from which the editor's forms are made. What is valid, the schemas say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import SelectField, StringField, TextAreaField

Options = list[tuple[str, str]]


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
    """A record, by its slug; anything else that is typed is something to search for."""


class Pick(SelectField):
    """One word of a vocabulary, or none yet."""

    def pre_validate(self, form: Any) -> None:
        """Leave the judgement to the schema."""


def options(words: Mapping[Any, str], empty: str | None = "Choose …") -> Options:
    """Return the options of a vocabulary, in the words that the public pages use."""
    known = [(str(value), phrase) for value, phrase in words.items()]
    return known if empty is None else [("", empty), *known]


def explained(words: Mapping[Any, str], meanings: Mapping[Any, str]) -> Options:
    """Return the options of a vocabulary, each with what it means."""
    return options({value: f"{phrase} – {meanings[value]}" for value, phrase in words.items()})


def grouped(terms: Iterable[tuple[str, str, str]]) -> dict[str, Options]:
    """Return options in groups; each term is (group, code, label)."""
    groups: dict[str, Options] = {"Choose": [("", "Choose …")]}
    for group, code, label in terms:
        groups.setdefault(group, []).append((code, f"{label} ({code})"))
    return groups


def _plain(valuelist: list[Any]) -> str:
    text = str(valuelist[0]) if valuelist else ""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
