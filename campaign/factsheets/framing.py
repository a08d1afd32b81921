"""What all sheets have in common: how they were asked for, and how they are put together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice

from sqlalchemy.orm import Session

from campaign.factsheets.explaining import labels, method
from campaign.factsheets.fitting import fits, may_fit
from campaign.factsheets.frames import Choices, Letter, Masthead
from campaign.factsheets.limits import LADDERS, Limits
from campaign.factsheets.look import Logo
from campaign.factsheets.material import Material
from campaign.factsheets.naming import MOST_NAMES, other_names, reader_name
from campaign.factsheets.parts import BlockKey, Endnote, Item, Opinion, Sentence
from campaign.factsheets.runs import text_of
from campaign.factsheets.selection import ordered_blocks
from campaign.factsheets.sheet import NOTHING_CHANGED, Block, Form, Length, Paper, Sheet, Subject
from campaign.factsheets.wording import Wording
from campaign.models import Name, Record
from campaign.models.vocabulary import Kind
from campaign.queries.records import references

FOLDERS = {
    Kind.COMPANY: "companies",
    Kind.FACILITY: "facilities",
    Kind.REPORT: "reports",
    Kind.CAMPAIGN: "campaigns",
}


@dataclass(frozen=True)
class Frame:
    """How a sheet was asked for: its day, form, length, paper, language, choices and site.

    ``logo`` is that of the installation, which takes room from what is told.
    """

    as_of: date
    wording: Wording
    paper: Paper = Paper.A4
    length: Length = Length.TWO
    form: Form = Form.SHEET
    choices: Choices = NOTHING_CHANGED
    site_url: str = ""
    site_title: str = "Supply Record"
    contact: str = ""
    logo: Logo | None = None

    @property
    def year(self) -> int:
        """Return the year that the sheet bears: what was last seen long before is past."""
        return self.as_of.year

    @property
    def fullest(self) -> Limits:
        """Return the most that a sheet of this length tells."""
        return LADDERS[self.length][0]

    def url_of(self, record: Record) -> str:
        """Return the address of the subject's page; a path, where the site has no address."""
        return f"{self.site_url}/{FOLDERS[record.kind]}/{record.slug}"

    def record_note(self, record: Record) -> Endnote:
        """Return endnote 1: this record itself, on which counts and absences rest."""
        title = self.wording.text(
            "{title}: all reports, links and answers, each with its sources", title=record.title
        )
        words = self.wording.say(
            "{publisher}. “{title}”. {date}.",
            publisher=self.site_title,
            title=title,
            date=self.wording.day(self.as_of),
        )
        return Endnote(
            number=1,
            slug="",
            publisher=self.site_title,
            title=title,
            author=None,
            date=self.as_of.isoformat(),
            url=self.url_of(record),
            archive_url=None,
            language=self.wording.language,
            grade=None,
            words=words,
        )

    def own_line(self, text: str) -> Opinion:
        """Return an editor's line, marked as the group's opinion."""
        label = self.wording.text("Opinion of {group}:", group=self.site_title)
        return Opinion(label, text)


@dataclass(frozen=True)
class Content:
    """What a builder has to say, within some limits.

    Attributes:
        what: the sort of subject, for the line above the title.
        key_message: one sentence.
        headline: the counts that follow it.
        sections: heading and items of each section; written in the order that is asked for.
        left_out: how many reports count and are not told.
        record_ids: records other than sources on which the sheet rests.
        letter: the frame, where a letter is asked for.
    """

    what: str
    key_message: Callable[[], Sentence]
    headline: Callable[[], Iterable[Sentence]]
    sections: Mapping[BlockKey, tuple[str, Callable[[], Iterable[Item]]]]
    left_out: int
    record_ids: Collection[int]
    letter: Callable[[], Letter] | None = None


Compose = Callable[[Material], Content]


