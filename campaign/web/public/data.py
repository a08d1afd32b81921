"""Everything that is published, as one file for everybody."""

from __future__ import annotations

from flask import Response, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from campaign.db import begin_reading, db
from campaign.exports.kept import kept_public
from campaign.exports.reading import latest_change
from campaign.search.overview import read_overview
from campaign.web.access import everyone
from campaign.web.public.routing import bp
from config import Config


@bp.get("/data")
@everyone
def data() -> ResponseReturnValue:
    """Say what can be taken away, in which form, on what terms."""
    config: Config = current_app.config["CAMPAIGN"]
    return render_template(
        "public/data.html",
        licence=config.data_licence,
        as_of=latest_change(db.session),
        figures=read_overview(db.session),
    )


@bp.get("/data/published.zip")
@everyone
def data_file() -> Response:
    """Give all that is published, as it is now; a download that broke off can be gone on with."""
    config: Config = current_app.config["CAMPAIGN"]
    db.session.rollback()
    begin_reading(db.session)
    file = kept_public(db.session, config.kept_exports, config.data_licence)
    as_of = (latest_change(db.session) or "empty")[:10]
    return send_file(
        file,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"published-{as_of}.zip",
        etag=file.stem,
    )
