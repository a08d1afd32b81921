"""Keeping a filled form: the record in its draft, each new source in a draft of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from campaign.editorial.companions import attach_source, detach_source
from campaign.editorial.drafts import Page, save_draft
from campaign.models import Draft, User
from campaign.web.editor.content import document_from, is_blank, source_document


def keep_form(
    session: Session,
    draft: Draft,
    typed: dict[str, Any],
    *,
    author: User,
    page: Page | None = None,
) -> None:
    """Save a form's values, right or wrong; rows of new sources are given their numbers.

    Raises:
        Conflict: another page has saved the draft since this one was opened.
    """
    document = document_from(draft.kind, typed, draft.document)
    note = typed.get("to_reviewer")
    save_draft(session, draft, document, author=author, note=note, page=page)
    attached = {str(source.id): source for source in draft.attached}
    for row in typed.get("sources") or []:
        source = attached.pop(str(row.get("draft_id") or ""), None)
        if source is None and not is_blank(row):
            row["draft_id"] = str(
                attach_source(session, draft, source_document(row), author=author).id
            )
        elif source is not None and not is_blank(row):
            save_draft(session, source, source_document(row), author=author)
        elif source is not None:
            detach_source(session, source, author=author)
            row["draft_id"] = ""
    for source in attached.values():
        detach_source(session, source, author=author)
    session.refresh(draft)
