"""`/extras`: scripts of others, installed beside the application and never needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, abort, send_file, url_for
from flask.typing import ResponseReturnValue

from campaign.web.access import everyone
from config import ROOT

bp = Blueprint("extras", __name__, url_prefix="/extras")

CYTOSCAPE = ROOT / "node_modules/cytoscape/dist/cytoscape.min.js"
YEAR = 31_536_000  # seconds


@bp.get("/cytoscape.js")
@everyone
def cytoscape() -> ResponseReturnValue:
    """Give Cytoscape.js from our own origin, where npm has installed it."""
    if not is_installed(CYTOSCAPE):
        abort(404, description="Cytoscape.js is not installed here; drawings do not move.")
    return send_file(CYTOSCAPE, mimetype="text/javascript", max_age=YEAR)


def cytoscape_url() -> str | None:
    """Return the address of Cytoscape.js; None where it is not installed."""
    if not is_installed(CYTOSCAPE):
        return None
    return url_for("extras.cytoscape", v=CYTOSCAPE.stat().st_size)


@cache
def is_installed(path: Path) -> bool:
    """Tell whether a file is there; looked up once, for an installation does not change."""
    return path.is_file()
