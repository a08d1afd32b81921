"""Before a sheet is issued: what blocks, and what its editor should know and may accept.

What blocks would make the paper untrue or unprovable in somebody's hand; there is no way
round it but to mend the record or to leave the report out. What warns is a weakness that
the sheet itself shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from campaign.factsheets.drawing import Arrow, Drawing
from campaign.factsheets.largeness import MOST_AT_ONCE, is_large
from campaign.factsheets.parts import Endnote, Entry
from campaign.factsheets.sheet import Sheet
from campaign.models import Exposure, Record, Report, Response
from campaign.models.vocabulary import Kind, Reach, ReplyState, ResponseStance, Timing
from campaign.queries.lists import any_of
from campaign.queries.reports import ReportRow, report_rows
from campaign.queries.words import TIMING_WORDS, plural
from campaign.schemas.types import last_day

OLD_YEARS = 2
ANSWER = Response.__table__.c


@dataclass(frozen=True)
class Finding:
    """One thing that the check found.

    Attributes:
        blocks: the sheet cannot be issued like this.
        message: what is wrong, and what would mend it.
        records: where it can be mended.
        where: what it is about, in few words.
    """

    blocks: bool
    message: str
    records: tuple[Record, ...] = ()
    where: str = ""


def check_sheet(session: Session, sheet: Sheet) -> list[Finding]:
    """Return what stands against issuing a sheet: first what blocks, then what warns."""
    records = used_records(session, sheet)
    told = [record for record in records.values() if record.slug in told_reports(sheet)]
    rows = report_rows(session, [record.id for record in told])
    findings = [
        *_without_address(sheet, records),
        *_retracted(records.values()),
        *_withdrawn(rows.values(), records),
        *_out_of_time(session, records, told),
        *_reply_missing(session, told, sheet.as_of),
        *_one_account(rows.values(), records),
        *_old(rows.values(), records, sheet.as_of),
        *_not_archived(sheet, records),
        *_own_words(sheet),
        *_large(sheet),
    ]
    return sorted(findings, key=lambda finding: not finding.blocks)


def told_reports(sheet: Sheet) -> set[str]:
    """Return the slugs of the reports and campaigns that a sheet tells."""
    items = (item for block in sheet.blocks for item in block.items)
    told = {item.slug for item in items if isinstance(item, Entry) and item.slug}
    return {*told, sheet.subject.slug} if sheet.subject.kind is Kind.REPORT else told


def used_records(session: Session, sheet: Sheet) -> dict[str, Record]:
    """Return by slug the records on which a sheet rests: told, named, linked, cited, answering."""
    drawn = [i for block in sheet.blocks for i in block.items if isinstance(i, Drawing)]
    slugs = {
        sheet.subject.slug,
        *sheet.records,
        *told_reports(sheet),
        *(note.slug for note in sheet.endnotes if note.slug),
        *(node.key for drawing in drawn for node in drawing.nodes),
    }
    named = select(Record).where(any_of(Record.slug, sorted(slugs)))
    reports = select(Record.id).where(any_of(Record.slug, sorted(told_reports(sheet))))
    given = select(ANSWER.id).where(ANSWER.report_id.in_(reports))
    answers = select(Record).where(Record.id.in_(given))
    return {
        record.slug: record
        for query in (named, answers)
        for record in session.scalars(query.order_by(Record.slug))
    }


def _large(sheet: Sheet) -> Iterator[Finding]:
    if is_large(sheet):
        message = (
            f"It tells more than {MOST_AT_ONCE} reports, so its PDF and Word file are made after "
            "it is issued, one after the other; until then its page has the other forms."
        )
        yield Finding(False, message, where="Length")


def _without_address(sheet: Sheet, records: dict[str, Record]) -> Iterator[Finding]:
    notes = {note.number: note for note in sheet.endnotes if note.slug}
    for said in sheet.everything_said():
        if not isinstance(said, Arrow) and said.computed:
            continue
        cited = [notes[number] for number in said.notes if number in notes]
        if not any(note.url or note.archive_url for note in cited):
            yield Finding(
                True,
                f"No source of this sentence can be looked up: “{_short(said.text)}” Add the "
                "address of the original, or of an archived copy.",
                _of(records, cited),
                "Sources",
            )


def _retracted(records: Iterable[Record]) -> Iterator[Finding]:
    for record in records:
        if record.retracted_at is not None:
            message = f"“{record.title}” was retracted: {record.retraction_reason}"
            yield Finding(True, message, (record,), "Retracted")


def _withdrawn(rows: Iterable[ReportRow], records: dict[str, Record]) -> Iterator[Finding]:
    for row in rows:
        if row.withdrawn:
            message = f"Whoever made this claim took it back: “{row.title}”. Leave it out."
            yield Finding(True, message, (records[row.slug],), "Withdrawn claim")


def _out_of_time(
    session: Session, records: dict[str, Record], told: Sequence[Record]
) -> Iterator[Finding]:
    """Find chains whose dates do not cover a report told; who is named in it needs no chain.

    Of who runs a place the dates are seldom published, and the sheet says so: that warns only.
    """
    companies = [record.id for record in records.values() if record.kind is Kind.COMPANY]
    company, report = aliased(Record), aliased(Record)
    rows = session.execute(
        select(company, report, Exposure.timing, Exposure.tiers)
        .join(company, company.id == Exposure.company_id)
        .join(report, report.id == Exposure.report_id)
        .where(
            any_of(Exposure.company_id, companies),
            any_of(Exposure.report_id, [record.id for record in told]),
            Exposure.reach == Reach.SITE,
            Exposure.counted,
            Exposure.denied.is_(False),
            Exposure.timing != Timing.AT_THE_TIME,
        )
        .order_by(company.title, report.title)
    )
    for tied, about, timing, tiers in rows:
        if tiers == 0:
            message = (
                f"Since when, or until when, {tied.title} has run the place of “{about.title}” "
                f"is not recorded ({TIMING_WORDS[timing]})."
            )
        else:
            message = (
                f"No chain from {tied.title} is documented for the time of “{about.title}” "
                f"({TIMING_WORDS[timing]}). Add the dates of the links, or leave the report out."
            )
        yield Finding(tiers > 0, message, (about, tied), "Chain" if tiers else "Operator")


def _reply_missing(session: Session, told: Sequence[Record], day: date) -> Iterator[Finding]:
    ids = [record.id for record in told]
    answers = session.execute(
        select(Response.report_id, Response.stance).where(
            any_of(Response.report_id, ids), Response.retracted_at.is_(None)
        )
    ).all()
    given = {row.report_id for row in answers if row.stance is not ResponseStance.NO_RESPONSE}
    silent = {row.report_id for row in answers}
    for report in session.scalars(
        select(Report).where(any_of(Report.id, ids)).order_by(Report.slug)
    ):
        state, due = report.reply_state, report.reply_due_on
        if state is ReplyState.ANSWERED and report.id not in given:
            text = "its companies answered, it says, and no answer is on record"
        elif state is ReplyState.ASKED and due and last_day(due) < day and report.id not in silent:
            text = f"a reply was due by {due}, and neither an answer nor silence is on record"
        else:
            continue
        message = f"“{report.title}”: {text}. Record what came."
        yield Finding(True, message, (report,), "Reply of the company")


def _one_account(rows: Iterable[ReportRow], records: dict[str, Record]) -> Iterator[Finding]:
    single = [records[row.slug] for row in rows if row.origins <= 1]
    if single:
        told = plural(len(single), "report told rests", "reports told rest")
        message = f"{told} on one independent account only."
        yield Finding(False, message, tuple(single), "One account")


def _old(rows: Iterable[ReportRow], records: dict[str, Record], day: date) -> Iterator[Finding]:
    oldest = day.replace(year=day.year - OLD_YEARS, day=min(day.day, 28))
    old = [records[row.slug] for row in rows if last_day(row.to_date or row.from_date) < oldest]
    if old:
        told = plural(len(old), "report told is", "reports told are")
        message = f"{told} about things more than two years ago."
        yield Finding(False, message, tuple(old), "Age")


def _not_archived(sheet: Sheet, records: dict[str, Record]) -> Iterator[Finding]:
    bare = [note for note in sheet.endnotes if note.slug and not note.archive_url]
    if bare:
        lacking = plural(len(bare), "source has", "sources have")
        message = f"{lacking} no archived copy; what they say can vanish from the net."
        yield Finding(False, message, _of(records, bare), "Archive")


def _own_words(sheet: Sheet) -> Iterator[Finding]:
    for own in sheet.opinions():
        message = f"Nobody but you has read this line of your own: “{_short(own.text)}”"
        yield Finding(False, message, (), "Own words")


def _of(records: dict[str, Record], notes: Iterable[Endnote]) -> tuple[Record, ...]:
    return tuple(records[note.slug] for note in notes if note.slug in records)


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:159].rstrip()}…"
