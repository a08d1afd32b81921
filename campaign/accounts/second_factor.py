"""One-time codes of an authenticator, and recovery codes for the day when it is lost.

Codes are those of RFC 6238 as passlib computes them (six digits, 30 seconds, one step of
tolerance each way); the shared secret is encrypted in the database. That no code is taken
twice is decided by one statement in the database, whatever runs at the same moment.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session

from campaign.errors import CampaignError
from campaign.models import RecoveryCode, User

METHOD = "authenticator"
TOLERANCE = 30  # seconds: clocks differ, and people type
RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
CODE_LENGTH = 16  # of 31 letters: 79 bits, so that a plain hash is enough


class WrongCode(CampaignError):
    """A code is wrong, too old, or was used already; the message does not say which."""

    def __init__(self) -> None:
        super().__init__(
            "This code is wrong, has run out, or was used already. Wait for the next one."
        )


@dataclass(frozen=True)
class Authenticator:
    """What an authenticator must be told: an address for its camera, a key for its keyboard."""

    uri: str
    key: str


class Codes:
    """Makes and checks secrets of one installation.

    Args:
        secret: encrypts the secrets of accounts; kept outside the database.
        issuer: the name that authenticators show.
    """

    def __init__(self, secret: str, issuer: str) -> None:
        self._totp = TOTP.using(secrets={"1": secret}, issuer=issuer.replace(":", " ") or "Record")

    def new_secret(self) -> str:
        """Return a new secret, encrypted."""
        return str(self._totp.new().to_json(encrypt=True))

    def authenticator(self, secret: str, label: str) -> Authenticator:
        """Return what to show to whoever sets up an authenticator."""
        totp = self._totp.from_json(secret)
        return Authenticator(totp.to_uri(label.replace(":", " ")), totp.pretty_key())

    def step_of(self, secret: str, code: str, *, at: datetime) -> int:
        """Return the time step to which a code belongs.

        Raises:
            WrongCode: to none that is near now.
        """
        try:
            match = self._totp.verify(plain(code), secret, window=TOLERANCE, time=at)
        except TokenError:
            raise WrongCode from None
        return int(match.counter)


def has_second_factor(user: User) -> bool:
    """Say whether an account has an authenticator set up."""
    return bool(user.tf_totp_secret and user.tf_primary_method)


def set_up(
    session: Session, user: User, codes: Codes, secret: str, code: str, *, at: datetime
) -> list[str]:
    """Make an authenticator the second factor, once it has shown that it works.

    An earlier one stops working, and so do its recovery codes.

    Returns:
        New recovery codes, to be shown this once.

    Raises:
        WrongCode: the code does not fit the secret.
    """
    step = codes.step_of(secret, code, at=at)
    user.tf_primary_method = METHOD
    user.tf_totp_secret = secret
    user.tf_last_counter = step
    return renew_recovery_codes(session, user)


def take_code(session: Session, user: User, codes: Codes, code: str, *, at: datetime) -> None:
    """Take a code of the authenticator or a recovery code; the same is never taken twice.

    Args:
        session: in a transaction that will write; the caller commits it.
        user: whoever says that the code is theirs.
        codes: of this installation.
        code: as it was typed, with spaces and hyphens or without.
        at: the present moment.

    Raises:
        WrongCode: it is wrong, too old, or somebody was quicker.
    """
    if not has_second_factor(user):
        raise WrongCode
    if len(plain(code)) == CODE_LENGTH:
        return _take_recovery_code(session, user, code)
    step = codes.step_of(str(user.tf_totp_secret), code, at=at)
    return _take_step(session, user, step)


def renew_recovery_codes(session: Session, user: User) -> list[str]:
    """Replace the recovery codes of an account; return the new ones, to be shown this once."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == user.id))
    made = [_new_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=user.id, hash=_hash(code)) for code in made)
    session.flush()
    return made


def recovery_codes_left(session: Session, user: User) -> int:
    """Return how many recovery codes an account has not used yet."""
    query = select(func.count()).where(RecoveryCode.account_id == user.id)
    return session.scalar(query) or 0


def remove_second_factor(session: Session, user: User) -> None:
    """Take away the second factor and its recovery codes, for a device that was lost."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == user.id))
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = None
    session.flush()


def plain(code: str) -> str:
    """Return a code without the spaces and hyphens that people put into it."""
    return re.sub(r"[\s-]", "", code).lower()


def _take_step(session: Session, user: User, step: int) -> None:
    newer = or_(User.tf_last_counter.is_(None), User.tf_last_counter < step)
    taken = session.execute(
        update(User)
        .where(User.id == user.id, User.tf_totp_secret == user.tf_totp_secret, newer)
        .values(tf_last_counter=step)
        .execution_options(synchronize_session=False)
    )
    _refuse_unless_taken(taken)


def _take_recovery_code(session: Session, user: User, code: str) -> None:
    taken = session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.account_id == user.id, RecoveryCode.hash == _hash(code))
        .execution_options(synchronize_session=False)
    )
    _refuse_unless_taken(taken)


def _refuse_unless_taken(result: object) -> None:
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise WrongCode


def _new_recovery_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def _hash(code: str) -> str:
    return hashlib.sha256(f"recovery code\n{plain(code)}".encode()).hexdigest()
