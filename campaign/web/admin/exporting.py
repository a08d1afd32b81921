"""The export of everything, for administrators: asked for again who sits there, and noted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from wtforms import BooleanField

from campaign.accounts.permissions import Permission
from campaign.db import begin_reading, db, now
from campaign.editorial.carrying import note_export
from campaign.evidence.keeping import check_kept
from campaign.exports.everything import export_everything
from campaign.queries.evidence import kept_hashes
from campaign.web.access import requires, signed_in, writing
from campaign.web.account.routing import settings
from campaign.web.admin.routing import bp
from campaign.web.confirming import confirmed


class ExportForm(FlaskForm):
    """Whether uploaded files come along."""

    files = BooleanField("With the uploaded files of evidence")


@bp.get("/export")
@requires(Permission.ADMINISTER)
def export() -> ResponseReturnValue:
    """Say what an export of everything holds, and offer it."""
    return render_template("admin/export.html", form=ExportForm(formdata=None, files=True))


@bp.post("/export")
@requires(Permission.ADMINISTER)
@confirmed()
def export_file() -> ResponseReturnValue:
    """Give everything as one file, as it is at this moment; the trail notes it before."""
    with_files = bool(ExportForm().files.data)
    session = writing()
    folder = settings().kept_evidence if with_files else None
    if folder is not None:
        check_kept(folder, kept_hashes(session))
    note_export(session, by=signed_in(), with_files=with_files)
    session.commit()
    response = Response(_pieces(db.engine, folder), mimetype="application/zip")
    name = f"everything-{now().date().isoformat()}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _pieces(engine: Engine, folder: Path | None) -> Iterator[bytes]:
    """Yield the file while it is read, in a session of its own: the request has ended by then."""
    with Session(engine) as session:
        begin_reading(session)
        for piece in export_everything(session, folder):
            yield piece.content