def fit_sheet(
    session: Session,
    frame: Frame,
    record: Record,
    names: Iterable[Name],
    told: tuple[Material, Compose],
) -> Sheet:
    """Return the fullest sheet that stands on the pages that its length promises.

    The first guess is by weight; Typst has the last word.

    Args:
        session: open on the database.
        frame: how the sheet was asked for.
        record: the subject, and ``names`` its names.
        told: what was read, and what is made of it within some limits.
    """
    material, compose = told
    ladder, written = LADDERS[frame.length], list(names)

    @cache
    def told_within(rung: int) -> tuple[Sheet, Set[int]]:
        within = material.within(ladder[rung])
        content = compose(within)
        sheet = _finish(frame, record, written, within, content)
        if rung:
            sheet = _saying_what_is_missing(frame, sheet, told_within(0)[0])
        return sheet, {*content.record_ids, *within.notes.source_ids}

    def whole(rung: int) -> Sheet:
        sheet, ids = told_within(rung)
        slugs = sorted(reference.slug for reference in references(session, ids).values())
        return replace(sheet, records=tuple(slugs))

    last = len(ladder) - 1
    rung = bisect_left(range(last), True, key=lambda rung: may_fit(told_within(rung)[0]))
    sheet = whole(rung)
    while rung < last and not fits(sheet, frame.logo):
        rung += 1
        sheet = whole(rung)
    return sheet


def _saying_what_is_missing(frame: Frame, sheet: Sheet, fullest: Sheet) -> Sheet:
    """Return a sheet that names the sections for which its pages have no room."""
    told = {block.key for block in sheet.blocks}
    missing = [block.heading for block in fullest.blocks if block.key not in told]
    if not missing:
        return sheet
    words = frame.wording.text(
        "Not told here for want of room: {sections}. All of it is at {url}",
        sections=frame.wording.row(missing),
        url=sheet.url,
    )
    return replace(sheet, left_out=(*sheet.left_out, words))


def _finish(
    frame: Frame, record: Record, names: list[Name], material: Material, content: Content
) -> Sheet:
    """Put a sheet together; its parts are read in order, for they number the endnotes."""
    url = frame.url_of(record)
    letter = content.letter() if content.letter else None
    key_message, headline = content.key_message(), tuple(content.headline())
    choices = frame.choices
    own = [frame.own_line(text) for text in (choices.key_message, choices.own_line) if text]
    first = own.pop(0) if choices.key_message else key_message
    below = (key_message, *headline) if choices.key_message else headline
    return Sheet(
        subject=_subject(frame.wording, record, names),
        form=frame.form,
        length=frame.length,
        paper=frame.paper,
        language=frame.wording.language,
        direction=frame.wording.direction,
        as_of=frame.as_of,
        masthead=_masthead(frame, content.what),
        key_message=first,
        headline=(*below, *own),
        blocks=tuple(_blocks(frame, content, material.limits)),
        endnotes=material.notes.listed(),
        left_out=tuple(_left_out(frame, content, url)),
        method=tuple(
            method(frame.wording, url, frame.contact, whole=frame.length is Length.DOSSIER)
        ),
        labels=labels(frame.wording),
        url=url,
        records=(),
        choices=choices,
        letter=letter,
    )


def _masthead(frame: Frame, what: str) -> Masthead:
    wording = frame.wording
    return Masthead(
        group=frame.site_title,
        what=wording.text("Fact sheet · {what}", what=what),
        as_of=wording.text("Data as of {date}", date=wording.day(frame.as_of)),
        language=wording.own_name,
        contact=frame.contact,
    )


def _subject(wording: Wording, record: Record, names: list[Name]) -> Subject:
    heading = reader_name(wording, record.title, names)
    title = text_of(heading)
    others = other_names(wording, names, tuple(run.text for run in heading), MOST_NAMES)
    return Subject(record.kind, record.slug, title, others, heading)


def _blocks(frame: Frame, content: Content, limits: Limits) -> Iterable[Block]:
    for key in ordered_blocks(frame.choices):
        if key in content.sections and key in limits.sections:
            heading, items = content.sections[key]
            said = tuple(islice(items(), limits.unknown if key is BlockKey.UNKNOWN else None))
            if said:
                yield Block(key, heading, said)


def _left_out(frame: Frame, content: Content, url: str) -> Iterable[str]:
    wording = frame.wording
    if content.left_out:
        yield wording.text_many(
            content.left_out,
            "{n} further report counts and can be read, with all sources, at {url}",
            "{n} further reports count and can be read, with all sources, at {url}",
            url=url,
        )
    headings = [content.sections[k][0] for k in frame.choices.left_out if k in content.sections]
    if headings:
        yield wording.text(
            "Left out of this sheet by its editors: {sections}. All of it is at {url}",
            sections=wording.row(headings),
            url=url,
        )
