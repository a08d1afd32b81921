"""When a record was published, corrected, retracted or restored: without names or old text."""

from __future__ import annotations

from flask import abort, redirect, render_template
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.queries.records import find_record, find_redirect
from campaign.queries.revisions import public_history
from campaign.web.access import everyone
from campaign.web.addresses import PAGES, PLURALS, url_for_public_history
from campaign.web.public.routing import bp


@bp.get(f"/<any({', '.join(PLURALS[kind] for kind in PAGES)}):plural>/<slug>/history")
@everyone
def history(plural: str, slug: str) -> ResponseReturnValue:
    """List the days on which a record changed, also of one that was retracted."""
    record = find_record(db.session, slug)
    if record is None or record.merged_into_id is not None:
        moved = find_redirect(db.session, slug)
        if moved is None or moved.kind not in PAGES:
            abort(404)
        return redirect(url_for_public_history(moved.kind, moved.slug), 301)
    if PLURALS[record.kind] != plural:
        abort(404)
    found = public_history(db.session, record)
    return render_template("public/history.html", record=record, revisions=found)
