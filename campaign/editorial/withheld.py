"""Revisions that cite confidential sources: the trail covers what is left when these are withheld.

An export leaves out what was given in confidence, and keeps the hash of each revision. The
hash cannot be computed from what is left; so the trail notes, when the revision is published,
the hash of what is left too. Whoever changes that, or withholds what the trail knows to be
open, is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Text, cast, func, or_, select
from sqlalchemy.orm import Session

from campaign.editorial.audit import READ_AT_ONCE, Deed, record_deeds
from campaign.editorial.revisions import PUBLISHED, open_hash
from campaign.models import AuditEntry, Record, Revision
from campaign.schemas.privacy import cites_confidential
from campaign.schemas.types import CONFIDENTIAL

SEALED = "revision:seal"
Key = tuple[str, int]  # slug and number
Noted = Mapping[Key, str]


def open_hashes(entries: Iterable[tuple[str, str, Mapping[str, object]]]) -> dict[Key, str]:
    """Return what entries of the trail (action, subject, details) note of what is left."""
    return {
        (subject, int(str(details["revision"]))): str(details["open"])
        for action, subject, details in entries
        if "open" in details and (action.startswith(PUBLISHED) or action == SEALED)
    }


def withheld_problems(session: Session) -> Iterator[str]:
    """Yield a sentence for each revision of which the trail knows another rest, or none."""
    noted: Noted | None = None
    for slug, revision in _confidential_revisions(session):
        noted = _noted(session) if noted is None else noted
        if noted.get((slug, revision.number)) != open_hash(revision):
            yield (
                f"Revision {revision.number} of {slug} is, without what was given in "
                "confidence, not what the audit trail notes."
            )


def count_withheld(session: Session) -> int:
    """Return of how many revisions something was withheld."""
    query = select(func.count()).select_from(Revision).where(Revision.withheld)
    return session.scalar(query) or 0


def seal_revisions(session: Session) -> int:
    """Note the open hash of revisions of older versions, which did not; return how many."""
    noted = _noted(session)
    deeds = [
        Deed(SEALED, slug, {"revision": revision.number, "open": open_hash(revision)})
        for slug, revision in _confidential_revisions(session)
        if (slug, revision.number) not in noted and not revision.withheld
    ]
    record_deeds(session, deeds, user_id=None)
    return len(deeds)


def _confidential_revisions(session: Session) -> Iterator[tuple[str, Revision]]:
    """Yield those that cite confidential sources or did so before that was withheld."""
    may_cite = cast(Revision.document, Text).like(f'%"{CONFIDENTIAL}%')
    query = select(Record.slug, Revision).join_from(Revision, Record)
    query = query.where(or_(Revision.withheld, Revision.salt.is_not(None), may_cite))
    query = query.order_by(Revision.id).execution_options(yield_per=READ_AT_ONCE)
    for slug, revision in session.execute(query):
        if revision.withheld or revision.salt is not None or cites_confidential(revision.document):
            yield slug, revision


def _noted(session: Session) -> dict[Key, str]:
    query = select(AuditEntry.action, AuditEntry.subject, AuditEntry.details)
    query = query.where(or_(AuditEntry.action.startswith(PUBLISHED), AuditEntry.action == SEALED))
    rows = session.execute(query.execution_options(yield_per=READ_AT_ONCE))
    return open_hashes((action, subject, details) for action, subject, details in rows)
