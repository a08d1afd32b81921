"""Making, finding and switching off accounts."""

from __future__ import annotations

from typing import Literal
from unicodedata import normalize
from uuid import uuid4

from email_validator import EmailNotValidError, validate_email
from flask_security import FSQLALiteUserDatastore, hash_password
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.accounts.permissions import MEANING, POLICY, RoleName
from campaign.db import db
from campaign.errors import CampaignError
from campaign.models import Role, User

SHORTEST_PASSWORD = 12
PASSWORD_FORM: Literal["NFKD"] = "NFKD"  # as Flask-Security normalises what is typed at sign-in

datastore = FSQLALiteUserDatastore(db, User, Role)


class InvalidAccount(CampaignError):
    """An account cannot be made or found like this; the message says why."""


def create_user(session: Session, email: str, role: str, password: str) -> User:
    """Add an account that can sign in; its password is kept as an Argon2id hash only.

    Args:
        session: its transaction is the caller's to commit.
        email: the name under which the person signs in; nothing is ever sent to it.
        role: editor, reviewer or admin.
        password: at least 12 characters.

    Raises:
        InvalidAccount: a bad address, an unknown role, a short password, or an account
            that is there already.
    """
    if role not in tuple(RoleName):
        known = ", ".join(RoleName)
        raise InvalidAccount(f"There is no role {role!r}; choose one of {known}.")
    address = check_address(email)
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidAccount(f"The password needs at least {SHORTEST_PASSWORD} characters.")
    if find_user(session, address) is not None:
        raise InvalidAccount(f"There is an account {address} already.")
    user = User(
        email=address,
        password=hash_password(normalize(PASSWORD_FORM, password)),
        fs_uniquifier=uuid4().hex,
        roles=[ensure_roles(session)[RoleName(role)]],
    )
    session.add(user)
    session.flush()
    return user


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
    """Return the three roles, adding those that the database does not have yet."""
    known = {role.name: role for role in session.scalars(select(Role))}
    for name in POLICY:
        if name.value not in known:
            known[name.value] = Role(name=name.value, description=MEANING[name])
            session.add(known[name.value])
    session.flush()
    return {name: known[name.value] for name in POLICY}


def find_user(session: Session, email: str) -> User | None:
    """Return the account of a mail address, in capitals or not, or None."""
    return session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def find_users(session: Session) -> list[User]:
    """Return all accounts by address, those switched off too."""
    return list(session.scalars(select(User).order_by(User.email)))


def deactivate_user(session: Session, user: User) -> None:
    """Switch an account off and end its sessions; what it wrote stays."""
    user.active = False
    user.fs_uniquifier = uuid4().hex
    session.flush()
