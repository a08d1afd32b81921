"""`/api/v1/search` and `/api/v1/suggest`: what is found, as JSON."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.queries.words import KIND_WORDS
from campaign.search.query import suggest
from campaign.search.suggesting import MOST_SUGGESTIONS
from campaign.search.values import results_values, suggestion_values
from campaign.web.access import everyone
from campaign.web.addresses import url_for_page
from campaign.web.api.routing import bp
from campaign.web.public.search_address import find, read_query

MOST_ROWS = 8
LONGEST_BEGINNING = 200  # characters of what is typed that are looked at


@bp.get("/search")
@everyone
def search_json() -> ResponseReturnValue:
    """Give one page of results: ``{"total", "results": [{"kind", "slug", "title", …}]}``."""
    query = read_query(request.args)
    results = find(db.session, query)
    values = results_values(results, url_for_page)
    return jsonify({**values, "ignored": [*query.ignored, *results.ignored]})


@bp.get("/suggest")
@everyone
def suggest_json() -> ResponseReturnValue:
    """Give the nearest names while somebody types; nothing of it is kept on a disk.

    ``kind``, as often as wanted, leaves out what is of no such kind.
    """
    kinds = request.args.getlist("kind")
    found = suggest(
        db.session,
        request.args.get("q", "")[:LONGEST_BEGINNING],
        limit=MOST_SUGGESTIONS if kinds else MOST_ROWS,
    )
    rows = [
        {**suggestion_values(suggestion, url_for_page), "label": KIND_WORDS[suggestion.kind]}
        for suggestion in [s for s in found if not kinds or s.kind in kinds][:MOST_ROWS]
    ]
    response = jsonify(results=rows)
    response.headers["Cache-Control"] = "no-store"
    return response
