"""What an export of everything leaves out: what somebody gave in confidence, wherever it stands.

That is the sources themselves with their files, what the trail says of them, their citations in
revisions with the notes of those, and drafts that cite them, as long as nobody has published
these: unread text may say anything. Hashes stay, so that every chain can be followed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import Session, load_only

from campaign.models import (
    AnswerDraft,
    ConfidentialDeed,
    ConfidentialSource,
    Draft,
    Evidence,
    RemovedEvidence,
    Review,
    Revision,
    SlugReservation,
)
from campaign.models.vocabulary import DraftState
from campaign.schemas.privacy import cites_confidential, without_confidential
from campaign.schemas.types import CONFIDENTIAL

Row = dict[str, Any]
WITHHELD = "Withheld"  # title of a draft that is left out


@dataclass(frozen=True)
class Withholding:
    """Which drafts say, or may say, what was given in confidence.

    Attributes:
        unread: nobody has published them; all that they say is left out.
        published: only the citations, and what was said between author and reviewer, are.
    """

    unread: frozenset[int]
    published: frozenset[int]

    def of(self, table: str, row: Row) -> Row | None:
        """Return what an export may hold of a row, as plain values; None for nothing."""
        return RULES[table](self, row) if table in RULES else row

    def _draft(self, row: Row) -> Row:
        if row["id"] in self.unread:
            slug = f"withheld-{row['id']}"
            return row | {
                "document": {"kind": row["kind"], "slug": slug},
                "title": WITHHELD,
                "note": "",
                "public_note": None,
                "asks_until": None,
            }
        if row["id"] in self.published:
            return row | {"document": without_confidential(row["document"]), "note": ""}
        return row

    def _review(self, row: Row) -> Row:
        return row | {"words": ""} if row["draft_id"] in self.unread | self.published else row

    def _of_draft(self, row: Row) -> Row | None:
        return None if row["draft_id"] in self.unread else row

    def _evidence(self, row: Row) -> Row | None:
        return None if row["confidential_id"] is not None else self._of_draft(row)

    def _removed_evidence(self, row: Row) -> Row | None:
        return None if row["source_id"] is None else row  # that of a draft, or a confidential one

    def _revision(self, row: Row) -> Row:
        if not cites_confidential(row["document"]):
            return row
        document = without_confidential(row["document"])
        return row | {"document": document, "note": "", "salt": None, "withheld": True}

    def _nothing(self, _row: Row) -> None:
        return None


Rule = Callable[[Withholding, Row], Row | None]
RULES: dict[str, Rule] = {
    ConfidentialSource.__tablename__: Withholding._nothing,
    ConfidentialDeed.__tablename__: Withholding._nothing,
    Revision.__tablename__: Withholding._revision,
    Draft.__tablename__: Withholding._draft,
    Review.__tablename__: Withholding._review,
    SlugReservation.__tablename__: Withholding._of_draft,
    Evidence.__tablename__: Withholding._evidence,
    RemovedEvidence.__tablename__: Withholding._removed_evidence,
}


def find_withholding(session: Session) -> Withholding:
    """Return which drafts are to be withheld, in whole or in part.

    With a draft goes its whole set: what it leads, and what it goes with.
    """
    may_cite = cast(Draft.document, Text).like(f'%"{CONFIDENTIAL}%')
    query = select(Draft).where(may_cite).options(load_only(Draft.document, Draft.state))
    citing = [d for d in session.scalars(query) if cites_confidential(d.document)]
    published = {draft.id for draft in citing if draft.state is DraftState.PUBLISHED}
    unread = {draft.id for draft in citing} - published
    while more := _beside(session, unread) - unread - published:
        unread |= more
    return Withholding(frozenset(unread), frozenset(published))


def _beside(session: Session, drafts: set[int]) -> set[int]:
    """Return the drafts that are in one set with any of these, and still unread."""
    beside: set[int] = set()
    for one, other in (
        (AnswerDraft.draft_id, AnswerDraft.report_draft_id),
        (Draft.id, Draft.attached_to_id),
    ):
        tied = select(one, other).where(or_(one.in_(drafts), other.in_(drafts)))
        beside |= {number for row in session.execute(tied) for number in row if number}
    states = select(Draft.id).where(Draft.id.in_(beside), Draft.state != DraftState.PUBLISHED)
    return set(session.scalars(states))
