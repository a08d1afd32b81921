"""The accepted documents of a record, numbered, kept for ever and chained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.editorial.audit import READ_AT_ONCE, Deed
from campaign.editorial.hashing import GENESIS, chained_hash
from campaign.editorial.sealing import new_salt
from campaign.models import Record, Revision
from campaign.models.vocabulary import DraftAction
from campaign.schemas.privacy import cites_confidential, without_confidential

PUBLISHED = "publish:"  # begins the names of deeds that make a revision


@dataclass(frozen=True)
class Signature:
    """Who stands behind a publication, and where it came from (a draft, the seeds, a file).

    ``public_note`` tells readers what is corrected, beside each record that is changed.
    """

    at: datetime
    origin: str
    author_id: int | None = None
    reviewer_id: int | None = None
    note: str = ""
    public_note: str | None = None


def add_revision(
    session: Session,
    record: Record,
    content: dict[str, Any],
    action: DraftAction,
    signature: Signature,
    previous: Revision | None,
) -> Revision:
    """Keep a document as the next revision of a record; sets ``record.revision``."""
    record.revision = 1 if previous is None else previous.number + 1
    revision = Revision(
        record=record,
        number=record.revision,
        action=action,
        document=content,
        at=signature.at,
        origin=signature.origin,
        author_id=signature.author_id,
        reviewer_id=signature.reviewer_id,
        note=signature.note,
        public_note=signature.public_note if action is DraftAction.UPDATE else None,
        previous_hash=GENESIS if previous is None else previous.hash,
    )
    if cites_confidential(content):
        revision.salt = new_salt()
    revision.hash = chained_hash(revision.previous_hash, _content(revision))
    session.add(revision)
    return revision


def publication(record: Record, revision: Revision) -> Deed:
    """Return what the audit trail notes of a revision; with its hash, so that both agree.

    Where it cites confidential sources, the trail notes the hash of the rest of it too.
    """
    details = {"kind": record.kind.value, "revision": revision.number, "hash": revision.hash}
    if revision.salt is not None:
        details["open"] = open_hash(revision)
    return Deed(f"{PUBLISHED}{revision.action.value}", record.slug, details)


def open_hash(revision: Revision) -> str:
    """Return the hash of what is left of a revision without what was given in confidence.

    It is the same before and after that was withheld.
    """
    content = _content(revision) | {
        "document": without_confidential(revision.document),
        "note": "",
    }
    content.pop("salt", None)
    return chained_hash(revision.hash, content)


def latest_revisions(session: Session, record_ids: list[int]) -> dict[int, Revision]:
    """Return the newest revision of each of these records, by record id."""
    if not record_ids:
        return {}
    rows = session.scalars(
        select(Revision)
        .join(Record, (Record.id == Revision.record_id) & (Record.revision == Revision.number))
        .where(Record.id.in_(record_ids))
    )
    return {revision.record_id: revision for revision in rows}


def broken_revisions(session: Session) -> Iterator[tuple[int, int]]:
    """Yield (record id, number) of revisions whose hash or number breaks their chain."""
    previous: Revision | None = None
    query = select(Revision).order_by(Revision.record_id, Revision.number)
    for revision in session.scalars(query.execution_options(yield_per=READ_AT_ONCE)):
        if previous is not None and previous.record_id != revision.record_id:
            previous = None
        if not follows(revision, previous):
            yield revision.record_id, revision.number
        previous = revision


def follows(revision: Revision, previous: Revision | None) -> bool:
    """Say whether a revision's number and hashes follow from the one before, or begin a chain.

    The hash of one of which something was withheld cannot be computed here: the trail holds
    it, and that of what is left (``editorial.withheld``).
    """
    before = GENESIS if previous is None else previous.hash
    number = 1 if previous is None else previous.number + 1
    if revision.withheld:
        expected = revision.hash if _is_bare(revision) else ""
    else:
        expected = chained_hash(before, _content(revision))
    return (revision.previous_hash, revision.hash, revision.number) == (before, expected, number)


def _is_bare(revision: Revision) -> bool:
    told = revision.salt is not None or revision.note or cites_confidential(revision.document)
    return not told


def _content(revision: Revision) -> dict[str, Any]:
    content = {
        "number": revision.number,
        "action": revision.action.value,
        "document": revision.document,
        "at": revision.at.astimezone(UTC).isoformat(),
        "origin": revision.origin,
        "author": revision.author_id,
        "reviewer": revision.reviewer_id,
        "note": revision.note,
    }
    if revision.public_note is not None:  # what older chains do not have leaves no trace in them
        content["public_note"] = revision.public_note
    if revision.salt is not None:
        content["salt"] = revision.salt
    return content
