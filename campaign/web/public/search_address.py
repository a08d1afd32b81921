"""A search as an address: read from it, and written back in one order, with nothing empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import g, url_for
from sqlalchemy.orm import Session

from campaign.search.budget import SECONDS
from campaign.search.facets import FACETS
from campaign.search.query import Results, Sort, search

PER_PAGE = 20
MOST_PAGES = 10_000
KNOWN = ("q", *FACETS, "sort", "page")
SHOWN = 40  # characters of what is ignored that are repeated to the reader


@dataclass(frozen=True)
class Query:
    """What an address asks for.

    Attributes:
        text: as typed.
        filters: what was chosen, by facet, in the order of the facets.
        sort: how results are ordered; not checked yet.
        page: counted from 1.
        ignored: a sentence for each thing in the address that is not used.
    """

    text: str
    filters: Mapping[str, str]
    sort: str = Sort.RELEVANCE
    page: int = 1
    ignored: tuple[str, ...] = ()

    def url(
        self, endpoint: str = "public.search_page", *, _external: bool = False, **changes: Any
    ) -> str:
        """Return the address of this search with some things changed, or taken off (None).

        Whatever changes what is found also leads back to the first page.
        """
        path = url_for(endpoint, _external=True) if _external else _path(endpoint)
        arguments = self.arguments(**changes)
        return f"{path}?{urlencode(arguments)}" if arguments else path

    def arguments(self, **changes: Any) -> dict[str, str]:
        """Return the parameters of the address, in their one order."""
        asked: dict[str, Any] = {"q": self.text, **self.filters, "sort": self.sort}
        asked |= changes or {"page": self.page}
        plain = {"sort": Sort.RELEVANCE.value, "page": "1"}
        texts = {name: str(asked[name]) for name in KNOWN if asked.get(name)}
        return {name: text for name, text in texts.items() if plain.get(name) != text}

    def cleared(self) -> Query:
        """Return the same words without any filter."""
        return replace(self, filters={}, page=1)

    def first_page(self) -> Query:
        """Return the same search at its first page."""
        return replace(self, page=1)


def _path(endpoint: str) -> str:
    """Return the address of a page as it is; a page of results has more than fifty links to it."""
    paths: dict[str, str] = g.setdefault("search_paths", {})
    if endpoint not in paths:
        paths[endpoint] = url_for(endpoint)
    return paths[endpoint]


def read_query(arguments: Mapping[str, str]) -> Query:
    """Return what an address asks for; no address is an error."""
    given = {name: value.strip() for name, value in arguments.items()}
    ignored = [
        f"“{name[:SHOWN]}” in the address was ignored: it is not known here."
        for name in given
        if name not in KNOWN
    ]
    page = given.get("page") or "1"
    if not (page.isascii() and page.isdigit() and 0 < int(page[:9]) <= MOST_PAGES):
        ignored.append(f"“page={page[:SHOWN]}” was ignored: it is not the number of a page.")
        page = "1"
    filters = {name: given[name] for name in FACETS if given.get(name)}
    sort = given.get("sort") or Sort.RELEVANCE.value
    return Query(given.get("q", ""), filters, sort, int(page), tuple(ignored))


def find(session: Session, query: Query) -> Results:
    """Return the page of results that an address asks for."""
    return search(
        session,
        query.text,
        page=query.page,
        per_page=PER_PAGE,
        sort=query.sort,
        seconds=SECONDS,
        **query.filters,
    )
