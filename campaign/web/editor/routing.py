"""The blueprint of the editor's pages, and how a number becomes a draft that one may see."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app
from sqlalchemy.orm import Session

from campaign.accounts.permissions import may_read_draft
from campaign.db import db
from campaign.editorial.review import has_reviewed
from campaign.editorial.states import STANDING, Step, may_step
from campaign.models import Draft
from campaign.models.vocabulary import Verdict
from campaign.queries import safety_words
from campaign.queries.drafts import get_draft, last_words
from campaign.web.access import signed_in
from config import Config

VERDICTS = {
    Verdict.APPROVE: "Approved",
    Verdict.RETURN: "Returned",
    Verdict.REJECT: "Rejected",
}

bp = Blueprint("editor", __name__, url_prefix="/editor")


@bp.after_request
def keep_off_disks(response: Response) -> Response:
    """Tell browsers and proxies to keep no copy of unreviewed text."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.context_processor
def shared_context() -> dict[str, Any]:
    """Return what the editor's templates need."""
    return {
        "Step": Step,
        "safety": safety_words,
        "may_step": may_step,
        "states": STANDING,
        "verdicts": VERDICTS,
        "last_words": last_words,
        "has_reviewed": has_reviewed,
    }


def load_draft(session: Session, draft_id: int) -> Draft:
    """Return a draft that the person signed in may read, or end the request (404)."""
    draft = get_draft(session, draft_id) if draft_id < 2**31 else None
    if draft is None or not may_read_draft(signed_in(), draft.author_id):
        abort(404)
    return draft


def load_own_draft(draft_id: int) -> Draft:
    """Return a draft of the person signed in; those of others cannot be written in (403)."""
    draft = load_draft(db.session, draft_id)
    if draft.author_id != signed_in().id:
        abort(403)
    return draft


def reviews_required() -> int:
    """Return how many approvals this installation asks for."""
    config: Config = current_app.config["CAMPAIGN"]
    return config.reviews_required
