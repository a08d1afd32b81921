"""When a session begins and when it ends: after idle time, and at the latest after some hours.

The session is a signed cookie, which tells when it began and when it was last used, and bears
a mark by which a copy of it is known once somebody has signed out.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, after_this_request, current_app, flash, request, session
from flask_security import login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import DBAPIError

from campaign.accounts.ended import has_ended, note_end
from campaign.db import begin_writing, db, now, trouble_with
from campaign.models import User
from config import Config

BEGAN, SEEN, CONFIRMED = "began", "seen", "fs_paa"  # the last is Flask-Security's name
MARK = "mark"
NOTED_EVERY = 60  # seconds: not every request needs a new cookie
DEVICE_COOKIE = "campaign_device"
A_YEAR = timedelta(days=365)


def init_app(app: Flask) -> None:
    """Look at the age of a session before anything is done with it."""
    app.before_request(end_old_session)


def watch_the_way_out(app: Flask) -> None:
    """Void what is signed out, once the token of its form was looked at."""
    app.before_request(note_sign_out)


def begin_session(user: User) -> None:
    """Sign somebody in who has shown all that is asked for."""
    login_user(user)
    session[BEGAN] = session[SEEN] = time.time()
    session[MARK] = secrets.token_urlsafe(16)
    remember_device(user)


def end_old_session() -> None:
    """Sign out whoever was away for too long, or came too long ago."""
    if request.endpoint == "static" or "_user_id" not in session:
        return
    config: Config = current_app.config["CAMPAIGN"]
    at = time.time()
    if session_is_over(session, config, at) or _was_ended():
        end_session()
        flash("You were signed out, because you were away for a while. Sign in to go on.")
    elif at - session.get(SEEN, 0) > NOTED_EVERY:
        session[SEEN] = at


def note_sign_out() -> None:
    """Void the session of whoever leaves by Flask-Security's door."""
    if request.endpoint == "security.logout" and "_user_id" in session:
        _void_session()


def end_session() -> None:
    """Sign out here, and void every copy of the cookie."""
    _void_session()
    logout_user()
    for name in (BEGAN, SEEN, MARK):
        session.pop(name, None)


def _was_ended() -> bool:
    return MARK not in session or has_ended(db.session, str(session[MARK]))


def _void_session() -> None:
    """Note that this session has ended, where anything can be written; leaving goes on anyway."""
    if MARK not in session:
        return
    config: Config = current_app.config["CAMPAIGN"]
    at = now()
    try:
        db.session.rollback()
        begin_writing(db.session)
        until = at + timedelta(hours=config.session_hours)
        note_end(db.session, str(session[MARK]), until=until, at=at)
        db.session.commit()
    except DBAPIError as error:
        db.session.rollback()
        if trouble_with(error) is None:
            raise
        current_app.logger.error("a session could not be voided: %s", error.orig)


def session_is_over(kept: Mapping[str, float], config: Config, at: float) -> bool:
    """Say whether a session has ended at a moment, in seconds since 1970.

    One that does not say when it began has ended: it is from before this was noted.
    """
    idle = at - kept.get(SEEN, 0)
    age = at - kept.get(BEGAN, 0)
    return idle > config.session_idle_minutes * 60 or age > config.session_hours * 3600


def is_confirmed() -> bool:
    """Say whether who sits there has shown a passphrase or a code a short while ago."""
    config: Config = current_app.config["CAMPAIGN"]
    age = time.time() - float(session.get(CONFIRMED, 0))
    return 0 <= age <= config.confirm_minutes * 60


def confirm_session() -> None:
    """Note that a passphrase or a code was shown just now."""
    session[CONFIRMED] = time.time()


def own_address(wanted: str | None, fallback: str) -> str:
    """Return where to go next: an address of this site, and of no other.

    Browsers read backslashes as slashes, and leave out tabs and line ends.
    """
    address = (wanted or "").strip()
    parts = urlsplit(address)
    fine = (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and not any(ord(letter) < 33 for letter in address)
        and not parts.scheme
        and not parts.netloc
    )
    return address if fine else fallback


def known_device(user: User | None) -> str:
    """Return the token of a device on which this account signed in before; empty for others."""
    try:
        owner, token = _signer().loads(request.cookies.get(DEVICE_COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(token) if user is not None and owner == user.fs_uniquifier else ""


def remember_device(user: User) -> None:
    """Give the browser a token; it ends when the account's sessions are ended everywhere."""
    if known_device(user):
        return
    config: Config = current_app.config["CAMPAIGN"]
    value = _signer().dumps([user.fs_uniquifier, secrets.token_urlsafe(16)])

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            DEVICE_COOKIE,
            str(value),
            max_age=A_YEAR,
            path="/login",
            secure=config.secure_cookies,
            httponly=True,
            samesite="Strict",
        )
        return response


def _signer() -> URLSafeSerializer:
    config: Config = current_app.config["CAMPAIGN"]
    return URLSafeSerializer(config.secret_key, salt="device")
