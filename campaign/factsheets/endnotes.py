"""Numbering sources in the order in which a sheet first cites them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from campaign.factsheets.naming import in_language, joined
from campaign.factsheets.parts import Endnote
from campaign.factsheets.runs import Run, Runs
from campaign.factsheets.wording import Part, Wording
from campaign.models.vocabulary import Stance
from campaign.queries.citations import Cited, SourceReference

MOST_PER_SENTENCE = 3


@dataclass
class Endnotes:
    """The endnotes of one sheet as it is being written; number 1 is this record itself.

    Of the sources of one sentence those of the best grade are noted, one for each
    independent origin and at most ``most``: reprints of one story count once.
    """

    record: Endnote
    wording: Wording
    most: int = MOST_PER_SENTENCE
    _numbers: dict[int, int] = field(default_factory=dict)
    _sources: list[SourceReference] = field(default_factory=list)
    _locators: dict[int, list[str]] = field(default_factory=dict)

    @property
    def here(self) -> tuple[int, ...]:
        """Return the note of this record itself: for counts and absences."""
        return (self.record.number,)

    def supporting(self, citations: Iterable[Cited], limit: int | None = None) -> tuple[int, ...]:
        """Return the numbers of the strongest sources that support something."""
        return self._number(citations, Stance.SUPPORTS, limit or self.most)

    def leading(self, citations: Iterable[Cited]) -> tuple[int, ...]:
        """Return the number of the source that stands first, and of the strongest others.

        Of a link the first is the one on which its basis rests, which need not be the best.
        """
        supporting = [c for c in citations if c.stance is Stance.SUPPORTS]
        first = self._number(supporting[:1], Stance.SUPPORTS, 1)
        others = self.most - len(first)
        more = self._number(supporting[1:], Stance.SUPPORTS, others) if others else ()
        return tuple(sorted({*first, *more}))

    def denying(self, citations: Iterable[Cited]) -> tuple[int, ...]:
        """Return the numbers of the strongest sources that deny something."""
        return self._number(citations, Stance.DENIES, self.most)

    def known(self, citations: Iterable[Cited], limit: int = MOST_PER_SENTENCE) -> tuple[int, ...]:
        """Return the numbers of those supporting sources that have one already."""
        supporting = (c.source.id for c in citations if c.stance is Stance.SUPPORTS)
        return tuple(sorted({self._numbers[i] for i in supporting if i in self._numbers})[:limit])

    @property
    def source_ids(self) -> set[int]:
        """Return the records of the sources noted so far."""
        return set(self._numbers)

    def listed(self) -> tuple[Endnote, ...]:
        """Return the endnotes, in order."""
        return (self.record, *(self._endnote(source) for source in self._sources))

    def _number(self, citations: Iterable[Cited], stance: Stance, limit: int) -> tuple[int, ...]:
        ranked = sorted(
            (c for c in citations if c.stance is stance),
            key=lambda c: (c.source.grade, c.source.id not in self._numbers),
        )
        strongest: dict[str, Cited] = {}
        for citation in ranked:
            strongest.setdefault(citation.source.origin, citation)
        return tuple(
            sorted(self._note(c) for c in list(strongest.values())[: min(limit, self.most)])
        )

    def _note(self, citation: Cited) -> int:
        source = citation.source
        if source.id not in self._numbers:
            self._sources.append(source)
            self._numbers[source.id] = self.record.number + len(self._sources)
        locators = self._locators.setdefault(source.id, [])
        if citation.locator and citation.locator not in locators:
            locators.append(citation.locator)
        return self._numbers[source.id]

    def _endnote(self, source: SourceReference) -> Endnote:
        locators = tuple(self._locators[source.id])
        return Endnote(
            number=self._numbers[source.id],
            slug=source.slug,
            publisher=source.publisher,
            title=source.title,
            author=source.author,
            date=source.published,
            url=source.url,
            archive_url=source.archive_url,
            language=source.language,
            grade=source.grade.value,
            locators=locators,
            words=self._words(source, locators),
            remarks=self.wording.text("Grade {grade}.", grade=source.grade.value),
        )

    def _words(self, source: SourceReference, locators: tuple[str, ...]) -> Runs:
        """Return author, title, publisher, day, pages and language, as they are printed."""
        say, own = self.wording.say, in_language(self.wording, source.language)
        title = Run(source.title, own, quoted=True)
        about: dict[str, Part] = {"publisher": source.publisher, "title": title}
        day = self.wording.date(source.published)
        if source.author:
            about["author"] = source.author
            found = say("{publisher}. “{title}”. {author}. {date}.", date=day, **about)
        else:
            found = say("{publisher}. “{title}”. {date}.", date=day, **about)
        parts = [found]
        if locators:
            parts.append(say("At: {pages}.", pages="; ".join(locators)))
        if source.language.split("-")[0] != self.wording.language.split("-")[0]:
            parts.append(say("In {language}.", language=self.wording.language_of(source.language)))
        return joined(parts, " ")
