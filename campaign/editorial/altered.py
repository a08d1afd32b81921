"""Published rows that no longer say what was accepted: changed behind the application's back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.editorial.revisions import latest_revisions
from campaign.models import Record
from campaign.queries.records import MODELS, document_of, whole

READ_AT_ONCE = 500  # records held in memory


def altered_records(session: Session) -> Iterator[str]:
    """Yield the slug of each published record whose tables differ from its newest revision."""
    session.flush()
    with Session(session.connection()) as reading:  # holds a batch at a time, not all records
        for model in MODELS.values():
            query = select(model.id).where(model.retracted_at.is_(None)).order_by(model.id)
            ids = list(reading.scalars(query))
            for start in range(0, len(ids), READ_AT_ONCE):
                yield from _altered(reading, model, ids[start : start + READ_AT_ONCE])
                reading.expunge_all()


def _altered(session: Session, model: type[Record], ids: Sequence[int]) -> Iterator[str]:
    revisions = latest_revisions(session, list(ids))
    records = session.scalars(select(model).where(model.id.in_(ids)).options(*whole(model)))
    for record in records:
        accepted = revisions.get(record.id)
        if accepted is None or not _says(record, accepted.document):
            yield record.slug


def _says(record: Record, document: object) -> bool:
    try:
        return document_of(record).content() == document
    except (ValidationError, StopIteration):  # such as a company without its primary name
        return False
