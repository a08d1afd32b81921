"""Who works at the desk: invited, given a role, suspended; each change is in the trail.

An administrator does it in the browser, or whoever runs the installation in the terminal
(``by`` is None). The trail knows accounts by their number.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from campaign.accounts.links import (
    issue_link,
    issue_workshop_links,
    revoke_links,
    revoke_workshop_links,
)
from campaign.accounts.permissions import Permission, RoleName, require
from campaign.accounts.second_factor import has_second_factor, remove_second_factor
from campaign.accounts.users import add_account, check_role, end_sessions, ensure_roles
from campaign.db import now
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.errors import InvalidTransition
from campaign.models import Role, User, UserRole


def invite(
    session: Session, email: str, role: str, *, by: User | None, secret: str
) -> tuple[User, str]:
    """Make an account, and the token of the link by which its owner sets a passphrase.

    Raises:
        NotAllowed: only administrators do this.
        InvalidAccount: a bad address, an unknown role, or an account that is there already.
    """
    _begin(session, by)
    user = add_account(session, email, role)
    token = issue_link(session, user, secret=secret, at=now())
    _record(session, "create", user, by, role=role)
    return user, token


def send_again(session: Session, user: User, *, by: User | None, secret: str) -> str:
    """Return the token of a new link for an account whose passphrase is forgotten or not set.

    The old passphrase works until the link is used; older links do not.

    Raises:
        NotAllowed: only administrators do this.
        InvalidTransition: the account is suspended, or has ended.
    """
    _begin(session, by, user)
    if not user.is_active:
        raise InvalidTransition("This account is suspended or has ended; reactivate it first.")
    token = issue_link(session, user, secret=secret, at=now())
    _record(session, "new link", user, by)
    return token


def take_back_links(session: Session, user: User, *, by: User | None) -> int:
    """Take back the links of an account that still work; return how many there were.

    Raises:
        NotAllowed: only administrators do this.
    """
    _begin(session, by, user)
    count = revoke_links(session, user, at=now())
    _record(session, "take back links", user, by, links=count)
    return count


def invite_workshop(
    session: Session, *, until: date, count: int, by: User | None, secret: str
) -> list[str]:
    """Return tokens of links for a workshop: each makes a contributor until that day.

    Raises:
        NotAllowed: only administrators do this.
        InvalidAccount: the day is none to come, or there are too many links.
    """
    _begin(session, by)
    tokens = issue_workshop_links(session, until=until, count=count, secret=secret, at=now())
    details = {"until": until.isoformat(), "links": count}
    _deed(session, Deed("workshop:invite", "workshop", details), by)
    return tokens


def end_workshop_links(session: Session, until: date, *, by: User | None) -> int:
    """Take back the unused links of a workshop that ends on a day; return how many.

    Raises:
        NotAllowed: only administrators do this.
    """
    _begin(session, by)
    count = revoke_workshop_links(session, until, at=now())
    details = {"until": until.isoformat(), "links": count}
    _deed(session, Deed("workshop:take back links", "workshop", details), by)
    return count


def change_role(session: Session, user: User, role: str, *, by: User | None) -> None:
    """Give an account another role, without a last day, and end its sessions.

    Raises:
        NotAllowed: only administrators do this.
        InvalidAccount: there is no such role.
        InvalidTransition: nobody would be left who keeps accounts.
    """
    _begin(session, by, user)
    known = check_role(role)
    if known is not RoleName.ADMIN:
        _keep_an_administrator(session, user)
    before = sorted(user.role_names)
    user.roles = [ensure_roles(session)[known]]
    user.ends_on = None
    end_sessions(user)
    _record(session, "role", user, by, before=before, role=known.value)


def suspend(session: Session, user: User, *, by: User | None) -> None:
    """Let an account do nothing and end its sessions; what it wrote stays.

    Raises:
        NotAllowed: only administrators do this.
        InvalidTransition: it is suspended, or nobody would be left who keeps accounts.
    """
    _begin(session, by, user)
    if not user.active:
        raise InvalidTransition("This account is suspended already.")
    _keep_an_administrator(session, user)
    user.active = False
    end_sessions(user)
    revoke_links(session, user, at=now())
    _record(session, "suspend", user, by)


def reactivate(session: Session, user: User, *, by: User | None) -> None:
    """Let a suspended account, or one whose last day has passed, sign in again.

    Raises:
        NotAllowed: only administrators do this.
        InvalidTransition: it can sign in already.
    """
    _begin(session, by, user)
    if user.is_active:
        raise InvalidTransition("This account is not suspended.")
    user.active, user.ends_on = True, None
    _record(session, "reactivate", user, by)


def reset_second_factor(session: Session, user: User, *, by: User | None) -> None:
    """Take away the second factor of an account whose device is lost, and end its sessions.

    Raises:
        NotAllowed: only administrators do this.
        InvalidTransition: it has none.
    """
    _begin(session, by, user)
    if not has_second_factor(user):
        raise InvalidTransition("This account has no second factor.")
    remove_second_factor(session, user)
    end_sessions(user)
    _record(session, "reset second factor", user, by)


def sign_out(session: Session, user: User, *, by: User | None) -> None:
    """End all sessions of an account.

    Raises:
        NotAllowed: only administrators do this.
    """
    _begin(session, by, user)
    end_sessions(user)
    _record(session, "sign out", user, by)


def _begin(session: Session, by: User | None, user: User | None = None) -> None:
    """Check the right to do it, wait for one's turn, and read the account anew."""
    if by is not None:
        require(by, Permission.ADMINISTER)
    lock_trail(session)
    session.flush()
    if by is not None:
        session.refresh(by)  # it may have been suspended while this waited
        require(by, Permission.ADMINISTER)
    if user is not None:
        session.refresh(user)


def _keep_an_administrator(session: Session, user: User) -> None:
    """Refuse to take away the last account that can sign in and keep accounts."""
    if RoleName.ADMIN not in user.role_names or not (user.is_active and user.password):
        return
    others = (
        select(func.count())
        .select_from(User)
        .join(UserRole, UserRole.user_id == User.id)
        .join(Role, Role.id == UserRole.role_id)
        .where(Role.name == RoleName.ADMIN.value, User.id != user.id)
        .where(User.active, User.password != "")
        .where(or_(User.ends_on.is_(None), User.ends_on >= now().date()))
    )
    if not session.scalar(others):
        raise InvalidTransition(
            "This is the last administrator who can sign in. Make another one first."
        )


def _record(session: Session, action: str, user: User, by: User | None, **details: Any) -> None:
    session.flush()
    _deed(session, Deed(f"account:{action}", f"account {user.id}", details), by)


def _deed(session: Session, deed: Deed, by: User | None) -> None:
    record_deeds(session, [deed], user_id=None if by is None else by.id)
