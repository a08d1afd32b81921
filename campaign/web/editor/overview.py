"""The lists behind the overview of the desk, and the note that a record was looked at."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.editorial.looking import look_at
from campaign.queries.batches import count_waiting_batches
from campaign.queries.desk import CHORES, PER_PAGE, count_chores, count_requests, list_chore
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.forms import EmptyForm
from campaign.web.editor.history import load_any
from campaign.web.editor.replying import days_to_keep
from campaign.web.editor.routing import bp
from campaign.web.public.routing import read_page


@bp.get("/lists/<name>")
@requires(Permission.KEEP)
def chores(name: str) -> ResponseReturnValue:
    """Show a list of records that wait for somebody."""
    chore = CHORES.get(name) or abort(404)
    today, page = date.today(), read_page()
    total = count_chores(db.session, today, [name])[name]
    return render_template(
        "editor/chores.html",
        chore=chore,
        waiting=list_chore(db.session, chore, today, page),
        total=total,
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        form=EmptyForm(formdata=None),
    )


@bp.post("/<plural>/<slug>/looked-at")
@requires(Permission.KEEP)
def looked_at(plural: str, slug: str) -> ResponseReturnValue:
    """Note that a record was looked at, and still holds."""
    session = writing()
    look_at(session, load_any(session, plural, slug), editor=signed_in())
    session.commit()
    flash("Noted: it was looked at today.")
    return redirect(url_for("editor.chores", name="stale"), 303)


def overview() -> dict[str, object]:
    """Return what the top of the desk shows to those who keep the records."""
    if not allows(signed_in(), Permission.KEEP):
        return {}
    return {
        "chores": CHORES,
        "days": days_to_keep(),
        "chore_counts": count_chores(db.session, date.today()),
        "requests_waiting": count_requests(db.session),
        "batches_waiting": count_waiting_batches(db.session),
    }
