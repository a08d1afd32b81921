"""The blueprint of the administrators' pages, and how a number becomes an account."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, url_for
from sqlalchemy.orm import Session

from campaign.accounts.users import get_user
from campaign.models import User
from config import Config

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.after_request
def keep_off_disks(response: Response) -> Response:
    """Tell browsers and proxies to keep no copy: links that open accounts may stand here."""
    response.headers["Cache-Control"] = "no-store"
    return response


def load_account(session: Session, number: int) -> User:
    """Return an account, or end the request (404)."""
    return get_user(session, number) or abort(404)


def address_of(token: str) -> str:
    """Return the whole address of a link: the public one, or as the site was asked."""
    config: Config = current_app.config["CAMPAIGN"]
    if config.site_url:
        return config.site_url + url_for("account.invitation", token=token)
    return url_for("account.invitation", token=token, _external=True)
