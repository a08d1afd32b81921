"""What readers ask to be corrected, on the desk: taken up as a draft, answered, or closed."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.editorial.asking import answer_request, close_request, take_up
from campaign.errors import InvalidDocument
from campaign.models import CorrectionRequest
from campaign.queries.desk import find_requests, get_request
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.forms import EmptyForm
from campaign.web.editor.routing import bp

ENDS = {"answer": answer_request, "close": close_request}


@bp.get("/corrections")
@requires(Permission.KEEP)
def correction_requests() -> ResponseReturnValue:
    """List what readers ask, the longest waiting first."""
    ended = request.args.get("state") == "ended"
    found = find_requests(db.session, ended=ended)
    return render_template("editor/corrections.html", found=found, ended=ended)


@bp.get("/corrections/<int:request_id>")
@requires(Permission.KEEP)
def correction_request(request_id: int) -> ResponseReturnValue:
    """Show one request."""
    return _page(_load(db.session, request_id))


@bp.post("/corrections/<int:request_id>/take-up")
@requires(Permission.KEEP)
def take_up_request(request_id: int) -> ResponseReturnValue:
    """Begin a draft that changes the record."""
    session = writing()
    draft_id = take_up(session, _load(session, request_id), editor=signed_in()).id
    session.commit()
    flash("You are changing the record. Answer the reader when it is done.")
    return redirect(url_for("editor.edit_draft", draft_id=draft_id), 303)


@bp.post("/corrections/<int:request_id>/end")
@requires(Permission.KEEP)
def end_request(request_id: int) -> ResponseReturnValue:
    """Answer the reader, or close the request with the reason."""
    session = writing()
    found = _load(session, request_id)
    end = ENDS.get(request.form.get("do", "")) or abort(400, description="Answer or close it.")
    try:
        end(session, found, editor=signed_in(), words=request.form.get("words", ""))
    except InvalidDocument as error:
        session.rollback()
        return _page(_load(db.session, request_id), error.problems[0].message), 422
    session.commit()
    flash("The reader can read your words now. How to reach them is forgotten.")
    return redirect(url_for("editor.correction_requests"), 303)


def _load(session: Session, request_id: int) -> CorrectionRequest:
    found = get_request(session, request_id) if request_id < 2**31 else None
    return found or abort(404)


def _page(found: CorrectionRequest, wrong: str = "") -> str:
    form = EmptyForm(formdata=None)
    return render_template("editor/correction.html", found=found, form=form, wrong=wrong)
