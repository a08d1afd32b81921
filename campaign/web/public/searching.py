"""`/search`: results, what was understood, and facets as links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.graph.sites import reported_sites
from campaign.models.vocabulary import Kind
from campaign.queries.reports import SiteReference
from campaign.search.query import Results, Sort, lookup_identifier, suggest
from campaign.search.results import Hit, Suggestion
from campaign.search.words import Match
from campaign.web.access import everyone
from campaign.web.addresses import url_for_page
from campaign.web.public.routing import bp
from campaign.web.public.search_address import Query, find, read_query

SORTS = {Sort.RELEVANCE: "relevance", Sort.DATE: "date", Sort.REPORTS: "number of reports"}
MOST_SITES = 5
MOST_NEAR = 6
AROUND = 2  # pages linked on either side of this one


@dataclass(frozen=True)
class Related:
    """What the structure of the data offers beside a company that was meant.

    ``sites`` are the facilities with most of the reports that count for it, of ``total``.
    """

    company: Hit
    sites: Sequence[tuple[SiteReference, int]]
    total: int


@bp.get("/search")
@everyone
def search_page() -> ResponseReturnValue:
    """Show what a search finds; the address says all, so that it can be shared."""
    query = read_query(request.args)
    results = find(db.session, query)
    address = known_by_number(query, results)
    if address is not None:
        return redirect(address)
    return render_template(
        "public/search.html",
        query=query,
        results=results,
        ignored=[*query.ignored, *results.ignored],
        chosen=[(facet, value) for facet in results.facets for value in facet.chosen],
        sorts=SORTS,
        numbers=page_numbers(results),
        related=read_related(query, results),
        near=read_near(query, results),
    )


def known_by_number(query: Query, results: Results) -> str | None:
    """Return the page of the one record that has the identifier or address that was typed.

    A ticker that is also somebody's name leads to the results, where both stand, and so does
    whatever is quoted.
    """
    best = results.hits[0].match if results.hits else Match.LISTED
    if query.filters or query.page > 1 or '"' in query.text or best > Match.EXACT:
        return None
    record = lookup_identifier(db.session, query.text)
    if record is None:
        return None
    so_called = {hit.record_id for hit in results.hits if hit.match <= Match.READING}
    return url_for_page(record.kind, record.slug) if so_called == {record.id} else None


def read_related(query: Query, results: Results) -> Related | None:
    """Return what belongs to the company that was meant by its name, or None."""
    if query.page > 1 or query.sort != Sort.RELEVANCE or not results.hits or not query.text:
        return None
    best = results.hits[0]
    if best.kind is not Kind.COMPANY or best.match > Match.PREFIX:
        return None
    sites = reported_sites(db.session, best.record_id)
    return Related(best, sites[:MOST_SITES], len(sites))


def read_near(query: Query, results: Results) -> list[Suggestion]:
    """Return names that are near to single words, when nothing has all of them."""
    if results.total or not query.text:
        return []
    words = sorted(set(query.text[:200].split()), key=len, reverse=True)[:3]
    found = {s.record_id: s for word in words for s in suggest(db.session, word, limit=3)}
    return list(found.values())[:MOST_NEAR]


def page_numbers(results: Results) -> list[int | None]:
    """Return the pages to link, with None where some are left out."""
    last, page = results.pages, results.page
    near = range(max(1, page - AROUND), min(last, page + AROUND) + 1)
    numbers: list[int | None] = []
    for number in sorted({1, *near, last} if last else set()):
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
