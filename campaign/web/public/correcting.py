"""A reader asks for a correction: without an account, without a cookie, without an address.

The usual token against forged forms rests on a cookie. Here the form carries a signed, dated
code instead, which is also the reader's receipt; it is tied to nobody. A form that another
site sends is refused by what the browser says of its origin.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import (
    Flask,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from campaign.db import db, now
from campaign.editorial.asking import LONGEST, Wish, file_request, find_request
from campaign.errors import InvalidDocument, Problem, TooMany
from campaign.models import Record
from campaign.queries.records import find_record, find_redirect
from campaign.web.access import everyone, writing
from campaign.web.addresses import PAGES
from campaign.web.public.routing import bp

SHORTEST, LONGEST_OPEN = 3, 24 * 3600  # seconds between opening the form and sending it
MOST_BYTES = 64 * 1024
TRAP = "confirm"  # a field that people do not see, and machines fill in


def init_app(app: Flask) -> None:
    """Let the form in without the token that rests on a cookie; it has its own."""
    app.extensions["csrf"].exempt(f"{__name__}.{ask.__name__}")


@bp.route("/corrections/new", methods=["GET", "POST"])
@everyone
def ask() -> ResponseReturnValue:
    """Show the form about a record, or take in what a reader sends."""
    request.max_content_length = MOST_BYTES
    about = _about(request.values.get("about", ""))
    if request.method == "GET":
        return _form_page(about, Wish("", page=_page_of(request.args.get("page", ""))), new_code())
    _refuse_other_sites()
    wish = _wish()
    signed = request.form.get("code", "")
    code, problem = _read_code(signed)
    if problem:
        return _form_page(about, wish, signed if code else new_code(), [problem]), 422
    session = writing()
    try:
        file_request(session, session.get_one(Record, about.id), wish, code=code)
    except InvalidDocument as error:
        session.rollback()
        about = _about(request.form["about"])
        return _form_page(about, wish, signed, list(error.problems)), 422
    except TooMany as error:
        session.rollback()
        about = _about(request.form["about"])
        return _form_page(about, wish, signed, [Problem("", str(error))]), 429
    session.commit()
    return redirect(url_for("public.correction", code=code), 303)


@bp.get("/corrections/<code>")
@everyone
def correction(code: str) -> ResponseReturnValue:
    """Show whoever holds the code what came of a request; never what was asked."""
    found = find_request(db.session, code[:100]) or abort(404)
    about = db.session.get_one(Record, found.about_id)
    page = make_response(render_template("public/correction.html", found=found, about=about))
    page.headers["Cache-Control"] = "no-store"
    return page


def new_code() -> str:
    """Return a fresh code, signed and dated, for one form."""
    return str(_signer().dumps(secrets.token_urlsafe(12)))


def _read_code(signed: str) -> tuple[str, Problem | None]:
    """Return the code of a form, and why it cannot be taken yet or any more."""
    try:
        code, at = _signer().loads(signed, max_age=LONGEST_OPEN, return_timestamp=True)
    except SignatureExpired:
        return "", Problem("", "The form was open for more than a day. Please send it again.")
    except BadSignature:
        return "", Problem("", "The form was not ours. Here is a fresh one with your text.")
    if (now() - at).total_seconds() < SHORTEST:
        return str(code), Problem("", "That was quicker than people type. Please send it again.")
    if request.form.get(TRAP):
        return str(code), Problem("", "Leave the field empty that says so, and send it again.")
    return str(code), None


def _refuse_other_sites() -> None:
    """End the request when the browser says that another site sent the form."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", request.host_url)
    if site != "same-origin" or urlsplit(origin).netloc != request.host:
        abort(400, description="Another site sent this form.")


def _wish() -> Wish:
    sent = {name: request.form.get(name, "").replace("\r\n", "\n") for name in LONGEST}
    return Wish(page=_page_of(request.form.get("page", "")), **sent)


def _page_of(text: str) -> str:
    """Return the address of a page of ours, shortened; empty for anything else."""
    return text[:200] if text.startswith("/") and text.isprintable() else ""


def _about(slug: str) -> Record:
    """Return the record in question, or end the request (404)."""
    slug = slug.replace("\0", "")
    found = find_record(db.session, slug)
    if found is None or found.merged_into_id is not None:
        found = find_redirect(db.session, slug)
    if found is None or found.kind not in PAGES:
        abort(404)
    return found


def _form_page(about: Record, wish: Wish, code: str, problems: list[Problem] | None = None) -> str:
    return render_template(
        "public/ask_correction.html",
        about=about,
        wish=wish,
        code=code,
        problems=problems or [],
        longest=LONGEST,
        trap=TRAP,
    )


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["CAMPAIGN"].secret_key, salt="correction")
