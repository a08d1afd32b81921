"""Errors from below become pages, in one table."""

from __future__ import annotations

from flask import Flask, abort, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from campaign.db import Trouble, db, trouble_with
from campaign.errors import (
    BeingMade,
    CampaignError,
    Conflict,
    DiskRefuses,
    InvalidDocument,
    InvalidTransition,
    MissingFile,
    NotAllowed,
    SchemaMismatch,
    TookTooLong,
    TooMany,
)
from campaign.factsheets.sheet import UnknownSubject
from campaign.search.query import suggest
from campaign.web.access import asks_for_an_account, page_to_send_again, typed_here

STATUS: dict[type[CampaignError], tuple[int, str]] = {
    NotAllowed: (403, "You may not do this"),
    InvalidTransition: (409, "This step is not possible now"),
    Conflict: (409, "Somebody else changed this meanwhile"),
    InvalidDocument: (422, "Something in the document is wrong"),
    DiskRefuses: (507, "This cannot be written now"),
    BeingMade: (503, "This file is being made"),
    MissingFile: (503, "This file cannot be given"),
    TooMany: (429, "More came than we can read"),
    TookTooLong: (503, "The search took too long"),
    UnknownSubject: (404, "There is no such fact sheet"),
    SchemaMismatch: (503, "The database does not fit this version"),
}
EXPLAINED = {
    400: "The request could not be understood. Go back, reload the page and try again.",
    403: "Your account does not have the right to do this. Ask an administrator.",
    404: "There is no page at this address. It may be mistyped, or the record was never published.",
    405: "This address does not take that kind of request.",
    413: "What was sent is too large for this form. If it was a file, save it smaller; if you were "
    "away for a while, sign in again first.",
    500: "The fault is ours. Nothing was saved. Please try again, or tell the administrator.",
}
NOT_WRITTEN = (
    "Nothing was saved, and nothing is half done. Reading goes on. Go back in your browser: what "
    "you typed is still in the form; copy it somewhere safe, tell whoever runs this site, and "
    "send it again once "
)
NO_ANSWER = {
    Trouble.FULL: (507, "The disk is full", f"{NOT_WRITTEN}there is room."),
    Trouble.ONLY_READ: (
        503,
        "The database can only be read now",
        f"{NOT_WRITTEN}it can be written again.",
    ),
    Trouble.AWAY: (
        503,
        "The database does not answer",
        "The database does not answer, or has no tables yet (run: campaign db upgrade).",
    ),
}


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(CampaignError, show_campaign_error)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(DBAPIError, show_database_error)
    app.register_error_handler(CSRFError, show_expired_form)
    app.before_request(find_nothing_at_nul)


def find_nothing_at_nul() -> None:
    """End a request for an address with a NUL: no text that a database keeps has one.

    Raises:
        NotFound: there is one. PostgreSQL would refuse to look.
    """
    if "\0" in request.path:
        abort(404)


def show_campaign_error(error: CampaignError) -> ResponseReturnValue:
    """Show what a verb refused, in its own words."""
    db.session.rollback()
    code, title = STATUS.get(type(error), (400, "That did not work"))
    return _answer(code, title, str(error))


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """Show a refusal of the web layer; for a missing page offer the nearest names."""
    if error.response is not None:
        return error.response
    code = error.code or 500
    text = EXPLAINED.get(code, error.description or "")
    nearest = _nearest() if code == 404 else []
    return _answer(code, error.name, text, nearest)


def show_expired_form(_error: CSRFError) -> ResponseReturnValue:
    """Explain a form that was open too long, or came from elsewhere."""
    typed = typed_here() if asks_for_an_account() else []
    if typed:
        return page_to_send_again(typed), 400
    text = "The form was open for too long, or cookies are off. Go back, reload and send it again."
    return _answer(400, "The form has expired", text)


def show_database_error(error: DBAPIError) -> ResponseReturnValue:
    """Explain a database that is full, can only be read, is missing, locked or of another version.

    Raises:
        DBAPIError: anything else, which is a fault of ours.
    """
    trouble = trouble_with(error)
    if trouble is None:
        raise error
    current_app.logger.error("database error: %s", error.orig)
    db.session.rollback()
    code, title, text = NO_ANSWER[trouble]
    return _answer(code, title, text)


def _answer(
    code: int, title: str, text: str, nearest: list[object] | None = None
) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return jsonify({"error": title, "message": text}), code
    page = render_template("error.html", code=code, title=title, text=text, nearest=nearest or [])
    return page, code


def _nearest() -> list[object]:
    words = request.path.rstrip("/").rsplit("/", 1)[-1].split(".")[0].replace("-", " ")[:80]
    db.session.rollback()
    db.session.scalar(select(1))
    return list(suggest(db.session, words, limit=5)) if words.strip() else []
