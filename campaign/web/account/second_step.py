"""The second step of a sign-in: a code of one's authenticator, which some must set up first.

Flask-Security has checked the passphrase and hands over (``SecondStep``); nobody is signed
in before this step is done. In between the session cookie says who, since when, and where
to go afterwards.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import segno
from flask import Flask, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import UserMixin
from flask_security.tf_plugin import TfPluginBase
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.wrappers import Response

from campaign.accounts.permissions import needs_second_factor
from campaign.accounts.second_factor import Codes, WrongCode, has_second_factor
from campaign.db import db, now
from campaign.editorial.own_account import set_up_second_factor
from campaign.models import User
from campaign.web.access import everyone, writing
from campaign.web.account.forms import CodeForm
from campaign.web.account.routing import bp
from campaign.web.codes import check_code, codes
from campaign.web.sessions import begin_session, own_address
from campaign.web.sign_in import Attempts

STEP, PENDING = "second_step", "new_second_factor"
PATIENCE = 15 * 60  # seconds between passphrase and code


@dataclass(frozen=True)
class Waiting:
    """Somebody who has shown the passphrase, and where they want to go."""

    user: User
    goal: str


class SecondStep(TfPluginBase):
    """Flask-Security's way to a second factor of one's own."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)

    def create_blueprint(self, app: object, bp: object, state: object) -> None:
        """Add no route: ours stand below."""

    def get_setup_methods(self, user: UserMixin) -> list[tuple[str, str]]:  # noqa: ARG002
        """Name none, so that every sign-in comes to ``tf_login``."""
        return []

    def tf_login(
        self,
        user: UserMixin,
        json_payload: dict[str, Any],  # noqa: ARG002
        next_loc: str | None,
    ) -> Response:
        """Go on with somebody whose passphrase was right."""
        session.pop("tf_user_id", None)
        assert isinstance(user, User)
        db.session.commit()  # the failed attempts are forgotten
        return go_on(user, next_loc)


def go_on(user: User, goal: str | None = None) -> Response:
    """Sign in whoever needs no code, and ask the others for it."""
    goal = own_address(goal, "/login")
    goal = url_for("editor.queue") if goal.startswith("/login") else goal
    if not has_second_factor(user) and not needs_second_factor(user):
        begin_session(user)
        return redirect(goal)
    session[STEP] = {"user": user.fs_uniquifier, "at": time.time(), "goal": goal}
    step = "enter_code" if has_second_factor(user) else "set_up_at_sign_in"
    return redirect(url_for(f"account.{step}"))


@bp.route("/login/code", methods=["GET", "POST"])
@everyone
def enter_code() -> ResponseReturnValue:
    """Ask for a code of the authenticator, or a recovery code."""
    waiting = _waiting()
    if waiting is None or not has_second_factor(waiting.user):
        return redirect(url_for("security.login"))
    form = CodeForm()
    wrong = _refusal(waiting.user, form.code.data or "") if form.validate_on_submit() else ""
    if wrong or not form.is_submitted() or form.errors:
        page = render_template("account/code.html", form=form, wrong=wrong)
        return page, 422 if wrong or form.errors else 200
    session.pop(STEP)
    begin_session(waiting.user)
    return redirect(waiting.goal, 303)


@bp.route("/login/set-up", methods=["GET", "POST"])
@everyone
def set_up_at_sign_in() -> ResponseReturnValue:
    """Have a second factor set up by whoever may do nothing without one."""
    waiting = _waiting()
    if waiting is None or has_second_factor(waiting.user):
        return redirect(url_for("security.login"))
    return set_up_page(waiting.user, goal=waiting.goal)


def set_up_page(user: User, *, goal: str) -> ResponseReturnValue:
    """Show what an authenticator needs; once it has shown a code, the recovery codes."""
    form, known = CodeForm(), codes()
    secret = _pending_secret(user, known)
    wrong = ""
    if form.validate_on_submit():
        try:
            recovery = _set_up(user, known, secret, form.code.data or "")
        except WrongCode as error:
            db.session.rollback()
            wrong = str(error)
        else:
            return render_template("account/recovery_codes.html", codes=recovery, goal=goal)
    authenticator = known.authenticator(secret, user.email)
    page = render_template(
        "account/set_up.html",
        form=form,
        wrong=wrong,
        authenticator=authenticator,
        picture=picture_of(authenticator.uri),
        replaces=has_second_factor(user),
    )
    return page, 422 if wrong or form.errors else 200


def picture_of(uri: str) -> Markup:
    """Return a QR code as part of the page: no address that holds the secret, no other site."""
    drawn = segno.make(uri, error="m").svg_inline(
        scale=5, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)


def _pending_secret(user: User, known: Codes) -> str:
    """Return the secret that is being set up; it stays the same while codes are mistyped.

    It is encrypted, and nobody else's: another account in this browser gets its own.
    """
    pending = session.get(PENDING) or {}
    if pending.get("account") != user.id:
        pending = session[PENDING] = {"account": user.id, "secret": known.new_secret()}
    return str(pending["secret"])


def _set_up(user: User, known: Codes, secret: str, code: str) -> list[str]:
    """Set up the second factor and sign in; return the recovery codes."""
    recovery = set_up_second_factor(writing(), user, known, secret, code, at=now())
    db.session.commit()
    for name in (STEP, PENDING):
        session.pop(name, None)
    begin_session(user)
    return recovery


def _refusal(user: User, code: str) -> str:
    """Take a code; return why it was not taken, or nothing."""
    attempts = Attempts(f"code of account {user.id}")
    if wait := attempts.begin():
        return f"Too many wrong codes. {wait}"
    try:
        check_code(user, code)
    except WrongCode as error:
        db.session.rollback()
        return str(error)
    attempts.forget()
    db.session.commit()
    return ""


def _waiting() -> Waiting | None:
    """Return who has shown a passphrase a short while ago; None when nobody has."""
    step = session.get(STEP) or {}
    if not 0 <= time.time() - step.get("at", 0) <= PATIENCE:
        session.pop(STEP, None)
        return None
    user = db.session.scalar(select(User).where(User.fs_uniquifier == step["user"]))
    if user is None or not user.is_active:
        session.pop(STEP, None)
        return None
    return Waiting(user, step["goal"])
