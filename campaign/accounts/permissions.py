"""Who may do what: the whole policy on one page."""

from __future__ import annotations

from enum import StrEnum

from campaign.errors import NotAllowed
from campaign.models import User


class RoleName(StrEnum):
    """The four roles; an account has one of them."""

    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Permission(StrEnum):
    """The things that need a right; everybody else may read what is published."""

    WRITE = "write"
    REVIEW = "review"
    PUBLISH = "publish"
    ISSUE = "issue"
    KEEP = "keep the records"  # their history, retractions, mergers, what readers ask
    ADMINISTER = "administer"
    OWN_ACCOUNT = "keep an account"


POLICY: dict[RoleName, frozenset[Permission]] = {
    RoleName.CONTRIBUTOR: frozenset({Permission.OWN_ACCOUNT, Permission.WRITE}),
    RoleName.EDITOR: frozenset(
        {Permission.OWN_ACCOUNT, Permission.WRITE, Permission.ISSUE, Permission.KEEP}
    ),
    RoleName.REVIEWER: frozenset(
        {
            Permission.OWN_ACCOUNT,
            Permission.WRITE,
            Permission.REVIEW,
            Permission.PUBLISH,
            Permission.ISSUE,
            Permission.KEEP,
        }
    ),
    RoleName.ADMIN: frozenset(Permission),
}

MEANING = {
    RoleName.CONTRIBUTOR: "writes reports and submits them for review, and does nothing else",
    RoleName.EDITOR: "writes reports and submits them for review, and issues fact sheets",
    RoleName.REVIEWER: "writes, reads the drafts of others, and approves and publishes them",
    RoleName.ADMIN: "does everything, and keeps the accounts",
}

# These can make something public, or give others the right to: a password is not enough.
NEEDS_SECOND_FACTOR = frozenset({RoleName.REVIEWER, RoleName.ADMIN})


def needs_second_factor(user: User) -> bool:
    """Say whether an account can do nothing before it has a second factor."""
    return not NEEDS_SECOND_FACTOR.isdisjoint(user.role_names)


def allows(user: object, permission: Permission) -> bool:
    """Say whether somebody may do something: an active account that has a role for it.

    Whoever has not signed in is no account, and may do nothing that needs a right.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    names = {role.value for role, rights in POLICY.items() if permission in rights}
    return not names.isdisjoint(user.role_names)


def require(user: object, permission: Permission) -> None:
    """Stop here unless the account may do this.

    Raises:
        NotAllowed: none of its roles gives the right.
    """
    if not allows(user, permission):
        raise NotAllowed(f"Your account may not {permission.value}; ask an administrator.")


def may_read_draft(user: User, author_id: int) -> bool:
    """Say whether an account may read a draft: its author, and whoever reviews."""
    return allows(user, Permission.REVIEW) or (
        user.id == author_id and allows(user, Permission.WRITE)
    )
