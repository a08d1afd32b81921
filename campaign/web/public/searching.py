"""`/search`: results, what was understood, and facets as links."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.search.query import Results, search
from campaign.web.access import everyone
from campaign.web.public.routing import bp

FACETS = ("kind", "country", "abuse", "brand", "status", "year")
PER_PAGE = 20
MOST_PAGES = 10_000


@bp.get("/search")
@everyone
def search_page() -> ResponseReturnValue:
    """Show what a search finds; the address says all, so that it can be shared."""
    text, filters, page, ignored = read_query()
    results = search(db.session, text, **filters, page=page, per_page=PER_PAGE)
    return render_template(
        "public/search.html",
        text=text,
        results=results,
        ignored=[*ignored, *results.ignored],
        kept=filters,
        facet_url=lambda name, value: facet_url(text, filters, name, value),
        page=page,
        pages=page_count(results),
    )


def read_query() -> tuple[str, dict[str, Any], int, list[str]]:
    """Return words, filters and page of the address, and what in it was ignored."""
    text = request.args.get("q", "").strip()
    filters = {name: value for name in FACETS if (value := request.args.get(name, "").strip())}
    ignored = [
        f"“{name[:40]}” in the address was ignored: it is not known here."
        for name in request.args
        if name not in (*FACETS, "q", "page", "sort")
    ]
    page = request.args.get("page", "1")
    if not (page.isascii() and page.isdigit() and 0 < int(page[:9]) <= MOST_PAGES):
        ignored.append(f"“page={page[:40]}” was ignored: it is not the number of a page.")
        page = "1"
    return text, filters, int(page), ignored


def facet_url(text: str, filters: dict[str, str], name: str, value: object) -> str:
    """Return the address of the same search with one filter set, or taken off (None)."""
    kept = {**filters, name: value}
    arguments = {key: val for key, val in kept.items() if val is not None}
    if text:
        arguments = {"q": text, **arguments}
    return url_for("public.search_page", **arguments)  # type: ignore[arg-type]


def page_count(results: Results) -> int:
    """Return the number of pages that all results fill."""
    return -(-results.total // PER_PAGE)
