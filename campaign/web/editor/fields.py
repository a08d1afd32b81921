"""The fields from which the editor's forms are made. What is valid, the schemas say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from campaign.models.vocabulary import Kind
from campaign.queries.dates import date_words
from campaign.schemas.typed_dates import read_date

Options = list[tuple[str, str]]
MOST_ROWS = 300


class Line(StringField):
    """One line of text; ``narrow`` ones share a row, ``known`` names a list of suggestions."""

    def __init__(self, *args: Any, narrow: bool = False, known: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow, self.known = narrow, known

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, without what no page can show."""
        self.data = _plain(valuelist)


class When(Line):
    """A partial date, typed as people write it; what cannot be read stays as it was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, narrow=True, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the date that is meant, or what was typed."""
        super().process_formdata(valuelist)
        if self.data and self.data.strip():
            with suppress(ValueError):
                self.data = read_date(self.data)

    @property
    def understood(self) -> str:
        """Return the date in words; empty while there is none, or none can be read."""
        with suppress(ValueError):
            return date_words(read_date(self.data or ""))
        return ""

    @property
    def mistake(self) -> str:
        """Return what to write instead of what was typed; empty when it can be read."""
        try:
            read_date(self.data or "")
        except ValueError as error:
            return str(error)
        return ""


class Prose(TextAreaField):
    """Text of several lines."""

    narrow = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, without what no page can show."""
        self.data = _plain(valuelist)


class Chooser(Line):
    """A record of some kinds, by its slug; anything else that is typed is to be searched for."""

    def __init__(self, *args: Any, kinds: Collection[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = frozenset(kinds)


class Pick(SelectField):
    """One word of a vocabulary, or none yet."""

    def __init__(self, *args: Any, narrow: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow = narrow

    def pre_validate(self, form: Any) -> None:
        """Leave the judgement to the schema."""


class AbusePick(Pick):
    """A type of abuse; the vocabulary is in the database."""


class DemandPick(Pick):
    """A demand of the campaign that is chosen in the same form."""


class Picks(SelectMultipleField):
    """Any number of words of a vocabulary."""

    narrow = False

    def pre_validate(self, form: Any) -> None:
        """Leave the judgement to the schema."""


class Tick(BooleanField):
    """A yes that is no until somebody says so."""

    narrow = False


class Rows(FieldList):  # type: ignore[type-arg]
    """Parts that are added and removed; ``one`` is what each is called."""

    narrow = False

    def __init__(self, each: Any, label: str, one: str, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(each, label, min_entries=least, max_entries=MOST_ROWS, **kwargs)
        self.one = one


class Embedded(FormField):  # type: ignore[type-arg]
    """A part that there is once, or not at all."""

    narrow = False


def rows_of(form: type[Form], label: str, one: str, **limits: Any) -> Rows:
    """Return a list of parts, each with a small form of its own."""
    return Rows(FormField(form), label, one, **limits)


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


def every_field(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield the fields of a form with those of its parts and rows, in the order of the page."""
    for field in fields:
        yield field
        if isinstance(field, FormField):
            yield from every_field(field.form)
        elif isinstance(field, FieldList):
            yield from every_field(field.entries)


def declared_fields(form: type[Form]) -> Iterator[tuple[str, type[Form] | None]]:
    """Yield the name of each field that a form declares, and the form of its parts if it has."""
    for name in dir(form):
        field = getattr(form, name)
        if hasattr(field, "_formfield"):
            yield name, _inner_form(field)


def labels_in(form: type[Form], within: str = "") -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the label of each field that a form declares, with those of its parts.

    Each by the name of the part that it is in (empty for none) and its own: ``text`` is
    something else in a name and in a demand.
    """
    for name, inner in declared_fields(form):
        words = [arg for arg in getattr(form, name).args if isinstance(arg, str)]
        yield (within, name), words[0] if words else name
        if inner is not None:
            yield from labels_in(inner, name)


def _inner_form(field: Any) -> type[Form] | None:
    first = field.args[0] if field.args else None
    if hasattr(first, "_formfield"):
        return _inner_form(first)
    return first if isinstance(first, type) and issubclass(first, Form) else None


def _plain(valuelist: list[Any]) -> str:
    text = str(valuelist[0]) if valuelist else ""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
