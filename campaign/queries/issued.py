"""Reading issued sheets: one by its number, lists with how each stands, what is new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased, contains_eager, selectinload

from campaign.models import (
    CampaignParty,
    CampaignReport,
    Exposure,
    IssuedRecord,
    IssuedSheet,
    Ownership,
    Record,
    ReportSite,
    Response,
    SheetNumber,
    SupplyLink,
)
from campaign.queries.lists import any_of

ANY_SHEET: ColumnElement[bool] = true()


class SheetState(StrEnum):
    """How an issued sheet stands; derived at reading, never stored."""

    CHANGED = "changed"
    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Standing:
    """An issued sheet, and what became of it and of the records behind it since.

    Attributes:
        newest: the newest version under its number.
        retracted: how many records that it rests on were retracted.
        edited: how many were changed.
        fresh: how many published since speak of its subject or of the reports that it tells.
    """

    issue: IssuedSheet
    newest: int
    retracted: int = 0
    edited: int = 0
    fresh: int = 0

    @property
    def state(self) -> SheetState:
        """Return the state as far as records tell; a change may leave each sentence as it is."""
        if self.issue.withdrawn_at is not None:
            return SheetState.WITHDRAWN
        if self.newest > self.issue.version:
            return SheetState.SUPERSEDED
        touched = self.retracted or self.edited or self.fresh
        return SheetState.CHANGED if touched else SheetState.CURRENT


@dataclass(frozen=True)
class Touched:
    """A record that moved on since a sheet was issued, and how: retracted, edited or new."""

    record: Record
    how: str


def get_number(session: Session, year: int, running: int) -> SheetNumber | None:
    """Return a number with its subject and all its versions, or None."""
    return session.scalar(
        select(SheetNumber)
        .where(SheetNumber.year == year, SheetNumber.running == running)
        .options(
            selectinload(SheetNumber.subject),
            selectinload(SheetNumber.issues).selectinload(IssuedSheet.number),
        )
    )


def find_standings(
    session: Session, *, only: Iterable[int] | None = None, limit: int = 1000, offset: int = 0
) -> list[Standing]:
    """Return issued sheets with how each stands, in one query, newest first.

    Args:
        only: ids of the sheets wanted; all by default.
        limit: how many at most.
        offset: how many to pass over.
    """
    newest_first = IssuedSheet.issued_at.desc(), IssuedSheet.id.desc()
    page = select(IssuedSheet.id).order_by(*newest_first).limit(limit).offset(offset)
    if only is not None:
        page = page.where(any_of(IssuedSheet.id, list(only)))
    rows = session.execute(_standings(page.cte("page")).order_by(*newest_first))
    return [
        Standing(issue, newest, retracted, edited, fresh)
        for issue, newest, retracted, edited, fresh in rows
    ]


def affected_first(standings: Iterable[Standing]) -> list[Standing]:
    """Return sheets by what needs an editor: retracted records, changed ones, then the rest."""
    order = list(SheetState)
    return sorted(standings, key=lambda s: (order.index(s.state), -s.retracted))


def count_issues(session: Session) -> int:
    """Count all versions of all sheets ever issued."""
    return session.scalar(select(func.count()).select_from(IssuedSheet)) or 0


def touched_records(session: Session, issue: IssuedSheet) -> list[Touched]:
    """Return the records that moved on since a sheet was issued, retracted ones first."""
    used = session.execute(
        select(Record, IssuedRecord.revision)
        .join(IssuedRecord, IssuedRecord.record_id == Record.id)
        .where(IssuedRecord.sheet_id == issue.id, _moved_on())
        .order_by(Record.retracted_at.is_(None), Record.title)
    )
    touched = [
        Touched(record, "edited" if record.retracted_at is None else "retracted")
        for record, _ in used
    ]
    new = aliased(Record)
    this = IssuedSheet.id == issue.id
    fresh = fresh_rows(this).subquery("fresh")
    query = (
        select(new)
        .where(new.id.in_(select(fresh.c.record_id).where(fresh.c.sheet_id == issue.id)))
        .order_by(new.title)
    )
    return touched + [Touched(record, "new") for record in session.scalars(query)]


def _standings(page: CTE) -> Select[IssuedSheet, int, int, int, int]:
    newest, used, fresh = _newest(), _used(page), _fresh(page)
    new = (
        select(fresh.c.sheet_id, func.count(fresh.c.record_id.distinct()).label("count"))
        .group_by(fresh.c.sheet_id)
        .subquery("new")
    )
    return (
        select(
            IssuedSheet,
            newest.c.version,
            func.coalesce(used.c.retracted, 0),
            func.coalesce(used.c.edited, 0),
            func.coalesce(new.c.count, 0),
        )
        .join(page, page.c.id == IssuedSheet.id)
        .join(SheetNumber, SheetNumber.id == IssuedSheet.number_id)
        .join(newest, newest.c.number_id == IssuedSheet.number_id)
        .outerjoin(used, used.c.sheet_id == IssuedSheet.id)
        .outerjoin(new, new.c.sheet_id == IssuedSheet.id)
        .options(contains_eager(IssuedSheet.number).joinedload(SheetNumber.subject))
    )


def _newest() -> Subquery:
    return (
        select(IssuedSheet.number_id, func.max(IssuedSheet.version).label("version"))
        .group_by(IssuedSheet.number_id)
        .subquery("newest")
    )


def _used(page: CTE) -> Subquery:
    """Return how many records of each sheet of a page were retracted, and how many changed."""
    gone = Record.retracted_at.is_not(None)
    return (
        select(
            IssuedRecord.sheet_id,
            func.sum(case((gone, 1), else_=0)).label("retracted"),
            func.sum(case((gone, 0), else_=1)).label("edited"),
        )
        .join(Record, Record.id == IssuedRecord.record_id)
        .where(_moved_on(), IssuedRecord.sheet_id.in_(select(page.c.id)))
        .group_by(IssuedRecord.sheet_id)
        .subquery("used")
    )


def _moved_on() -> ColumnElement[bool]:
    return or_(Record.retracted_at.is_not(None), Record.revision > IssuedRecord.revision)


def _fresh(page: CTE) -> Subquery:
    return fresh_rows(IssuedSheet.id.in_(select(page.c.id))).subquery("fresh")


def fresh_rows(which: ColumnElement[bool] = ANY_SHEET) -> CompoundSelect[int, int, datetime]:
    """Return (sheet, record, when) of records published since that a sheet might have told of.

    Those that name its subject, and those that answer a report on which it rests.

    Args:
        which: a condition on the issued sheets.
    """
    reports = Exposure.__table__.c
    sites, answers, links = (m.__table__.c for m in (ReportSite, Response, SupplyLink))
    holdings, parties, tied = (m.__table__.c for m in (Ownership, CampaignParty, CampaignReport))
    of_subject = (
        (reports.report_id, and_(reports.company_id == SheetNumber.subject_id, reports.counted)),
        (sites.report_id, sites.facility_id == SheetNumber.subject_id),
        (answers.id, answers.actor_id == SheetNumber.subject_id),
        (links.id, links.buyer_id == SheetNumber.subject_id),
        (links.id, links.supplier_id == SheetNumber.subject_id),
        (links.id, links.facility_id == SheetNumber.subject_id),
        (holdings.id, holdings.parent_id == SheetNumber.subject_id),
        (holdings.id, holdings.subsidiary_id == SheetNumber.subject_id),
        (parties.campaign_id, parties.actor_id == SheetNumber.subject_id),
    )
    of_used = (
        (answers.id, answers.report_id == IssuedRecord.record_id),
        (answers.id, answers.campaign_id == IssuedRecord.record_id),
        (tied.campaign_id, tied.report_id == IssuedRecord.record_id),
    )
    record = Record.__table__.c
    columns = (IssuedSheet.id.label("sheet_id"), record.id.label("record_id"))
    issued = select(*columns, record.published_at.label("at")).select_from(IssuedSheet)
    about = issued.join(SheetNumber, SheetNumber.id == IssuedSheet.number_id)
    resting = issued.join(IssuedRecord, IssuedRecord.sheet_id == IssuedSheet.id)
    later = record.published_at > IssuedSheet.issued_at
    return union_all(
        *(
            start.join(column.table, tie)
            .join(Record.__table__, and_(record.id == column, later))
            .where(which)
            for start, ties in ((about, of_subject), (resting, of_used))
            for column, tie in ties
        )
    )
