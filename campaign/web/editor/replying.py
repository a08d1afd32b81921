"""What the desk is told of questions to companies, and of reports that wait for their day."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.queries.campaign_events import coming_due
from campaign.queries.drafts import find_waiting_for_their_day
from campaign.queries.replies_due import replies_due
from campaign.schemas.calendar import today_everywhere
from campaign.web.access import requires, signed_in
from campaign.web.editor.routing import bp

AHEAD = 60  # days


@bp.get("/days")
@requires(Permission.WRITE)
def days() -> ResponseReturnValue:
    """Show whom to remind, what waits for its day, and which demands and promises come due."""
    user, today = signed_in(), today_everywhere()
    author_id = None if allows(user, Permission.REVIEW) else user.id
    return render_template(
        "editor/days.html",
        questions=replies_due(db.session, today, author_id=author_id),
        waiting=find_waiting_for_their_day(db.session, today, author_id=author_id),
        due=coming_due(db.session, today, days=AHEAD),
        ahead=AHEAD,
    )
