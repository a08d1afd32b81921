"""Which files a source has, at the desk; of one that others were merged into, theirs too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from campaign.models import ConfidentialSource, Draft, Evidence, Record, RemovedEvidence, Source

Target = Source | Draft | ConfidentialSource


def evidence_of(session: Session, target: Target) -> Sequence[Evidence]:
    """Return the files of a source, a draft of one, or a confidential one; oldest first."""
    condition: ColumnElement[bool]
    if isinstance(target, Source):
        condition = Evidence.source_id.in_(_made_one(target.id))
    elif isinstance(target, Draft):
        condition = Evidence.draft_id == target.id
    else:
        condition = Evidence.confidential_id == target.id
    query = _loaded().where(condition).order_by(Evidence.id)
    return session.scalars(query).all()


def evidence_of_drafts(session: Session, draft_ids: Iterable[int]) -> Sequence[Evidence]:
    """Return the files of some drafts."""
    query = _loaded().where(Evidence.draft_id.in_(draft_ids)).order_by(Evidence.id)
    return session.scalars(query).all()


def removed_from(session: Session, source: Source) -> Sequence[RemovedEvidence]:
    """Return what was removed from a source, newest first."""
    query = select(RemovedEvidence).options(joinedload(RemovedEvidence.remover))
    query = query.where(RemovedEvidence.source_id.in_(_made_one(source.id)))
    return session.scalars(query.order_by(RemovedEvidence.at.desc())).all()


def get_evidence(session: Session, name: str) -> Evidence | None:
    """Return a file with what it is of, or None."""
    return session.scalar(_loaded().where(Evidence.name == name))


def kept_hashes(session: Session) -> dict[str, str]:
    """Return the SHA-256 of each file that must be there, by name."""
    rows = session.execute(select(Evidence.name, Evidence.sha256))
    return {name: digest for name, digest in rows}  # noqa: C416 – rows are no pairs to mypy


def removed_names(session: Session) -> set[str]:
    """Return the names of files that may be deleted."""
    return set(session.scalars(select(RemovedEvidence.name)))


def _loaded() -> Select[Evidence]:
    return select(Evidence).options(
        joinedload(Evidence.uploader),
        joinedload(Evidence.source),
        joinedload(Evidence.draft),
        joinedload(Evidence.confidential),
    )


def _made_one(source_id: int) -> Select[int]:
    """Select a source with those that were merged into it, and into those.

    Nothing is moved, so a merger that is undone gives back what each had.
    """
    merged = select(Record.id).where(Record.id == source_id).cte("merged", recursive=True)
    merged = merged.union(select(Record.id).join(merged, Record.merged_into_id == merged.c.id))
    return select(merged.c.id)
