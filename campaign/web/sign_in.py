"""The form at the door: Flask-Security's, which lets nobody guess quickly."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import cast

from flask import Response, after_this_request, current_app, request
from flask_security.forms import LoginForm
from itsdangerous import BadSignature, URLSafeSerializer

from campaign.accounts.throttle import attempt_key, begin_attempt, clear_attempts
from campaign.accounts.users import find_user
from campaign.db import db, now
from campaign.models import User
from campaign.web.access import writing
from config import Config

DEVICE_COOKIE = "campaign_device"
A_YEAR = timedelta(days=365)


class ThrottledLoginForm(LoginForm):
    """Signs in, or says how long to wait after too many wrong passwords."""

    def validate(self, **kwargs: object) -> bool:
        """Check the password, unless the address was guessed at too often just now."""
        address = self.email.data or ""
        device = _known_device(address)
        key = attempt_key(_config().secret_key, address, device)
        wait = begin_attempt(writing(), key, at=now())
        db.session.commit()
        if wait:
            seconds = max(1, round(wait.total_seconds()))
            self.form_errors.append(
                f"Too many wrong passwords for this address. Try again in {seconds} seconds."
            )
            return False
        if not super().validate(**kwargs):
            return False
        clear_attempts(db.session, key)
        if not device:
            _remember_device(cast(User, self.user))
        return True


def _known_device(address: str) -> str:
    """Return the token of a device on which the account of this address signed in before."""
    user = find_user(db.session, address)
    try:
        owner, token = _signer().loads(request.cookies.get(DEVICE_COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(token) if user is not None and owner == user.fs_uniquifier else ""


def _remember_device(user: User) -> None:
    """Give the browser a token; it ends when the account's sessions are ended everywhere."""
    value = _signer().dumps([user.fs_uniquifier, secrets.token_urlsafe(16)])

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            DEVICE_COOKIE,
            str(value),
            max_age=A_YEAR,
            path="/login",
            secure=_config().secure_cookies,
            httponly=True,
            samesite="Strict",
        )
        return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(_config().secret_key, salt="device")


def _config() -> Config:
    config: Config = current_app.config["CAMPAIGN"]
    return config
