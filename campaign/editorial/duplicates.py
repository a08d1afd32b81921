"""Records that a draft may be about already, and an editor's word that it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.db import now
from campaign.errors import NotAllowed
from campaign.models import Distinction, Draft, Record, SearchName, User
from campaign.models.vocabulary import DraftAction, Kind
from campaign.search.addresses import address_key
from campaign.search.comparing import SAME
from campaign.search.likeness import likely_same

NAMED = frozenset({Kind.COMPANY, Kind.FACILITY, Kind.ORGANIZATION})
MOST_NAMES = 6  # of a draft, that are compared
SHOWN = 5


@dataclass(frozen=True)
class Duplicate:
    """A record that may be meant.

    Attributes:
        draft_id: of the draft, or of the source added to it, that may be the same.
        kind: of the record, and
        slug: its slug and
        title: its title.
        score: from 0 to 1.
        reason: why, in words.
    """

    draft_id: int
    record_id: int
    kind: Kind
    slug: str
    title: str
    score: float
    reason: str

    @property
    def is_pressing(self) -> bool:
        """Say whether it is so like that somebody must say if it is the same."""
        return self.score >= SAME


def find_duplicates(session: Session, draft: Draft) -> list[Duplicate]:
    """Return the records that a draft of a new one, or a source added to it, may be already.

    Those from which somebody has told it apart are left out. The likeliest come first.
    """
    drafts = [draft, *draft.attached]
    apart = set(
        session.execute(
            select(Distinction.draft_id, Distinction.record_id).where(
                Distinction.draft_id.in_([each.id for each in drafts])
            )
        ).all()
    )
    found = {
        (like.draft_id, like.record_id): like
        for each in drafts
        if each.action is DraftAction.CREATE
        for like in sorted(_alike(session, each), key=lambda like: like.score)
    }
    left = [like for key, like in found.items() if key not in apart]
    return sorted(left, key=lambda like: (-like.score, like.record_id))


def tell_apart(session: Session, draft: Draft, slug: str, *, author: User) -> None:
    """Remember that a draft, with the sources added to it, is not the same as a record.

    Raises:
        NotAllowed: somebody else wrote the draft.
    """
    if draft.author_id != author.id:
        raise NotAllowed("Only the author of a draft may do this.")
    for like in find_duplicates(session, draft):
        if like.slug == slug:
            session.add(
                Distinction(
                    draft_id=like.draft_id, record_id=like.record_id, author_id=author.id, at=now()
                )
            )
    session.flush()


def _alike(session: Session, draft: Draft) -> Iterator[Duplicate]:
    if draft.kind is Kind.SOURCE:
        return _at_the_same_address(session, draft)
    return _by_name(session, draft) if draft.kind in NAMED else iter(())


def _by_name(session: Session, draft: Draft) -> Iterator[Duplicate]:
    country = draft.document.get("country")
    for name in islice(_names(draft.document), MOST_NAMES):
        for like in likely_same(session, name, country, kind=draft.kind, limit=SHOWN):
            yield Duplicate(
                draft.id,
                like.record_id,
                like.kind,
                like.slug,
                like.title,
                like.score,
                f"“{name}” and “{like.name}”: {like.reason}",
            )


def _names(document: Mapping[str, Any]) -> Iterator[str]:
    for name in document.get("names") or []:
        if isinstance(name, Mapping) and str(name.get("text") or "").strip():
            yield str(name["text"])


def _at_the_same_address(session: Session, draft: Draft) -> Iterator[Duplicate]:
    addresses = (str(draft.document.get(field) or "") for field in ("url", "archive_url"))
    keys = {key for address in addresses if (key := address_key(address)) is not None}
    there = select(SearchName.record_id).where(SearchName.folded.in_(sorted(keys)))
    query = select(Record.id, Record.slug, Record.title).where(
        Record.id.in_(there), Record.kind == Kind.SOURCE, Record.retracted_at.is_(None)
    )
    for record_id, slug, title in session.execute(query.limit(SHOWN)):
        yield Duplicate(
            draft.id, record_id, Kind.SOURCE, slug, title, 1.0, "has the same web address"
        )
