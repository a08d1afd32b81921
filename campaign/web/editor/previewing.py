"""A draft as the public will see it: its very page, from a transaction that is never kept."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission
from campaign.db import db, now
from campaign.editorial.applying import apply_draft
from campaign.editorial.completeness import check_draft
from campaign.editorial.contents import lead_of
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature
from campaign.editorial.states import members
from campaign.errors import CampaignError
from campaign.models import Draft, Record
from campaign.models.vocabulary import DraftAction, DraftState, Kind
from campaign.schemas import parse_document
from campaign.schemas.decisions import DECISIONS
from campaign.web.access import requires, writing
from campaign.web.addresses import PAGES
from campaign.web.editor.reading import read_draft
from campaign.web.editor.routing import bp, load_draft

LINK_ENDS = {Kind.SUPPLY_LINK: ("buyer", "supplier"), Kind.OWNERSHIP: ("parent", "subsidiary")}


@bp.get("/drafts/<int:draft_id>/preview")
@requires(Permission.WRITE)
def preview(draft_id: int) -> ResponseReturnValue:
    """Show the public page that a draft would make; unfinished, what there is of it in order."""
    draft = load_draft(db.session, draft_id)
    asked = _ends(draft)
    if asked and asked != {name: request.args.get(name) for name in asked}:
        return redirect(f"{url_for('editor.preview', draft_id=draft_id)}?{urlencode(asked)}")
    page = None if _has_no_page(draft) else _public_page(writing(), draft_id)
    return page or render_template(
        "editor/preview.html",
        draft=load_draft(db.session, draft_id),
        reading=read_draft(db.session, load_draft(db.session, draft_id)),
    )


def _ends(draft: Draft) -> dict[str, str]:
    """Return what the page of connections is asked for a link, once both ends are chosen."""
    ends = [str(draft.document.get(end) or "") for end in LINK_ENDS.get(draft.kind, ())]
    return dict(zip(("from", "to"), ends, strict=False)) if ends and all(ends) else {}


def _has_no_page(draft: Draft) -> bool:
    ended = draft.state in (DraftState.PUBLISHED, DraftState.REJECTED)
    return ended or draft.action in DECISIONS


def _public_page(session: Session, draft_id: int) -> ResponseReturnValue | None:
    """Return the page after publishing, and take the publication back; None if it cannot be.

    What goes with the draft is published with it, so that an answer stands on its report.
    The whole is one transaction, which alone sees what it writes and always ends undone.
    """
    try:
        draft = load_draft(session, draft_id)
        leading = lead_of(session, draft) or draft
        if check_draft(session, leading):
            return None
        slug = str(draft.document["slug"])
        _publish(session, leading, Signature(now(), f"draft {draft_id}", draft.author_id))
        session.flush()
        session.expire_all()
        record = session.scalars(select(Record).where(Record.slug == slug)).one()
        g.previewing = draft_id
        return _view(record, load_draft(session, draft_id))
    except CampaignError:
        return None
    finally:
        session.rollback()


def _publish(session: Session, draft: Draft, signature: Signature) -> None:
    """Publish a draft as on the first day on which it may be public."""
    if draft.action not in (DraftAction.CREATE, DraftAction.UPDATE):
        apply_draft(session, draft, signature)
        return
    contents = [dict(each.document) for each in members(draft)]
    for content in contents:
        content.pop("publish_not_before", None)
    publish_all(session, [parse_document(content) for content in contents], signature=signature)


def _view(record: Record, draft: Draft) -> ResponseReturnValue:
    if draft.kind in LINK_ENDS:
        return _shown("public.connections")
    kind, slug = record.kind, record.slug
    if kind is Kind.RESPONSE:
        on_report = bool(draft.document.get("report"))
        kind = Kind.REPORT if on_report else Kind.CAMPAIGN
        slug = str(draft.document[kind.value])
    return _shown(PAGES[kind], slug=slug)


def _shown(endpoint: str, **values: str) -> ResponseReturnValue:
    return cast("ResponseReturnValue", current_app.view_functions[endpoint](**values))
