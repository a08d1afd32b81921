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
    """Keep a document in a draft, right or wrong; answers follow the address of their report."""
    _write(session, draft, document)
    draft.updated_at = now()
    draft.version += 1
    for answer in draft.answers:
        _write(session, answer, answer.document)
    session.flush()
    return draft


def report_of(session: Session, draft: Draft) -> Draft | None:
    """Return the report's draft with which an answer goes, or None."""
    query = select(Draft).join(AnswerDraft, AnswerDraft.report_draft_id == Draft.id)
    return session.scalar(query.where(AnswerDraft.draft_id == draft.id))


def beside_it(session: Session, draft: Draft) -> list[Draft]:
    """Return the drafts that will be published together with a draft, which it may refer to."""
    return [each for each in members(report_of(session, draft) or draft) if each.id != draft.id]


def _write(session: Session, draft: Draft, document: Content) -> None:
    content = {**spell_out(dict(document)), "kind": draft.kind.value}
    report = report_of(session, draft)
    if report is not None:
        content["report"] = report.document.get("slug")
    known = {} if report is None else {str(report.document.get("slug")): report.title}
    title = working_title(session, content, known)
    if draft.action is not DraftAction.CREATE:
        content.setdefault("slug", draft.document.get("slug"))
        title = title or draft.title
    content["slug"] = _address(session, draft, content, title)
    if draft.kind is Kind.SOURCE and not content.get("origin"):
        content["origin"] = content["slug"]  # the first of its own story, unless said otherwise
    draft.document = {key: value for key, value in content.items() if value is not None}
    draft.asks_until = asks_until(draft.document)
    draft.title = title


def _address(session: Session, draft: Draft, content: Content, title: str) -> str | None:
    """Return the slug of a draft: the record's own, or one that follows the title.

    A new source keeps its first one, for the report cites it by that.
    """
    if draft.action is not DraftAction.CREATE:
        return str(content["slug"])
    if draft.attached_to_id is not None and draft.document.get("slug"):
        return str(draft.document["slug"])
    return reserve_slug(session, draft, title)
