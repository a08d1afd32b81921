"""`/api/v1/search` and `/api/v1/suggest`: what is found, as JSON."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.queries.words import KIND_WORDS
from campaign.search.query import suggest
from campaign.search.values import results_values, suggestion_values
from campaign.web.access import everyone
from campaign.web.addresses import url_for_page
from campaign.web.api.routing import bp
from campaign.web.public.search_address import find, read_query

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
    """Give the nearest names while somebody types; nothing of it is kept on a disk."""
    found = suggest(db.session, request.args.get("q", "")[:LONGEST_BEGINNING])
    rows = [
        {**suggestion_values(suggestion, url_for_page), "label": KIND_WORDS[suggestion.kind]}
        for suggestion in found
    ]
    response = jsonify(results=rows)
    response.headers["Cache-Control"] = "no-store"
    return response
