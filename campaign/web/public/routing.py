"""The blueprint of the public pages, and how a slug becomes a record or a redirect."""

from __future__ import annotations

from typing import NoReturn, TypeVar

from flask import Blueprint, abort, make_response, redirect, render_template, request

from campaign.db import db
from campaign.models import Record
from campaign.queries.records import find_record, find_redirect, get_record
from campaign.web.addresses import PAGES, url_for_page

bp = Blueprint("public", __name__)

T = TypeVar("T", bound=Record)


def load(model: type[T], slug: str) -> T:
    """Return the public record, or end the request: a redirect, a stub's page, or 404.

    Old slugs lead to the record for ever, and a slug of another kind to its own page.
    """
    record = get_record(db.session, slug, model)
    if record is not None and record.retracted_at is None:
        return record
    if record is not None and record.merged_into_id is None:
        show_stub(record)
    moved = find_redirect(db.session, slug) or find_record(db.session, slug)
    if moved is not None and moved.kind in PAGES:
        abort(redirect(url_for_page(moved.kind, moved.slug), 301))
    return abort(404)


def show_stub(record: Record) -> NoReturn:
    """End the request with what is left of a retracted record: title, day and reason."""
    if request.path.startswith("/api/"):
        day = f"{record.retracted_at:%Y-%m-%d}"
        abort(410, description=f"{record.title}: retracted on {day}: {record.retraction_reason}")
    page = render_template("public/stub.html", record=record, has_page=record.kind in PAGES)
    abort(make_response(page, 410))


def read_page() -> int:
    """Return the number of the page that the address asks for; 1 for anything that is none."""
    page = request.args.get("page", "1")
    return int(page) if page.isascii() and page.isdigit() and 0 < int(page[:9]) < 10_000 else 1
