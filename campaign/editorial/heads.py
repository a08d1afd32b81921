"""The end of the audit trail, to be kept elsewhere; and whether trail and revisions agree.

A chain of hashes shows what was changed, taken out, put in or reordered; that its last
entries were cut off, or that all of it was written anew, shows only beside a head that
somebody noted before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.editorial.audit import READ_AT_ONCE
from campaign.editorial.hashing import GENESIS
from campaign.editorial.revisions import PUBLISHED
from campaign.errors import CampaignError
from campaign.models import AuditEntry, Record, Revision


class NotAHead(CampaignError):
    """What was given is not the head of a trail."""


@dataclass(frozen=True)
class Head:
    """How long the trail is, the hash of its last entry, and when that was made (ISO 8601)."""

    entries: int
    hash: str
    at: str

    def values(self) -> dict[str, Any]:
        """Return the plain values, for a file."""
        return asdict(self)


def read_head(values: object) -> Head:
    """Return a head from its plain values.

    Raises:
        NotAHead: something is missing, or of another type.
    """
    if isinstance(values, dict):
        entries, digest, at = (values.get(name) for name in ("entries", "hash", "at"))
        if type(entries) is int and entries >= 0 and isinstance(digest, str) and len(digest) == 64:
            return Head(entries, digest, str(at))
    raise NotAHead('This is no head of a trail: it has no "entries" and "hash".')


def trail_head(session: Session) -> Head:
    """Return the head of the trail as it is now."""
    last = session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
    if last is None:
        return Head(0, GENESIS, "")
    return Head(_length(session), last.hash, last.at.astimezone(UTC).isoformat())


def head_problems(session: Session, head: Head) -> list[str]:
    """Return why the trail is not a continuation of the one whose head this is; empty if it is."""
    length = _length(session)
    if length < head.entries:
        return [
            f"The trail has {length:,} entries, and had {head.entries:,} when the head was taken: "
            "its end was cut off."
        ]
    if head.entries == 0:
        return []
    digest = session.scalar(
        select(AuditEntry.hash).order_by(AuditEntry.id).offset(head.entries - 1).limit(1)
    )
    if digest == head.hash:
        return []
    return [
        f"Entry {head.entries:,} of the trail is not the one of the head: entries up to it were "
        "changed, put in or taken out."
    ]


def disagreements(session: Session) -> Iterator[str]:
    """Yield a sentence for each record whose revisions are not those that the trail tells of.

    So the end of a record's revisions cannot be cut off by itself, nor can the revisions
    of two records be exchanged. Entries of older versions hold no hash.
    """
    told = _told(session)
    newest: dict[str, int] = {}
    for slug, number, digest in session.execute(_revisions()):
        newest[slug] = max(number, newest.get(slug, 0))
        noted = told.pop((slug, number), None)
        if noted is None:
            yield f"Revision {number} of {slug} is not in the audit trail."
        elif noted not in ("", digest):
            yield f"Revision {number} of {slug} has another hash in the audit trail."
    yield from (
        f"Revision {number} of {slug} is in the audit trail, and nowhere else."
        for slug, number in sorted(told)
    )
    for slug, revision in session.execute(select(Record.slug, Record.revision)):
        if newest.get(slug) != revision:
            yield f"{slug} says that it is at revision {revision}; it has {newest.get(slug, 0)}."


def _told(session: Session) -> dict[tuple[str, int], str]:
    entries = session.execute(
        select(AuditEntry.subject, AuditEntry.details)
        .where(AuditEntry.action.startswith(PUBLISHED))
        .execution_options(yield_per=READ_AT_ONCE)
    )
    return {
        (subject, details.get("revision", 0)): details.get("hash", "")
        for subject, details in entries
    }


def _revisions() -> Any:
    query = select(Record.slug, Revision.number, Revision.hash).join_from(Revision, Record)
    return query.execution_options(yield_per=READ_AT_ONCE)


def _length(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0
