"""What is begun beside a draft and goes its way: new sources, answers, companies and places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from campaign.editorial.audit import record_deeds
from campaign.editorial.contents import lead_of
from campaign.editorial.drafts import begin_draft, delete_draft, draft_deed, hold_draft
from campaign.editorial.states import Step
from campaign.errors import InvalidTransition
from campaign.models import Draft, User
from campaign.models.vocabulary import DraftAction, Kind, NameKind
from campaign.schemas.decisions import DECISIONS

Content = Mapping[str, Any]
NEWCOMERS = (Kind.COMPANY, Kind.FACILITY, Kind.ORGANIZATION)


def attach_source(session: Session, draft: Draft, document: Content, *, author: User) -> Draft:
    """Add a new source to a report's draft; it goes the same way as the report.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now.
    """
    hold_draft(session, draft, author, Step.SAVE)
    if draft.attached_to_id is not None:
        raise InvalidTransition("A source has no sources of its own.")
    source = _empty_beside(draft, Kind.SOURCE)
    draft.attached.append(source)
    return begin_draft(session, source, {**document, "kind": Kind.SOURCE}, author)


def start_answer(session: Session, draft: Draft, *, author: User) -> Draft:
    """Begin what a company answered to a report that is being written; both go the same way.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now, or is no report.
    """
    hold_draft(session, draft, author, Step.SAVE)
    if draft.kind is not Kind.REPORT or draft.action in DECISIONS:
        raise InvalidTransition("Answers go with reports; add this one by itself.")
    answer = _empty_beside(draft, Kind.RESPONSE)
    draft.companions.append(answer)
    return begin_draft(session, answer, {"kind": Kind.RESPONSE}, author)


def start_newcomer(
    session: Session, draft: Draft, kind: Kind, *, name: str = "", author: User
) -> Draft:
    """Begin a company, place or organisation that a draft names and that is not on record.

    It has a form of its own and goes the way of the draft, or of the one with which that goes.

    Args:
        session: its transaction is the caller's to commit.
        draft: that names it; no source, and nothing that only decides.
        kind: one of ``NEWCOMERS``.
        name: as far as known; its address is made from the first one, and stays.
        author: of the draft.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now, or names nobody.
    """
    hold_draft(session, draft, author, Step.SAVE)
    if draft.kind is Kind.SOURCE or draft.action in DECISIONS or kind not in NEWCOMERS:
        raise InvalidTransition("This cannot be added here; add it by itself.")
    lead = lead_of(session, draft) or draft
    newcomer = _empty_beside(lead, kind)
    lead.companions.append(newcomer)
    names = [{"text": name, "name_kind": NameKind.PRIMARY.value}] if name else []
    return begin_draft(session, newcomer, {"kind": kind, "names": names}, author)


def _empty_beside(draft: Draft, kind: Kind) -> Draft:
    """Return a draft of something new that goes the way of another."""
    return Draft(
        kind=kind,
        action=DraftAction.CREATE,
        document={},
        title="",
        note="",
        state=draft.state,
        author_id=draft.author_id,
    )


def detach_source(session: Session, source: Draft, *, author: User) -> None:
    """Throw away a source that was added to a draft.

    Raises:
        NotAllowed: somebody else wrote it.
        InvalidTransition: its draft is not being written now.
    """
    hold_draft(session, source, author, Step.SAVE)
    if source.attached_to_id is None:
        raise InvalidTransition("This source stands on its own; discard its draft instead.")
    record_deeds(session, [draft_deed("discard", source)], user_id=author.id)
    delete_draft(session, source)
