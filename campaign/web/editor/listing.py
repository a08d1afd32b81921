"""The lists of drafts, a page at a time."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.queries.drafts import (
    Few,
    Listed,
    find_drafts_to_review,
    find_my_drafts,
    find_recently_published,
    find_returned_drafts,
)
from campaign.web.access import requires, signed_in
from campaign.web.editor.routing import bp
from campaign.web.public.routing import read_page

PER_PAGE = 20
HEADINGS = {
    "mine": "My drafts",
    "to-review": "To review",
    "returned": "Returned to me",
    "published": "Recently published",
}


@bp.get("/drafts/lists/<name>")
@requires(Permission.WRITE)
def draft_list(name: str) -> ResponseReturnValue:
    """Show a page of one's drafts, of what one may review, got back, or of what is new."""
    may_review = allows(signed_in(), Permission.REVIEW)
    if name not in HEADINGS or (name == "to-review" and not may_review):
        abort(404)
    listed = _read(name, Few((read_page() - 1) * PER_PAGE, PER_PAGE))
    return render_template(
        "editor/list.html", name=name, headings=HEADINGS, listed=listed, may_review=may_review
    )


def _read(name: str, few: Few) -> Listed:
    session = db.session
    if name == "published":
        return find_recently_published(session, few)
    find = {
        "mine": find_my_drafts,
        "to-review": find_drafts_to_review,
        "returned": find_returned_drafts,
    }[name]
    return find(session, signed_in(), few)
