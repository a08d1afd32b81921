"""One-time codes of this installation: made and checked with its own secret."""

from __future__ import annotations

from flask import current_app

from campaign.accounts.second_factor import Codes, take_code
from campaign.db import db, now
from campaign.models import User
from campaign.web.access import writing
from config import Config


def codes() -> Codes:
    """Return what makes and checks one-time codes here."""
    config: Config = current_app.config["CAMPAIGN"]
    return Codes(config.totp_secret or config.secret_key, config.site_title)


def check_code(user: User, code: str) -> None:
    """Take a code of an account, once.

    Raises:
        WrongCode: it is wrong, too old, or was used.
    """
    take_code(writing(), user, codes(), code, at=now())
    db.session.commit()
