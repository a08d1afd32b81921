from datetime import timedelta

import pytest
from flask_login import AnonymousUserMixin

from campaign.accounts.permissions import (
    Permission,
    allows,
    may_read_draft,
    needs_second_factor,
    require,
)
from campaign.db import now
from campaign.errors import NotAllowed
from campaign.models import Role, User

OWN = Permission.OWN_ACCOUNT
TABLE = {
    "contributor": {OWN, Permission.WRITE},
    "editor": {OWN, Permission.WRITE, Permission.ISSUE, Permission.KEEP},
    "reviewer": {
        OWN,
        Permission.WRITE,
        Permission.REVIEW,
        Permission.PUBLISH,
        Permission.ISSUE,
        Permission.KEEP,
    },
    "admin": set(Permission),
    "nobody": set(),
}


def somebody(role: str, *, active: bool = True, number: int = 1) -> User:
    return User(id=number, active=active, roles=[Role(name=role)])


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", TABLE)
def test_a_role_gives_the_rights_on_its_page_and_no_others(role, permission):
    assert allows(somebody(role), permission) == (permission in TABLE[role])


@pytest.mark.parametrize("permission", Permission)
def test_an_account_that_is_switched_off_may_do_nothing(permission):
    assert not allows(somebody("admin", active=False), permission)


@pytest.mark.parametrize("permission", Permission)
def test_an_account_whose_last_day_is_over_may_do_nothing(permission):
    user = somebody("admin")
    user.ends_on = now().date() - timedelta(days=1)

    assert not allows(user, permission)


@pytest.mark.parametrize(
    ("role", "needs"),
    [("contributor", False), ("editor", False), ("reviewer", True), ("admin", True)],
)
def test_whoever_can_make_something_public_needs_a_second_factor(role, needs):
    assert needs_second_factor(somebody(role)) == needs


@pytest.mark.parametrize("permission", Permission)
def test_whoever_has_not_signed_in_may_do_nothing(permission):
    assert not allows(AnonymousUserMixin(), permission)


def test_a_missing_right_is_refused_by_its_name():
    with pytest.raises(NotAllowed, match="may not publish"):
        require(somebody("editor"), Permission.PUBLISH)


def test_a_draft_is_read_by_its_author_and_by_reviewers_only():
    author, colleague = somebody("editor", number=1), somebody("editor", number=2)
    reviewer = somebody("reviewer", number=3)

    readers = [user.id for user in (author, colleague, reviewer) if may_read_draft(user, 1)]

    assert readers == [author.id, reviewer.id]
