"""`/search.csv` and `/search.json`: all that a search finds, sent while it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from flask import Response, current_app, request, stream_with_context, url_for
from sqlalchemy.orm import Session

from campaign.db import db, now
from campaign.models.vocabulary import Kind
from campaign.search.query import every_hit
from campaign.search.results import Hit
from campaign.search.values import hit_values
from campaign.web.access import everyone
from campaign.web.addresses import PAGES
from campaign.web.public.routing import bp
from campaign.web.public.search_address import Query, read_query
from campaign.web.public.tables import csv_lines
from config import Config

COLUMNS = (
    "kind",
    "title",
    "matched",
    "countries",
    "from",
    "to",
    "status",
    "reports",
    "address",
)
FLAGS = ("disputed", "remedied", "withdrawn")


@bp.get("/search.csv")
@everyone
def search_csv() -> Response:
    """Give every hit of a search as CSV."""
    query = read_query(request.args)
    rows = chain([COLUMNS], map(csv_row, find_all(query)))
    return _file(csv_lines(rows), query, "csv", "text/csv")


@bp.get("/search.json")
@everyone
def search_json() -> Response:
    """Give every hit of a search as JSON, with what was asked, when, and the licence."""
    query = read_query(request.args)
    pieces = json_pieces(about(query), find_all(query))
    return _file(pieces, query, "json", "application/json")


def find_all(query: Query) -> Iterator[Hit]:
    """Return all hits; the first is looked for at once, so that a refusal can still be said."""
    hits = _read_all(db.session, query)
    return chain(list(islice(hits, 1)), hits)


def _read_all(session: Session, query: Query) -> Iterator[Hit]:
    """Yield all hits, and give the connection back: by then the request has long ended."""
    try:
        yield from every_hit(session, query.text, sort=query.sort, **query.filters)
    finally:
        session.close()


def csv_row(hit: Hit) -> list[str]:
    """Return a line of the table."""
    flags = [flag for flag in FLAGS if getattr(hit, flag)]
    return [
        hit.kind.value,
        hit.title,
        hit.matched,
        "; ".join(hit.countries),
        hit.from_date or "",
        hit.to_date or "",
        "; ".join([hit.certainty.value, *flags]) if hit.certainty else "",
        "" if hit.reports is None else str(hit.reports),
        full_address(hit.kind, hit.slug),
    ]


def about(query: Query) -> dict[str, Any]:
    """Return what a file says of itself."""
    config: Config = current_app.config["CAMPAIGN"]
    return {
        "site": config.site_title,
        "query": query.arguments(),
        "address": query.url(_external=True),
        "ignored": list(query.ignored),
        "date": now().date().isoformat(),
        "licence": config.data_licence,
    }


def json_pieces(head: dict[str, Any], hits: Iterable[Hit]) -> Iterator[str]:
    """Yield a JSON object: the head, the results, and at the end how many they are."""
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield ',\n "results": ['
    total = 0
    for total, hit in enumerate(hits, start=1):
        values = json.dumps(hit_values(hit, full_address), ensure_ascii=False)
        yield f"{',' if total > 1 else ''}\n  {values}"
    yield f'\n ],\n "total": {total}\n}}\n'


def full_address(kind: Kind, slug: str) -> str:
    """Return the whole address of a record's page."""
    return url_for(PAGES[kind], slug=slug, _external=True)


def _file(pieces: Iterator[str], query: Query, ending: str, mimetype: str) -> Response:
    words = "-".join(["search", *re.findall(r"[a-z0-9]+", query.text.lower())])[:60]
    response = Response(stream_with_context(pieces), mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{words}.{ending}"'
    return response
