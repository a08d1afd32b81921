from datetime import timedelta

import pytest
from flask_security import verify_password
from sqlalchemy import func, select

from campaign.accounts.passphrases import WeakPassphrase
from campaign.accounts.permissions import RoleName
from campaign.accounts.users import (
    InvalidAccount,
    add_account,
    create_user,
    ensure_roles,
    find_user,
    find_users,
)
from campaign.db import now
from campaign.models import Role
from tests.support.forms import PASSWORD


def test_an_account_has_its_role_and_a_password_that_fits(session):
    user = create_user(session, "ana@example.org", "editor", PASSWORD)

    assert user.role_names == {"editor"}
    assert user.password.startswith("$argon2id$")
    assert verify_password(PASSWORD, user.password)


def test_an_address_is_kept_in_its_normal_form_and_found_in_any_case(session):
    user = create_user(session, " Ana@EXAMPLE.org ", "editor", PASSWORD)

    assert user.email == "Ana@example.org"
    assert find_user(session, "aNA@example.ORG") is user


def test_the_roles_are_made_once(session):
    ensure_roles(session)
    ensure_roles(session)

    assert session.scalar(select(func.count()).select_from(Role)) == len(RoleName)


@pytest.mark.parametrize(
    ("email", "role", "password", "message"),
    [
        ("nobody", "editor", PASSWORD, "'nobody' is not a mail address"),
        ("ana@", "editor", PASSWORD, "is not a mail address"),
        ("", "editor", PASSWORD, "is not a mail address"),
        ("ana@example.org", "boss", PASSWORD, "choose one of contributor, editor, reviewer, admin"),
        ("TAKEN@example.org", "editor", PASSWORD, "already"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(session, email, role, password, message):
    create_user(session, "taken@example.org", "editor", PASSWORD)

    with pytest.raises(InvalidAccount, match=message):
        create_user(session, email, role, password)

    assert [user.email for user in find_users(session)] == ["taken@example.org"]


def test_an_account_cannot_be_made_with_a_weak_passphrase(session):
    with pytest.raises(WeakPassphrase, match="at least 14 characters"):
        create_user(session, "ana@example.org", "editor", "short")


def test_an_account_without_a_passphrase_has_no_hash(session):
    assert add_account(session, "ana@example.org", "editor").password == ""


def test_an_account_is_active_until_its_last_day_is_over(session):
    today = now().date()

    ends = [today - timedelta(days=1), today, None]
    users = [
        add_account(session, f"u{i}@example.org", "contributor", ends_on=day)
        for i, day in enumerate(ends)
    ]

    assert [user.is_active for user in users] == [False, True, True]
