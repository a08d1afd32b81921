"""What an undo plan would do, as drafts that a second person can read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.editorial.undoing import UndoPlan
from campaign.models import Batch, Draft, Record, Revision
from campaign.models.vocabulary import DraftAction, DraftState

AT_ONCE = 500  # records


def drafts_of(session: Session, plan: UndoPlan, batch: Batch) -> Iterable[list[Draft]]:
    """Yield what a plan would do as drafts of a batch, ``AT_ONCE`` of them together."""
    ids = [*plan.restored, *plan.retracted]
    for start in range(0, len(ids), AT_ONCE):
        chunk = ids[start : start + AT_ONCE]
        records = list(session.scalars(select(Record).where(Record.id.in_(chunk))))
        documents = _documents(session, plan, records)
        yield [_draft(record, documents.get(record.id), batch) for record in records]


def _documents(
    session: Session, plan: UndoPlan, records: list[Record]
) -> dict[int, dict[str, Any]]:
    """Return what the records said at the revisions that they go back to."""
    wanted = {r.id: plan.restored[r.id] for r in records if r.id in plan.restored}
    rows = session.scalars(
        select(Revision).where(
            Revision.record_id.in_(wanted), Revision.number.in_(set(wanted.values()))
        )
    )
    return {row.record_id: row.document for row in rows if wanted[row.record_id] == row.number}


def _draft(record: Record, document: dict[str, Any] | None, batch: Batch) -> Draft:
    action = DraftAction.RETRACT if document is None else DraftAction.RESTORE
    decision = {"kind": record.kind.value, "slug": record.slug, "reason": batch.reason}
    return Draft(
        kind=record.kind,
        action=action,
        record_id=record.id,
        base_revision=record.revision,
        document=decision if document is None else document,
        title=record.title,
        note="",
        state=DraftState.SUBMITTED,
        author_id=batch.author_id,
        created_at=batch.created_at,
        updated_at=batch.created_at,
        submitted_at=batch.created_at,
    )
