"""The form at the door: Flask-Security's, which lets nobody guess quickly."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from flask_security.forms import LoginForm

from campaign.accounts.throttle import attempt_key, begin_attempt, clear_attempts
from campaign.accounts.users import find_user
from campaign.db import db, now
from campaign.queries.words import plural
from campaign.web.access import writing
from campaign.web.sessions import known_device
from config import Config


class ThrottledLoginForm(LoginForm):
    """Checks address and passphrase, or says how long to wait after too many wrong ones."""

    def validate(self, **kwargs: object) -> bool:
        """Check the passphrase, unless the address was guessed at too often just now."""
        address = self.email.data or ""
        device = known_device(find_user(db.session, address))
        attempts = Attempts(address, device)
        if wait := attempts.begin():
            self.form_errors.append(f"Too many wrong passphrases for this address. {wait}")
            return False
        if not super().validate(**kwargs):
            return False
        attempts.forget()
        return True


class Attempts:
    """Attempts to show one thing, counted in the database (``accounts.throttle``).

    Args:
        subject: for what, such as a mail address that was typed.
        device: the token of a known device, which is counted by itself.
    """

    def __init__(self, subject: str, device: str = "") -> None:
        config: Config = current_app.config["CAMPAIGN"]
        self._key = attempt_key(config.secret_key, subject, device)

    def begin(self) -> str:
        """Count one more; return words that say how long to wait, or none when it may go on."""
        wait = begin_attempt(writing(), self._key, at=now())
        db.session.commit()
        return _words(wait) if wait else ""

    def forget(self) -> None:
        """Forget them: it was shown. The caller's transaction keeps that."""
        clear_attempts(db.session, self._key)


def _words(wait: timedelta) -> str:
    return f"Try again in {plural(max(1, round(wait.total_seconds())), 'second')}."
