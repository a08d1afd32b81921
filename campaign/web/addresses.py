"""Which page shows which record."""

from __future__ import annotations

from flask import url_for

from campaign.models import Ownership, Record, Response, SupplyLink
from campaign.models.vocabulary import Kind

PAGES = {
    Kind.COMPANY: "public.company",
    Kind.FACILITY: "public.facility",
    Kind.ORGANIZATION: "public.organization",
    Kind.REPORT: "public.report",
    Kind.CAMPAIGN: "public.campaign",
    Kind.SOURCE: "public.source",
}

PLURALS = {
    Kind.COMPANY: "companies",
    Kind.FACILITY: "facilities",
    Kind.ORGANIZATION: "organizations",
    Kind.SOURCE: "sources",
    Kind.SUPPLY_LINK: "supply-links",
    Kind.OWNERSHIP: "ownerships",
    Kind.REPORT: "reports",
    Kind.CAMPAIGN: "campaigns",
    Kind.RESPONSE: "responses",
}


def url_for_history(kind: Kind | str, slug: str) -> str:
    """Return the address of the history of a record, as editors see it."""
    return url_for("editor.history", plural=PLURALS[Kind(kind)], slug=slug)


def url_for_public_history(kind: Kind | str, slug: str) -> str:
    """Return the address of the history of a record, as everybody sees it."""
    return url_for("public.history", plural=PLURALS[Kind(kind)], slug=slug)


def url_for_page(kind: Kind | str, slug: str) -> str:
    """Return the address of the page of a record that has one of its own."""
    return url_for(PAGES[Kind(kind)], slug=slug)


def url_for_connection(start: str, end: str) -> str:
    """Return the address at which the connection of two slugs is shown."""
    return url_for("public.connections", _anchor=None, **{"from": start, "to": end})  # type: ignore[arg-type]


def url_for_record(record: Record) -> str:
    """Return the address at which a record can be read; links and answers live on others' pages.

    The ends of a link (``buyer``, ``parent``…) must be loaded.
    """
    if isinstance(record, SupplyLink):
        return url_for_connection(record.buyer.slug, record.supplier.slug)
    if isinstance(record, Ownership):
        return url_for_connection(record.parent.slug, record.subsidiary.slug)
    if isinstance(record, Response):
        subject = record.report or record.campaign
        return f"{url_for_page(subject.kind, subject.slug)}#{record.slug}" if subject else "/"
    return url_for_page(record.kind, record.slug)


def url_for_whereabouts(record: Record) -> str:
    """Return where editors read a record: its page, or its history where it has none."""
    if record.kind in PAGES and record.retracted_at is None:
        return url_for_page(record.kind, record.slug)
    return url_for_history(record.kind, record.slug)
