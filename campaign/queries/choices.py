"""Records to choose from in a form, shown by their titles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from campaign.models import Facility, Record, Source
from campaign.models.vocabulary import Kind


@dataclass(frozen=True)
class Choice:
    """A record that can be chosen: its slug, its title, and a word to tell it from others."""

    slug: str
    title: str
    kind: Kind
    hint: str = ""


def choices_by_slug(session: Session, slugs: Iterable[str]) -> dict[str, Choice]:
    """Return what is known of some slugs; those that mean nothing are left out."""
    wanted = sorted({slug.replace("\0", "") for slug in slugs})
    query = _records(Kind).where(Record.slug.in_(wanted))
    found = {choice.slug: choice for choice in _choices(session, query)}
    sources = [slug for slug, choice in found.items() if choice.kind is Kind.SOURCE]
    return found | {choice.slug: choice for choice in _sources(session, Source.slug.in_(sources))}


def _records(kinds: Iterable[Kind]) -> Select[str, str, Kind]:
    return select(Record.slug, Record.title, Record.kind).where(
        Record.kind.in_(sorted(kinds)), Record.retracted_at.is_(None)
    )


def _choices(session: Session, query: Select[str, str, Kind]) -> list[Choice]:
    found = [Choice(slug, title, kind) for slug, title, kind in session.execute(query)]
    slugs = [choice.slug for choice in found if choice.kind is Kind.FACILITY]
    places = _places(session, slugs)
    return [Choice(c.slug, c.title, c.kind, places.get(c.slug, "")) for c in found]


def _places(session: Session, slugs: Collection[str]) -> dict[str, str]:
    rows = session.execute(
        select(Facility.slug, Facility.locality, Facility.country).where(Facility.slug.in_(slugs))
    )
    return {slug: ", ".join(filter(None, (place, country))) for slug, place, country in rows}


def _sources(
    session: Session, *conditions: ColumnElement[bool], limit: int | None = None
) -> list[Choice]:
    query = (
        select(Source.slug, Source.title, Source.publisher, Source.published)
        .where(*conditions, Source.retracted_at.is_(None))
        .order_by(Source.published.desc(), Source.title)
        .limit(limit)
    )
    return [
        Choice(slug, title, Kind.SOURCE, f"{publisher}, {published}")
        for slug, title, publisher, published in session.execute(query)
    ]
