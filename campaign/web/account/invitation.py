"""The page behind a link: who opens it first sets a passphrase, and is signed in."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from campaign.accounts.links import LinkRefused, address_for, open_link
from campaign.accounts.passphrases import WeakPassphrase
from campaign.db import db, now
from campaign.editorial.own_account import accept
from campaign.models import AccountLink, User
from campaign.web.access import everyone, writing
from campaign.web.account.forms import PassphraseForm
from campaign.web.account.routing import bp, settings
from campaign.web.account.second_step import go_on


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@everyone
def invitation(token: str) -> ResponseReturnValue:
    """Ask for a passphrase; a workshop's link makes an account, under a name of our making."""
    try:
        link = open_link(db.session, token, secret=settings().secret_key, at=now())
        form = PassphraseForm()
        if not form.validate_on_submit():
            return _page(link, form), 422 if form.errors else 200
        user = _accept(token, form)
    except LinkRefused as error:
        db.session.rollback()
        return render_template("account/link_refused.html", reason=str(error)), 410
    except WeakPassphrase as error:
        db.session.rollback()
        link = open_link(db.session, token, secret=settings().secret_key, at=now())
        return _page(link, form, weak=str(error)), 422
    return redirect(go_on(user).location, 303)


def _accept(token: str, form: PassphraseForm) -> User:
    session = writing()
    at = now()
    link = open_link(session, token, secret=settings().secret_key, at=at)
    user = accept(session, link, passphrase=form.passphrase.data or "", at=at)
    session.commit()
    return user


def _page(link: AccountLink, form: PassphraseForm, weak: str = "") -> str:
    name = address_for(link)
    return render_template("account/invitation.html", link=link, name=name, form=form, weak=weak)
