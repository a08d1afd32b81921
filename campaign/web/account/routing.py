"""The blueprint of the pages about one's own account, and what they share."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from config import Config

bp = Blueprint("account", __name__)


@bp.after_request
def keep_off_disks(response: Response) -> Response:
    """Tell browsers and proxies to keep no copy: secrets may stand here."""
    response.headers["Cache-Control"] = "no-store"
    return response


def settings() -> Config:
    """Return the settings of this installation."""
    config: Config = current_app.config["CAMPAIGN"]
    return config
