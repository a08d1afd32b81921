"""What the desk is told of questions to companies, and of reports that wait for their day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.models import Draft
from campaign.queries.campaign_events import Due, coming_due
from campaign.queries.drafts import find_waiting_for_their_day
from campaign.queries.replies_due import Errand, ReplyDue, replies_due
from campaign.schemas.calendar import today_everywhere
from campaign.web.access import requires, signed_in
from campaign.web.editor.routing import bp
from campaign.web.public.routing import read_page

AHEAD = 60  # days
SHOWN, PER_PAGE = 20, 50  # of each list on the page of all, and on its own
HEADINGS = {
    "questions": "Questions to companies",
    "waiting": "Submitted, not to be published yet",
    "due": "Demands and commitments",
}


@dataclass(frozen=True)
class Days:
    """What has a day: open questions, drafts that wait for theirs, demands and commitments."""

    questions: list[ReplyDue]
    waiting: list[Draft]
    due: list[Due]

    def part(self, name: str) -> Sequence[object]:
        """Return one of the lists by its name."""
        parts: dict[str, Sequence[object]] = {
            "questions": self.questions,
            "waiting": self.waiting,
            "due": self.due,
        }
        return parts[name]

    @property
    def errands(self) -> int:
        """Return how many of the questions call for something now."""
        return sum(question.errand is not Errand.WAIT for question in self.questions)

    @property
    def overdue(self) -> int:
        """Return how many of the demands and commitments are past their day."""
        return sum(due.is_over for due in self.due)


def days_to_keep() -> Days:
    """Return what the person signed in is told of: all that the desk counts and the page lists."""
    user, today = signed_in(), today_everywhere()
    author_id = None if allows(user, Permission.REVIEW) else user.id
    return Days(
        questions=replies_due(db.session, today, author_id=author_id),
        waiting=find_waiting_for_their_day(db.session, today, author_id=author_id),
        due=coming_due(db.session, today, days=AHEAD),
    )


@bp.get("/days")
@requires(Permission.WRITE)
def days() -> ResponseReturnValue:
    """Show whom to remind, what waits for its day, and which demands and promises come due."""
    return render_template(
        "editor/days.html", days=days_to_keep(), ahead=AHEAD, headings=HEADINGS, shown=SHOWN
    )


@bp.get("/days/<name>")
@requires(Permission.WRITE)
def days_of(name: str) -> ResponseReturnValue:
    """Show one of the three lists, a page at a time."""
    if name not in HEADINGS:
        abort(404)
    rows = days_to_keep().part(name)
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(read_page(), pages)
    return render_template(
        "editor/day_list.html",
        name=name,
        headings=HEADINGS,
        rows=rows[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(rows),
        page=page,
        pages=pages,
    )
