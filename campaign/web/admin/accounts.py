"""The list of accounts, and invitations."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from campaign.accounts.links import find_open_links
from campaign.accounts.permissions import Permission
from campaign.accounts.second_factor import has_second_factor
from campaign.accounts.users import InvalidAccount, find_users
from campaign.db import db, now
from campaign.editorial import staff
from campaign.web.access import requires, signed_in, writing
from campaign.web.account.routing import settings
from campaign.web.admin.forms import InviteForm, WorkshopForm
from campaign.web.admin.routing import address_of, bp
from campaign.web.confirming import confirmed


@bp.get("/accounts")
@requires(Permission.ADMINISTER)
def accounts() -> ResponseReturnValue:
    """List all accounts; invite somebody, or a workshop."""
    return _page(InviteForm(formdata=None), WorkshopForm(formdata=None))


@bp.post("/accounts/invite")
@requires(Permission.ADMINISTER)
@confirmed()
def invite() -> ResponseReturnValue:
    """Make an account and show its link, this once."""
    form = InviteForm()
    workshop = WorkshopForm(formdata=None)
    if not form.validate():
        return _page(form, workshop), 422
    try:
        user, token = staff.invite(
            writing(),
            form.email.data or "",
            form.role.data,
            by=signed_in(),
            secret=settings().secret_key,
        )
    except InvalidAccount as error:
        db.session.rollback()
        return _page(form, workshop, wrong=str(error)), 422
    name = user.email
    db.session.commit()
    return render_template("admin/links.html", links=[address_of(token)], name=name, until=None)


@bp.post("/accounts/workshop")
@requires(Permission.ADMINISTER)
@confirmed()
def workshop() -> ResponseReturnValue:
    """Make the links of a workshop and show them, this once."""
    form = WorkshopForm()
    if not form.validate():
        return _page(InviteForm(formdata=None), form), 422
    until, count = form.until.data or date.min, form.count.data or 0
    try:
        tokens = staff.invite_workshop(
            writing(), until=until, count=count, by=signed_in(), secret=settings().secret_key
        )
    except InvalidAccount as error:
        db.session.rollback()
        return _page(InviteForm(formdata=None), form, wrong_workshop=str(error)), 422
    db.session.commit()
    links = [address_of(token) for token in tokens]
    return render_template("admin/links.html", links=links, name="", until=until)


@bp.post("/accounts/workshop/<until>/revoke")
@requires(Permission.ADMINISTER)
@confirmed()
def revoke_workshop(until: str) -> ResponseReturnValue:
    """Take back the unused links of a workshop."""
    try:
        day = date.fromisoformat(until)
    except ValueError:
        day = date.min
    count = staff.end_workshop_links(writing(), day, by=signed_in())
    db.session.commit()
    flash(f"Links taken back: {count}.")
    return redirect(url_for("admin.accounts"), 303)


def _page(
    form: InviteForm, workshop_form: WorkshopForm, *, wrong: str = "", wrong_workshop: str = ""
) -> str:
    links = find_open_links(db.session, at=now())
    return render_template(
        "admin/accounts.html",
        users=find_users(db.session),
        invited={link.account_id for link in links if link.account_id is not None},
        workshops=Counter(link.ends_on for link in links if link.account_id is None),
        has_second_factor=has_second_factor,
        form=form,
        workshop_form=workshop_form,
        wrong=wrong,
        wrong_workshop=wrong_workshop,
        empty=FlaskForm(formdata=None),
    )
