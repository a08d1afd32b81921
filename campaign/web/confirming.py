"""Asking once more who sits there, before something that cannot be taken back.

Whoever has not shown a passphrase or a code for some minutes is asked for it on a page that
carries the form along: nothing that was typed is lost, and nothing is sent twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import verify_password
from flask_wtf import FlaskForm

from campaign.accounts.passphrases import normal_form
from campaign.accounts.second_factor import WrongCode, has_second_factor, plain
from campaign.db import db
from campaign.models import User
from campaign.web.access import signed_in
from campaign.web.codes import check_code
from campaign.web.sessions import confirm_session, is_confirmed
from campaign.web.sign_in import Attempts

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

ASKS = "asks_again"
FIELD = "confirm_with"
READING = "confirm_reading"  # the page was asked for, and no form was sent
NOT_CARRIED = frozenset({FIELD, READING, "csrf_token"})


def always() -> bool:
    """Say yes."""
    return True


def is_sent() -> bool:
    """Say whether a form was sent, and not a page asked for."""
    return request.method == "POST"


def confirmed(only_if: Callable[[], bool] = always) -> Callable[[View[P]], View[P]]:
    """Let a route go on only for whoever has shown a passphrase or a code a short while ago.

    Stands below ``requires``.

    Args:
        only_if: reads the request and says whether this one asks for it.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if is_confirmed() or not only_if():
                return view(*args, **kwargs)
            given = request.form.get(FIELD, "")
            wrong = _refusal(signed_in(), given) if given else ""
            if not given or wrong:
                return _page(wrong)
            confirm_session()
            if READING in request.form:
                return redirect(request.full_path.rstrip("?"), 303)
            return view(*args, **kwargs)

        setattr(guarded, ASKS, True)
        return guarded

    return guard


def asks_again(view: Callable[..., object]) -> bool:
    """Say whether a route asks once more who sits there."""
    return bool(getattr(view, ASKS, False))


def carried() -> Iterator[tuple[str, str]]:
    """Yield the fields that were sent, for a page from which they can be sent again."""
    for name, value in request.form.items(multi=True):
        if name not in NOT_CARRIED:
            yield name, value


def _page(wrong: str) -> ResponseReturnValue:
    page = render_template(
        "account/confirm.html",
        fields=list(carried()),
        wrong=wrong,
        field=FIELD,
        reading=READING if request.method == "GET" or READING in request.form else "",
        form=FlaskForm(formdata=None),
        with_code=has_second_factor(signed_in()),
    )
    return page, 422 if wrong else 200


def _refusal(user: User, given: str) -> str:
    """Return why what was given is not enough; nothing when it is."""
    attempts = Attempts(f"confirmation of account {user.id}")
    if wait := attempts.begin():
        return f"Too many wrong attempts. {wait}"
    if not _fits(user, given):
        return "That is wrong. Check whether capitals are on, or wait for the next code."
    attempts.forget()
    db.session.commit()
    return ""


def _fits(user: User, given: str) -> bool:
    if has_second_factor(user) and plain(given).isdigit():
        try:
            check_code(user, given)
        except WrongCode:
            db.session.rollback()
            return False
        return True
    fits: bool = verify_password(normal_form(given), user.password)
    return fits
