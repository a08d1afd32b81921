"""Saying things in the reader's language: whole sentences with named places to fill.

A message is the English sentence itself; ``say("{company} answered.", company=…)`` looks it up
and fills it. Sentences are never put together from fragments: what may differ in order,
gender or number from one language to another is one message, with plural forms. Dates,
numbers, countries and languages come from CLDR.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from string import Formatter

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from campaign.factsheets.catalogues import language_name, translations
from campaign.factsheets.runs import Run, Runs
from campaign.factsheets.sheet import Direction
from campaign.queries.words import VOCABULARIES
from campaign.schemas.types import UNDATED, first_day

SKELETONS = ("y", "yMMMM")  # of a year, of a month
SPANS = ("y", "yMMMM", "yMMMd")  # CLDR has no spans of days with long names of months
CLDR_NAMES = {"en": "en_GB"}  # the dates of the site: 29 October 2022
Part = str | int | Run | Runs


def message(text: str) -> str:
    """Mark a message that stands apart from where it is said, for the catalogues to find."""
    return text


def plural(one: str, many: str) -> tuple[str, str]:
    """Mark a message with its plural, for the catalogues to find."""
    return one, many


def in_context(_context: str, word: str) -> str:
    """Mark a word that is looked up in a context, for the catalogues to find."""
    return word


@dataclass(frozen=True)
class Wording:
    """The words of one language (of ``catalogues.languages()``)."""

    language: str

    @cached_property
    def locale(self) -> Locale:
        """Return what CLDR knows of the language."""
        return Locale.parse(CLDR_NAMES.get(self.language, self.language).replace("-", "_"))

    @property
    def direction(self) -> Direction:
        """Return which way the language is written."""
        return Direction.RTL if self.locale.text_direction == "rtl" else Direction.LTR

    @property
    def own_name(self) -> str:
        """Return the language's own name."""
        return language_name(self.language)

    def say(self, message: str, **parts: Part) -> Runs:
        """Return a sentence, its parts filled in; a part may be text, a number or runs."""
        return tuple(self._filled(translations(self.language).gettext(message), parts))

    def say_many(self, number: int, one: str, many: str, **parts: Part) -> Runs:
        """Return a sentence in the plural form that a number takes; ``{n}`` is the number."""
        message = translations(self.language).ngettext(one, many, number)
        return tuple(self._filled(message, {"n": number, **parts}))

    def text(self, message: str, **parts: str | int) -> str:
        """Return a sentence as plain text."""
        return "".join(run.text for run in self.say(message, **parts))

    def text_many(self, number: int, one: str, many: str, **parts: str | int) -> str:
        """Return a sentence as plain text, in the plural form that a number takes."""
        return "".join(run.text for run in self.say_many(number, one, many, **parts))

    def term(self, context: str, word: str) -> str:
        """Return a word in the sense that the context gives it."""
        return translations(self.language).pgettext(context, word)

    def of(self, value: StrEnum) -> str:
        """Return the word of a vocabulary's value: ``Basis.NGO`` is ``NGO report``."""
        return self.term(type(value).__name__, VOCABULARIES[type(value)][value])

    def abuse(self, label: str) -> str:
        """Return a term of the vocabulary of abuse, as it stands within a sentence."""
        word = self.term("abuse", label)
        return f"{word[0].lower()}{word[1:]}"

    def number(self, value: int) -> str:
        """Return a number with the separators of the language."""
        return str(format_decimal(value, locale=self.locale))

    def bounds(self, at_least: int | None, at_most: int | None = None) -> str:
        """Return a count with its bounds: ``at least 200,000``; where they meet, as it is."""
        if at_least is not None and at_least == at_most:
            return self.number(at_least)
        if at_least is None:
            return self.text("at most {most}", most=at_most or 0)
        if at_most is None:
            return self.text("at least {least}", least=at_least)
        return self.text("at least {least} and at most {most}", least=at_least, most=at_most)

    def listed(self, items: Iterable[str]) -> str:
        """Return items as a list within a sentence: ``a, b and c``."""
        return str(format_list(list(items), locale=self.locale))

    def row(self, items: Iterable[str]) -> str:
        """Return items, which may hold commas, one after the other: ``a; b, c; d``."""
        return self.term("between items that may hold commas", "; ").join(items)

    def country(self, code: str) -> str:
        """Return the name of a country (ISO 3166-1 alpha-2)."""
        return str(self.locale.territories.get(code, code))

    def language_of(self, tag: str) -> str:
        """Return the name of a language (BCP 47); of its base, where a variety has none."""
        names = self.locale.languages
        return str(names.get(tag.replace("-", "_")) or names.get(tag.split("-")[0], tag))

    def date(self, value: str | None) -> str:
        """Return a partial date in words, never more precise: ``29 October 2022``, ``2022``."""
        if value is None or value == UNDATED:
            return self.text("no date")
        return _day_words(self.locale, value)

    def day(self, value: datetime.date) -> str:
        """Return a day in words."""
        return self.date(value.isoformat())

    def period(self, from_date: str | None, to_date: str | None = None) -> str:
        """Return a period in words: ``29–30 October 2022``; a missing end says nothing of it."""
        if from_date is None:
            return (
                self.text("until {date}", date=self.date(to_date)) if to_date else self.date(None)
            )
        if to_date is None or to_date == from_date:
            return self.date(from_date)
        if from_date.count("-") != to_date.count("-"):
            return self.text(
                "{first} to {last}", first=self.date(from_date), last=self.date(to_date)
            )
        return _span_words(self.locale, from_date, to_date)

    def link_period(
        self, from_date: str | None, to_date: str | None, as_of: str | None = None
    ) -> str:
        """Return since when, until when, or as of when a link is known to hold."""
        if from_date and to_date:
            return self.period(from_date, to_date)
        if to_date:
            return self.text("until {date}", date=self.date(to_date))
        if from_date and as_of and from_date != as_of:
            since, day = self.date(from_date), self.date(as_of)
            return self.text("since {since}, as of {date}", since=since, date=day)
        if from_date or as_of:
            return self.text("as of {date}", date=self.date(from_date or as_of))
        return self.text("dates unknown")

    def _filled(self, message: str, parts: dict[str, Part]) -> Iterator[Run]:
        for literal, name, _, _ in _pieces(message):
            if literal:
                yield Run(literal)
            if name is not None:
                yield from self._as_runs(parts[name])

    def _as_runs(self, part: Part) -> Runs:
        if isinstance(part, int):
            return (Run(self.number(part)),)
        if isinstance(part, str):
            return (Run(part),)
        return (part,) if isinstance(part, Run) else part


@cache
def _pieces(message: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    return tuple(Formatter().parse(message))


@lru_cache(maxsize=4096)  # CLDR's patterns are slow to find, and a sheet says many dates
def _day_words(locale: Locale, value: str) -> str:
    day, precision = first_day(value), value.count("-")
    if precision == 2:
        return _even_spaces(format_date(day, "long", locale=locale))
    return _even_spaces(format_skeleton(SKELETONS[precision], day, locale=locale))


@lru_cache(maxsize=4096)
def _span_words(locale: Locale, first: str, last: str) -> str:
    days, skeleton = (first_day(first), first_day(last)), SPANS[first.count("-")]
    return _even_spaces(format_interval(*days, skeleton=skeleton, locale=locale))


def _even_spaces(text: str) -> str:
    """Replace the thin and narrow spaces of CLDR, which few fonts have."""
    return text.replace("\u2009", " ").replace("\u202f", " ").replace("\xa0", " ")
