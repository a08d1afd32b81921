"""`/healthz`: for whoever watches the server."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.queries.schema import require_current_schema
from campaign.web.access import everyone
from campaign.web.public.routing import bp


@bp.get("/healthz")
@everyone
def healthz() -> ResponseReturnValue:
    """Answer 200 when the database answers and its schema is current, else 503."""
    require_current_schema(db.session.connection())
    return jsonify(status="ok")
