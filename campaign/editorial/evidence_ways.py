"""Where the files of a draft or a confidential source go when that ends.

A merger moves no file: ``queries.evidence`` reads those of what was merged away too, so
undoing it gives back what each source had; a retracted source keeps its own.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from campaign.models import ConfidentialSource, Draft, Evidence, RemovedEvidence
from campaign.models.vocabulary import Kind


def hand_over(session: Session, draft: Draft) -> None:
    """Give the files of a published draft to the source that it became, or has changed."""
    if draft.kind is not Kind.SOURCE or draft.record_id is None:
        return
    session.execute(
        update(Evidence)
        .where(Evidence.draft_id == draft.id)
        .values(draft_id=None, source_id=draft.record_id)
    )


def give_up_draft(session: Session, draft: Draft) -> None:
    """Take away the files of a draft that is thrown away."""
    _give_up(session, Evidence.draft_id == draft.id)


def give_up_confidential(session: Session, source: ConfidentialSource) -> None:
    """Take away the files of a confidential source that is forgotten; not even a hash stays."""
    _give_up(session, Evidence.confidential_id == source.id)


def _give_up(session: Session, condition: ColumnElement[bool]) -> None:
    for evidence in session.scalars(select(Evidence).where(condition)):
        session.add(RemovedEvidence(name=evidence.name))
        session.delete(evidence)
    session.flush()
