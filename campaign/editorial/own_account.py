"""What people do to their own account: passphrase, second factor, sessions; all in the trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign.accounts.links import use_link
from campaign.accounts.passphrases import hash_passphrase
from campaign.accounts.permissions import needs_second_factor
from campaign.accounts.second_factor import (
    Codes,
    has_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    set_up,
)
from campaign.accounts.users import end_sessions
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.errors import InvalidTransition
from campaign.models import AccountLink, User


def accept(session: Session, link: AccountLink, *, passphrase: str, at: datetime) -> User:
    """Set a passphrase with a link; where it is for no account yet, make one.

    Raises:
        LinkRefused: it was used or taken back meanwhile.
        WeakPassphrase: the passphrase is too short or too common.
    """
    lock_trail(session)
    user = use_link(session, link, passphrase=passphrase, at=at)
    _record(session, "use link", user)
    return user


def change_passphrase(session: Session, user: User, passphrase: str) -> None:
    """Set one's own new passphrase; every session of the account ends, this one too.

    Raises:
        WeakPassphrase: it is too short or too common.
    """
    hashed = hash_passphrase(passphrase, (user.email,))
    lock_trail(session)
    user.password = hashed
    end_sessions(user)
    _record(session, "change passphrase", user)


def set_up_second_factor(
    session: Session, user: User, codes: Codes, secret: str, code: str, *, at: datetime
) -> list[str]:
    """Make an authenticator one's second factor; return recovery codes, shown this once.

    Every session of the account ends, this one too.

    Raises:
        WrongCode: the code does not fit the secret.
    """
    lock_trail(session)
    recovery = set_up(session, user, codes, secret, code, at=at)
    end_sessions(user)
    _record(session, "set up second factor", user)
    return recovery


def new_recovery_codes(session: Session, user: User) -> list[str]:
    """Replace one's recovery codes; return the new ones, shown this once.

    Raises:
        InvalidTransition: there is no second factor that they could replace.
    """
    lock_trail(session)
    if not has_second_factor(user):
        raise InvalidTransition("Set up a second factor first.")
    recovery = renew_recovery_codes(session, user)
    _record(session, "new recovery codes", user)
    return recovery


def give_up_second_factor(session: Session, user: User) -> None:
    """Do without a second factor, where the role allows it.

    Raises:
        InvalidTransition: the role needs one.
    """
    lock_trail(session)
    if needs_second_factor(user):
        raise InvalidTransition("Your role needs a second factor; set up another one instead.")
    remove_second_factor(session, user)
    _record(session, "give up second factor", user)


def sign_out_everywhere(session: Session, user: User) -> None:
    """End all one's sessions, on every device."""
    lock_trail(session)
    end_sessions(user)
    _record(session, "sign out", user)


def _record(session: Session, action: str, user: User) -> None:
    session.flush()
    record_deeds(session, [Deed(f"account:{action}", f"account {user.id}")], user_id=user.id)
