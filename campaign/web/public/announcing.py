"""The feed of issued fact sheets: issues, changes and withdrawals, as Atom (RFC 4287).

Names of entries follow from the hash of the sheet and the moment, so that they are the same
on every host and for ever. No person is named: the author is the group.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import NAMESPACE_OID, uuid5

from flask import Response, current_app, render_template, request

from campaign.db import db
from campaign.queries.announcements import Event, find_events
from campaign.web.access import everyone
from campaign.web.public.issued_sheets import bp
from config import Config

EMPTY = datetime(2026, 1, 1, tzinfo=UTC)  # a feed without entries was never updated


@bp.get("/feed.atom")
@everyone
def feed() -> Response:
    """Announce what happened to issued sheets, newest first."""
    config: Config = current_app.config["CAMPAIGN"]
    events = find_events(db.session)
    page = render_template(
        "public/feed.atom",
        site_url=config.site_url or request.host_url.rstrip("/"),
        events=events,
        name_of=name_of,
        moment=moment,
        updated=max((event.at for event in events), default=EMPTY),
    )
    return Response(page, content_type="application/atom+xml; charset=utf-8")


def name_of(event: Event) -> str:
    """Return an entry's name for ever, as a URN."""
    seed = f"{event.issue.hash}/{event.kind.value}/{moment(event.at)}"
    return f"urn:uuid:{uuid5(NAMESPACE_OID, seed)}"


def moment(at: datetime) -> str:
    """Return a moment as Atom writes it (RFC 3339), to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
