"""From two slugs to the two ends of a connection, or a clear answer why not."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from campaign.errors import EqualEnds, RetractedEnd, UnknownEnd
from campaign.models import Record
from campaign.models.vocabulary import Kind
from campaign.queries.records import RecordReference, find_record, find_redirect

ENDS = (Kind.COMPANY, Kind.FACILITY, Kind.ORGANIZATION)


@dataclass(frozen=True)
class Ends:
    """The two records; ``moved`` when a slug is an old one: send the reader to the new."""

    start: RecordReference
    end: RecordReference
    moved: bool


def find_ends(session: Session, start: str, end: str) -> Ends:
    """Return the two records that slugs mean.

    Raises:
        UnknownEnd: a slug means no company, facility or organisation.
        RetractedEnd: the record was retracted.
        EqualEnds: both mean the same record.
    """
    first, second = find_end(session, start), find_end(session, end)
    if first.id == second.id:
        raise EqualEnds(f"Both ends are {first.title}; choose two that differ.")
    return Ends(first, second, (first.slug, second.slug) != (start, end))


def find_end(session: Session, slug: str) -> RecordReference:
    """Return the company, facility or organisation that a slug means, now or once.

    Raises:
        UnknownEnd: there is none.
        RetractedEnd: it was retracted.
    """
    record = _find(session, slug)
    if record is None or record.kind not in ENDS:
        raise UnknownEnd(slug)
    if record.retracted_at is not None:
        raise RetractedEnd(record.title, record.retraction_reason or "")
    return RecordReference(record.id, record.kind, record.slug, record.title)


def _find(session: Session, slug: str) -> Record | None:
    if "\x00" in slug:
        return None
    record = find_record(session, slug)
    if record is None or record.merged_into_id is not None:
        return find_redirect(session, slug)
    return record
