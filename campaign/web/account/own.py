"""One's own account: a new passphrase, a second factor, the end of all sessions."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from campaign.accounts.passphrases import WeakPassphrase
from campaign.accounts.permissions import Permission, needs_second_factor
from campaign.accounts.second_factor import has_second_factor, recovery_codes_left
from campaign.db import db
from campaign.editorial import own_account
from campaign.web.access import requires, signed_in, writing
from campaign.web.account.forms import PassphraseForm
from campaign.web.account.routing import bp
from campaign.web.account.second_step import set_up_page
from campaign.web.confirming import confirmed
from campaign.web.editor.forms import EmptyForm
from campaign.web.sessions import begin_session, end_session


@bp.get("/account")
@requires(Permission.OWN_ACCOUNT)
def own() -> ResponseReturnValue:
    """Show what stands in one's account and what can be changed."""
    user = signed_in()
    return render_template(
        "account/own.html",
        form=EmptyForm(),
        has_second_factor=has_second_factor(user),
        needs_second_factor=needs_second_factor(user),
        codes_left=recovery_codes_left(db.session, user),
    )


@bp.route("/account/passphrase", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@confirmed()
def passphrase() -> ResponseReturnValue:
    """Change the passphrase; the other sessions end."""
    form, weak = PassphraseForm(), ""
    if form.validate_on_submit():
        try:
            own_account.change_passphrase(writing(), signed_in(), form.passphrase.data or "")
        except WeakPassphrase as error:
            db.session.rollback()
            weak = str(error)
        else:
            return _stay("The passphrase is changed. Every other session has ended.")
    page = render_template("account/passphrase.html", form=form, weak=weak)
    return page, 422 if weak or form.errors else 200


@bp.route("/account/second-factor", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@confirmed()
def second_factor() -> ResponseReturnValue:
    """Set up a second factor, or a new one in place of the old."""
    return set_up_page(signed_in(), goal=url_for("account.own"))


@bp.post("/account/second-factor/give-up")
@requires(Permission.OWN_ACCOUNT)
@confirmed()
def give_up_second_factor() -> ResponseReturnValue:
    """Do without a second factor, where the role allows it."""
    own_account.give_up_second_factor(writing(), signed_in())
    db.session.commit()
    flash("You sign in with the passphrase alone now.")
    return redirect(url_for("account.own"), 303)


@bp.post("/account/recovery-codes")
@requires(Permission.OWN_ACCOUNT)
@confirmed()
def recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them this once."""
    codes = own_account.new_recovery_codes(writing(), signed_in())
    db.session.commit()
    return render_template("account/recovery_codes.html", codes=codes, goal=url_for("account.own"))


@bp.post("/account/sign-out")
@requires(Permission.OWN_ACCOUNT)
def sign_out_everywhere() -> ResponseReturnValue:
    """End all one's sessions, this one too."""
    own_account.sign_out_everywhere(writing(), signed_in())
    db.session.commit()
    end_session()
    flash("You are signed out everywhere.")
    return redirect(url_for("security.login"), 303)


def _stay(message: str) -> ResponseReturnValue:
    """Keep the session here after all were ended."""
    user = signed_in()
    db.session.commit()
    begin_session(user)
    flash(message)
    return redirect(url_for("account.own"), 303)
