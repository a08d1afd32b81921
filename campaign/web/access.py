"""Who is asking, and whether they may: the door's part of the policy in ``accounts``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user, logout_user
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, allows, needs_second_factor
from campaign.accounts.second_factor import has_second_factor
from campaign.db import begin_writing, db
from campaign.models import User

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

DECLARED = "opens_to"
EVERYONE = "everyone"
NOT_KEPT = ("pass", "again", "code", "confirm_")  # fields that hold secrets
# Views of libraries, which cannot declare anything: files, and the way in and out.
OF_LIBRARIES = frozenset({"static", "security.login", "security.logout"})


def everyone(view: View[P]) -> View[P]:
    """Declare that a route shows what is published, to anybody."""
    setattr(view, DECLARED, EVERYONE)
    return view


def requires(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Let a route be reached by those only who have a right.

    Whoever has not signed in is asked to, and comes back here; whoever has, but lacks the
    right, is refused (403).
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _ask_to_sign_in()
            if not allows(current_user, permission):
                abort(403)
            if needs_second_factor(signed_in()) and not has_second_factor(signed_in()):
                logout_user()
                return redirect(url_for("security.login", next=_here()))
            return view(*args, **kwargs)

        setattr(guarded, DECLARED, permission.value)
        return guarded

    return guard


def doors(app: Flask) -> dict[str, str]:
    """Return to whom each route opens, by its endpoint: ``everyone`` or a permission.

    Raises:
        RuntimeError: a route declares nothing; it is named, and the application must not start.
    """
    views = {name: view for name, view in app.view_functions.items() if name not in OF_LIBRARIES}
    undeclared = sorted(name for name, view in views.items() if not hasattr(view, DECLARED))
    if undeclared:
        raise RuntimeError(
            f"These routes do not say who may use them: {', '.join(undeclared)}. "
            "Put @everyone or @requires(Permission.…) below the line with the address."
        )
    return {name: getattr(view, DECLARED) for name, view in views.items()}


def signed_in() -> User:
    """Return the account that asks; only where ``requires`` stands guard."""
    return cast(User, current_user._get_current_object())


def writing() -> Session:
    """Return the session, in a transaction that will write.

    What was read to know who asks ends first: on SQLite a transaction that began by
    reading cannot become the one writer when another is at work.
    """
    db.session.rollback()
    begin_writing(db.session)
    return db.session


def asks_for_an_account() -> bool:
    """Say whether what was asked for is behind a right."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, DECLARED, EVERYONE) != EVERYONE


def typed_here() -> list[tuple[str, str]]:
    """Return the fields of a form that was sent from a page of ours; none from elsewhere.

    So that what was typed can be sent again after signing in. A form that another site has
    sent must not come back under our name: browsers say with ``Origin`` where it was.
    """
    if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
        return []
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and not name.startswith(NOT_KEPT)
    ]


def _ask_to_sign_in() -> ResponseReturnValue:
    """Lead to the door, and back here; a form that was filled in is kept on the page."""
    typed = typed_here()
    if not typed:
        return redirect(url_for("security.login", next=_here()))
    return page_to_send_again(typed), 401


def page_to_send_again(typed: list[tuple[str, str]]) -> str:
    """Return the page that carries a form until its author has signed in again."""
    return render_template(
        "account/signed_out.html",
        fields=typed,
        form=FlaskForm(formdata=None),
        files=[name for name in request.files if request.files[name].filename],
    )


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else url_for("editor.queue")
