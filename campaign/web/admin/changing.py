"""What an administrator does to one account: one page, one button each."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from campaign.accounts.permissions import MEANING, Permission, RoleName
from campaign.accounts.second_factor import has_second_factor
from campaign.accounts.users import InvalidAccount
from campaign.db import db
from campaign.editorial import staff
from campaign.errors import InvalidTransition
from campaign.models import User
from campaign.web.access import requires, signed_in, writing
from campaign.web.account.routing import settings
from campaign.web.admin.forms import RoleForm
from campaign.web.admin.routing import address_of, bp, load_account
from campaign.web.confirming import confirmed


@bp.get("/accounts/<int:account_id>")
@requires(Permission.ADMINISTER)
def account(account_id: int) -> ResponseReturnValue:
    """Show an account and what can be done to it."""
    return _page(load_account(db.session, account_id))


@bp.post("/accounts/<int:account_id>/role")
@requires(Permission.ADMINISTER)
@confirmed()
def change_role(account_id: int) -> ResponseReturnValue:
    """Give an account another role."""
    role = RoleForm().role.data
    return _do(
        account_id,
        lambda session, user: staff.change_role(session, user, role, by=signed_in()),
        f"The account is {role} now. Its sessions have ended.",
    )


@bp.post("/accounts/<int:account_id>/suspend")
@requires(Permission.ADMINISTER)
@confirmed()
def suspend(account_id: int) -> ResponseReturnValue:
    """Suspend an account."""
    return _do(
        account_id,
        lambda session, user: staff.suspend(session, user, by=signed_in()),
        "The account is suspended. Its sessions have ended; what it wrote stays.",
    )


@bp.post("/accounts/<int:account_id>/reactivate")
@requires(Permission.ADMINISTER)
@confirmed()
def reactivate(account_id: int) -> ResponseReturnValue:
    """Let an account sign in again."""
    return _do(
        account_id,
        lambda session, user: staff.reactivate(session, user, by=signed_in()),
        "The account can sign in again.",
    )


@bp.post("/accounts/<int:account_id>/reset-second-factor")
@requires(Permission.ADMINISTER)
@confirmed()
def reset_second_factor(account_id: int) -> ResponseReturnValue:
    """Take away a lost second factor."""
    return _do(
        account_id,
        lambda session, user: staff.reset_second_factor(session, user, by=signed_in()),
        "The second factor is gone. Its sessions have ended.",
    )


@bp.post("/accounts/<int:account_id>/sign-out")
@requires(Permission.ADMINISTER)
@confirmed()
def sign_out(account_id: int) -> ResponseReturnValue:
    """End all sessions of an account."""
    return _do(
        account_id,
        lambda session, user: staff.sign_out(session, user, by=signed_in()),
        "All sessions of the account have ended.",
    )


@bp.post("/accounts/<int:account_id>/revoke-links")
@requires(Permission.ADMINISTER)
@confirmed()
def revoke_links(account_id: int) -> ResponseReturnValue:
    """Take back the links of an account that were not used yet."""
    return _do(
        account_id,
        lambda session, user: staff.take_back_links(session, user, by=signed_in()),
        "Its links do not work any more.",
    )


@bp.post("/accounts/<int:account_id>/new-link")
@requires(Permission.ADMINISTER)
@confirmed()
def new_link(account_id: int) -> ResponseReturnValue:
    """Make a new link for somebody who has forgotten the passphrase, and show it this once."""
    session = writing()
    user = load_account(session, account_id)
    secret = settings().secret_key
    try:
        token = staff.send_again(session, user, by=signed_in(), secret=secret)
    except InvalidTransition as error:
        return _refused(account_id, error)
    name = user.email
    session.commit()
    return render_template("admin/links.html", links=[address_of(token)], name=name, until=None)


def _do(account_id: int, verb: Callable[[Session, User], object], done: str) -> ResponseReturnValue:
    session = writing()
    try:
        verb(session, load_account(session, account_id))
    except (InvalidTransition, InvalidAccount) as error:
        return _refused(account_id, error)
    session.commit()
    flash(done)
    # What was done to oneself may have ended this session: the page then leads to the door.
    return redirect(url_for("admin.account", account_id=account_id), 303)


def _refused(account_id: int, error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    return _page(load_account(db.session, account_id), refused=str(error)), 409


def _page(user: User, *, refused: str = "") -> str:
    role = next(iter(sorted(user.role_names)), "")
    return render_template(
        "admin/account.html",
        user=user,
        role=role,
        means=MEANING[RoleName(role)] if role in tuple(RoleName) else "",
        has_second_factor=has_second_factor(user),
        form=RoleForm(formdata=None, role=role),
        refused=refused,
    )
