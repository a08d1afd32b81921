"""Signing in and out, sessions and forms that only our own pages can send.

Flask-Security keeps passwords (Argon2id) and sessions; here it is told to do nothing else:
no registration, no mail, and no note of anybody's machine address or browser.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import Security
from flask_wtf import CSRFProtect

from campaign.accounts.passphrases import SHORTEST
from campaign.accounts.users import datastore
from campaign.web import sessions
from campaign.web.sign_in import ThrottledLoginForm
from config import Config

# RFC 9106, second recommended choice: 64 MiB, 3 passes, 4 lanes.
ARGON2ID = {"type": "ID", "memory_cost": 65536, "rounds": 3, "parallelism": 4}
ARGON2ID_FOR_TESTS = {"type": "ID", "memory_cost": 8, "rounds": 1, "parallelism": 1}


def init_app(app: Flask) -> None:
    """Wire sign-in and CSRF protection into the application."""
    config: Config = app.config["CAMPAIGN"]
    app.config.from_mapping(cookie_settings(config) | security_settings(config))
    sessions.init_app(app)  # before the token of a form is looked at
    CSRFProtect(app)
    sessions.watch_the_way_out(app)
    security = Security(app, datastore, login_form=ThrottledLoginForm)
    # Its own second factor needs `qrcode`, shows recovery codes again at will and lets two
    # requests use the same code; so only its way to ours is switched on (DECISIONS).
    security.support_mfa = True
    # Flask-Login would put a hash of address and browser into the cookie.
    app.login_manager._session_identifier_generator = _nobody  # type: ignore[attr-defined]


def cookie_settings(config: Config) -> dict[str, Any]:
    """Return the settings of sessions and forms."""
    return {
        "SESSION_COOKIE_NAME": "campaign",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.secure_cookies,
        "SESSION_PROTECTION": None,
        # A form may be open for a day; its token holds as long as the session.
        "WTF_CSRF_TIME_LIMIT": None,
        # Our pages send no referrer, so none can be asked for; the token is enough.
        "WTF_CSRF_SSL_STRICT": False,
    }


def security_settings(config: Config) -> dict[str, Any]:
    """Return Flask-Security's settings."""
    hashing = ARGON2ID_FOR_TESTS if config.testing else ARGON2ID
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": True,
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            f"argon2__{name}": value for name, value in hashing.items()
        },
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_LOGIN_USER_TEMPLATE": "editor/login.html",
        "SECURITY_POST_LOGIN_VIEW": "/editor/",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_TRACKABLE": False,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_RECOVERABLE": False,
        "SECURITY_TWO_FACTOR_IMPLEMENTATIONS": {
            "code": "campaign.web.account.second_step.SecondStep"
        },
        "SECURITY_FRESHNESS": timedelta(minutes=-1),
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_MSG_GENERIC_AUTHN_FAILED": (
            "The address or the passphrase is wrong. Nothing tells which, on purpose.",
            "error",
        ),
    }


def _nobody() -> str:
    return ""
