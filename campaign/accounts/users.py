"""Making and finding accounts; who may do that, and the trail of it, is in ``editorial.staff``."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from email_validator import EmailNotValidError, validate_email
from flask_security import FSQLALiteUserDatastore
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.accounts.passphrases import hash_passphrase
from campaign.accounts.permissions import MEANING, POLICY, RoleName
from campaign.db import db
from campaign.errors import CampaignError
from campaign.models import Role, User

datastore = FSQLALiteUserDatastore(db, User, Role)


class InvalidAccount(CampaignError):
    """An account cannot be made or found like this; the message says why."""


def create_user(session: Session, email: str, role: str, password: str) -> User:
    """Add an account that can sign in at once; its passphrase is kept as a hash only.

    Args:
        session: its transaction is the caller's to commit.
        email: the name under which the person signs in; nothing is ever sent to it.
        role: contributor, editor, reviewer or admin.
        password: see ``passphrases.check_passphrase``.

    Raises:
        InvalidAccount: a bad address, an unknown role, or an account that is there already.
        WeakPassphrase: the passphrase is too short or too common.
    """
    user = add_account(session, email, role)
    user.password = hash_passphrase(password, (user.email,))
    session.flush()
    return user


def add_account(session: Session, email: str, role: str, *, ends_on: date | None = None) -> User:
    """Add an account without a passphrase: nobody can sign in with it yet.

    Args:
        session: its transaction is the caller's to commit.
        email: the name under which the person will sign in.
        role: contributor, editor, reviewer or admin.
        ends_on: its last day; None for one that does not end.

    Raises:
        InvalidAccount: a bad address, an unknown role, or an account that is there already.
    """
    known = check_role(role)
    address = check_address(email)
    if find_user(session, address) is not None:
        raise InvalidAccount(f"There is an account {address} already.")
    user = User(
        email=address,
        password="",
        ends_on=ends_on,
        fs_uniquifier=uuid4().hex,
        roles=[ensure_roles(session)[known]],
    )
    session.add(user)
    session.flush()
    return user


def check_role(role: str) -> RoleName:
    """Return a role by its name.

    Raises:
        InvalidAccount: there is none of that name.
    """
    if role not in tuple(RoleName):
        known = ", ".join(RoleName)
        raise InvalidAccount(f"There is no role {role!r}; choose one of {known}.")
    return RoleName(role)


def check_address(email: str) -> str:
    """Return a mail address in its normal form.

    Raises:
        InvalidAccount: it is none.
    """
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise InvalidAccount(f"{email!r} is not a mail address: {error}") from None


def ensure_roles(session: Session) -> dict[RoleName, Role]:
    """Return all roles, adding those that the database does not have yet."""
    known = {role.name: role for role in session.scalars(select(Role))}
    for name in POLICY:
        if name.value not in known:
            known[name.value] = Role(name=name.value, description=MEANING[name])
            session.add(known[name.value])
    session.flush()
    return {name: known[name.value] for name in POLICY}


def find_user(session: Session, email: str) -> User | None:
    """Return the account of a mail address, in capitals or not, or None."""
    if "\0" in email:  # PostgreSQL would refuse to look
        return None
    return session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def find_users(session: Session) -> list[User]:
    """Return all accounts by address, suspended ones too."""
    return list(session.scalars(select(User).order_by(User.email)))


def get_user(session: Session, number: int) -> User | None:
    """Return the account of a number, or None."""
    return session.get(User, number) if 0 < number < 2**31 else None


def end_sessions(user: User) -> None:
    """End all sessions of an account, on every device; known devices are forgotten too."""
    user.fs_uniquifier = uuid4().hex
