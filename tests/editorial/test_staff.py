"""Accounts are kept by administrators, in the open, and there is always one left."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.accounts.links import LinkRefused, open_link
from campaign.accounts.permissions import RoleName, allows
from campaign.accounts.users import InvalidAccount, find_users
from campaign.db import begin_writing, now
from campaign.editorial import staff
from campaign.editorial.audit import broken_entries
from campaign.errors import InvalidTransition, NotAllowed
from campaign.models import AuditEntry, User
from tests.factories import make_user
from tests.support.databases import open_engine
from tests.support.forms import give_second_factor

SECRET = "signs links"
VERBS = {
    "invite": lambda s, _, by: staff.invite(s, "x@example.org", "editor", by=by, secret=SECRET),
    "send again": lambda s, u, by: staff.send_again(s, u, by=by, secret=SECRET),
    "take back links": lambda s, u, by: staff.take_back_links(s, u, by=by),
    "workshop": lambda s, _, by: staff.invite_workshop(
        s, until=now().date(), count=1, by=by, secret=SECRET
    ),
    "end workshop": lambda s, _, by: staff.end_workshop_links(s, now().date(), by=by),
    "role": lambda s, u, by: staff.change_role(s, u, "reviewer", by=by),
    "suspend": lambda s, u, by: staff.suspend(s, u, by=by),
    "reactivate": lambda s, u, by: staff.reactivate(s, u, by=by),
    "reset": lambda s, u, by: staff.reset_second_factor(s, u, by=by),
    "sign out": lambda s, u, by: staff.sign_out(s, u, by=by),
}


@pytest.fixture
def admin(session):
    return make_user(session, "admin")


@pytest.fixture
def ana(session):
    return make_user(session, "editor")


def deeds(session):
    return [
        (entry.action, entry.subject, entry.user_id)
        for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    ]


@pytest.mark.parametrize("role", [role for role in RoleName if role is not RoleName.ADMIN])
@pytest.mark.parametrize("verb", VERBS)
def test_only_administrators_keep_accounts(session, ana, verb, role):
    somebody = make_user(session, role.value)

    with pytest.raises(NotAllowed, match="administer"):
        VERBS[verb](session, ana, somebody)

    assert deeds(session) == []


@pytest.mark.parametrize("verb", VERBS)
def test_a_suspended_administrator_keeps_no_accounts(session, admin, ana, verb):
    make_user(session, "admin")
    staff.suspend(session, admin, by=None)

    with pytest.raises(NotAllowed):
        VERBS[verb](session, ana, admin)


def test_every_change_stands_in_the_trail_with_who_made_it(session, admin, ana):
    staff.change_role(session, ana, "reviewer", by=admin)
    give_second_factor(ana)
    staff.reset_second_factor(session, ana, by=admin)
    staff.sign_out(session, ana, by=admin)
    staff.send_again(session, ana, by=admin, secret=SECRET)
    staff.take_back_links(session, ana, by=admin)
    staff.suspend(session, ana, by=None)
    staff.reactivate(session, ana, by=admin)

    subject = f"account {ana.id}"
    assert deeds(session) == [
        ("account:role", subject, admin.id),
        ("account:reset second factor", subject, admin.id),
        ("account:sign out", subject, admin.id),
        ("account:new link", subject, admin.id),
        ("account:take back links", subject, admin.id),
        ("account:suspend", subject, None),
        ("account:reactivate", subject, admin.id),
    ]
    assert list(broken_entries(session)) == []


def test_an_invited_account_waits_for_its_owner(session, admin):
    user, token = staff.invite(session, "bo@example.org", "reviewer", by=admin, secret=SECRET)

    assert user.password == ""
    assert open_link(session, token, secret=SECRET, at=now()).account is user
    assert deeds(session) == [("account:create", f"account {user.id}", admin.id)]


def test_an_invitation_is_renewed_and_the_old_link_refused(session, admin):
    user, old = staff.invite(session, "bo@example.org", "reviewer", by=admin, secret=SECRET)

    new = staff.send_again(session, user, by=admin, secret=SECRET)

    with pytest.raises(LinkRefused):
        open_link(session, old, secret=SECRET, at=now())
    assert open_link(session, new, secret=SECRET, at=now()).account is user


def test_a_suspended_account_gets_no_link(session, admin, ana):
    staff.suspend(session, ana, by=admin)

    with pytest.raises(InvalidTransition, match="reactivate"):
        staff.send_again(session, ana, by=admin, secret=SECRET)


@pytest.mark.parametrize("role", RoleName)
def test_another_role_gives_its_rights_and_ends_all_sessions(session, admin, ana, role):
    before = ana.fs_uniquifier

    staff.change_role(session, ana, role.value, by=admin)

    assert ana.role_names == {role.value}
    assert ana.fs_uniquifier != before


def test_there_is_no_role_that_is_not_on_the_page(session, admin, ana):
    with pytest.raises(InvalidAccount, match="no role 'boss'"):
        staff.change_role(session, ana, "boss", by=admin)


def test_a_workshop_account_with_another_role_has_no_last_day(session, admin):
    guest = make_user(session, "contributor", ends_on=now().date() - timedelta(days=1))

    staff.change_role(session, guest, "editor", by=admin)

    assert guest.is_active


def test_whoever_is_suspended_may_do_nothing_until_reactivated(session, admin, ana):
    before = ana.fs_uniquifier

    staff.suspend(session, ana, by=admin)

    assert not any(allows(ana, permission) for permission in staff.Permission)
    assert ana.fs_uniquifier != before
    staff.reactivate(session, ana, by=admin)
    assert allows(ana, staff.Permission.WRITE)


def test_what_changes_nothing_is_refused(session, admin, ana):
    with pytest.raises(InvalidTransition, match="not suspended"):
        staff.reactivate(session, ana, by=admin)
    with pytest.raises(InvalidTransition, match="no second factor"):
        staff.reset_second_factor(session, ana, by=admin)
    staff.suspend(session, ana, by=admin)
    with pytest.raises(InvalidTransition, match="already"):
        staff.suspend(session, ana, by=admin)


@pytest.mark.parametrize("by_hand", [True, False], ids=["terminal", "browser"])
def test_the_last_administrator_is_neither_suspended_nor_demoted(session, admin, by_hand):
    by = None if by_hand else admin

    with pytest.raises(InvalidTransition, match="last administrator"):
        staff.suspend(session, admin, by=by)
    with pytest.raises(InvalidTransition, match="last administrator"):
        staff.change_role(session, admin, "editor", by=by)

    assert admin.is_active
    assert admin.role_names == {"admin"}
    assert deeds(session) == []


@pytest.mark.parametrize(
    "other",
    [{"active": False}, {"password": ""}, {"ends_on": now().date() - timedelta(days=1)}],
    ids=["suspended", "never signed in", "ended"],
)
def test_an_administrator_who_cannot_sign_in_does_not_count(session, admin, other):
    make_user(session, "admin", **other)

    with pytest.raises(InvalidTransition, match="last administrator"):
        staff.suspend(session, admin, by=None)


def test_an_administrator_beside_another_may_go(session, admin):
    make_user(session, "admin")

    staff.suspend(session, admin, by=admin)

    assert not admin.active


def test_the_last_administrator_may_stay_what_they_are(session, admin):
    staff.change_role(session, admin, "admin", by=admin)

    assert admin.role_names == {"admin"}


@pytest.mark.attack
def test_administrators_who_suspend_each_other_at_once_leave_one(session, database_url):
    numbers = [make_user(session, "admin").id for _ in range(4)]
    session.commit()
    engine, start = open_engine(database_url), Barrier(len(numbers))

    def go(number, other):
        with Session(engine) as own:
            start.wait()
            begin_writing(own)
            by, user = own.get(User, number), own.get(User, other)
            try:
                staff.suspend(own, user, by=by)
            except (InvalidTransition, NotAllowed):
                own.rollback()
            else:
                own.commit()

    pairs = zip(numbers, numbers[1:] + numbers[:1], strict=True)
    threads = [Thread(target=go, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.rollback()
    assert any(user.is_active for user in find_users(session))
    assert list(broken_entries(session)) == []
    assert len(deeds(session)) == sum(not user.active for user in find_users(session))


@pytest.mark.attack
def test_the_last_two_administrators_cannot_both_go(session, database_url):
    numbers = [make_user(session, "admin").id for _ in range(2)]
    session.commit()
    engine, start = open_engine(database_url), Barrier(2)

    def go(number):
        with Session(engine) as own:
            start.wait()
            begin_writing(own)
            try:
                staff.change_role(own, own.get(User, number), "editor", by=None)
            except InvalidTransition:
                own.rollback()
            else:
                own.commit()

    threads = [Thread(target=go, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.rollback()
    assert sorted(sorted(user.role_names) for user in find_users(session)) == [
        ["admin"],
        ["editor"],
    ]
