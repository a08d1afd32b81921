"""What is asked of the graph, read strictly: two ends that stand, and when."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign.errors import CampaignError
from campaign.graph.timing import Period
from campaign.models import Record
from campaign.models.vocabulary import Kind
from campaign.queries.records import find_record, find_redirect
from campaign.schemas.types import check_partial_date

ENDS = (Kind.COMPANY, Kind.FACILITY, Kind.ORGANIZATION)


class UnknownEnd(CampaignError):
    """No company, facility or organisation has this slug."""


class RetractedEnd(CampaignError):
    """The record was taken back; the message says why."""


class NoSuchDate(CampaignError):
    """What was asked for is no day, month or year."""


def find_end(session: Session, slug: str) -> Record:
    """Return the company, facility or organisation of a slug; merged ones lead on.

    Raises:
        UnknownEnd: there is none.
        RetractedEnd: it was retracted.
    """
    record = None
    if "\x00" not in slug:
        record = find_record(session, slug) or find_redirect(session, slug)
    if record is None or record.kind not in ENDS:
        raise UnknownEnd(f"“{slug[:120]}” is not a company, facility or organisation here.")
    if record.retracted_at is not None:
        raise RetractedEnd(f"{record.title} was retracted: {record.retraction_reason}")
    return record


def read_moment(text: str) -> Period | None:
    """Return the day, month or year that was asked for; None when none was.

    Raises:
        NoSuchDate: there is no such day.
    """
    if not text:
        return None
    try:
        check_partial_date(text)
    except ValueError as error:
        raise NoSuchDate(f"“{text[:40]}” was not understood as a date: {error}.") from None
    return Period(text, text)
