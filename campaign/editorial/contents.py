"""What a draft says while it is written: kept as typed, with its title, address and company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.db import now
from campaign.editorial.references import spell_out
from campaign.editorial.slugs import reserve_slug
from campaign.editorial.states import members
from campaign.editorial.titles import working_title
from campaign.models import AnswerDraft, Draft
from campaign.models.vocabulary import DraftAction, Kind
from campaign.queries.replies_due import asks_until

Content = Mapping[str, Any]


def keep_content(session: Session, draft: Draft, document: Content) -> Draft:
    """Keep a document in a draft, right or wrong.

    Answers follow the address of their report, and titles the names of who is new in a set.
    """
    _write(session, draft, document)
    draft.updated_at = now()
    draft.version += 1
    lead = draft if draft.kind is Kind.RESPONSE else lead_of(session, draft) or draft
    if lead is not draft:
        _write(session, lead, lead.document)
    for answer in lead.answers:
        _write(session, answer, answer.document)
    session.flush()
    return draft


def lead_of(session: Session, draft: Draft) -> Draft | None:
    """Return the draft that leads the set to which another belongs, or None."""
    query = select(Draft).join(AnswerDraft, AnswerDraft.report_draft_id == Draft.id)
    return session.scalar(query.where(AnswerDraft.draft_id == draft.id))


def beside_it(session: Session, draft: Draft) -> list[Draft]:
    """Return the drafts that will be published together with a draft, which it may refer to."""
    return [each for each in members(lead_of(session, draft) or draft) if each.id != draft.id]


def _write(session: Session, draft: Draft, document: Content) -> None:
    content = {**spell_out(dict(document)), "kind": draft.kind.value}
    lead = lead_of(session, draft)
    if lead is not None and draft.kind is Kind.RESPONSE:
        content["report"] = lead.document.get("slug")
    title = working_title(session, content, _titles_beside(session, draft))
    if draft.action is not DraftAction.CREATE:
        content.setdefault("slug", draft.document.get("slug"))
        title = title or draft.title
    content["slug"] = _address(session, draft, content, title)
    if draft.kind is Kind.SOURCE and not content.get("origin"):
        content["origin"] = content["slug"]  # the first of its own story, unless said otherwise
    draft.document = {key: value for key, value in content.items() if value is not None}
    draft.asks_until = asks_until(draft.document)
    draft.title = title


def _titles_beside(session: Session, draft: Draft) -> dict[str, str]:
    """Return the titles of what is published together with a draft, by slug."""
    return {str(d.document["slug"]): d.title for d in beside_it(session, draft) if d.title}


def _address(session: Session, draft: Draft, content: Content, title: str) -> str | None:
    """Return the slug of a draft: the record's own, or one that follows the title.

    What others of a set refer to keeps its first one: a new source, a new company or place.
    """
    if draft.action is not DraftAction.CREATE:
        return str(content["slug"])
    if draft.document.get("slug") and _is_referred_to(session, draft):
        return str(draft.document["slug"])
    return reserve_slug(session, draft, title)


def _is_referred_to(session: Session, draft: Draft) -> bool:
    if draft.attached_to_id is not None:
        return True
    return draft.kind is not Kind.RESPONSE and lead_of(session, draft) is not None
