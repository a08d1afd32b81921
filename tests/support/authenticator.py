"""The app with one-time codes on somebody's phone: it knows a key and the time."""

import time
from datetime import UTC, datetime, timedelta

from passlib.totp import TOTP

from campaign.accounts.second_factor import Codes


def code_of(codes: Codes, secret: str, at: datetime) -> str:
    """Return the code that an app shows which was set up with the key of a secret."""
    return code_of_key(codes.authenticator(secret, "x").key, at)


def code_of_key(key: str, at: datetime) -> str:
    """Return the code of a key, as a page shows it, at a moment."""
    return TOTP(key=key.replace("-", "")).generate(time=at).token


class Phone:
    """An authenticator that was set up with one key; it shows each code once, as people wait."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._next = datetime.fromtimestamp(0, UTC)

    def code(self) -> str:
        """Return a code that was not shown yet, of now or of the next half minute."""
        at = max(datetime.now(UTC), self._next)
        while at - datetime.now(UTC) > timedelta(seconds=29):
            time.sleep(0.5)
        self._next = at + timedelta(seconds=30)
        return code_of_key(self.key, at)
