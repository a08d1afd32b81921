"""What cites a source, and which sources tell the same story."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from campaign.models import Citation, Ownership, Record, Response, Source, SupplyLink
from campaign.models.vocabulary import Stance


@dataclass(frozen=True)
class CitedBy:
    """A record that cites a source, in how many places and how."""

    record: Record
    places: int
    stances: frozenset[Stance]


def cited_by(session: Session, source_id: int) -> list[CitedBy]:
    """Return the records that cite a source, by kind and title."""
    places: dict[int, int] = defaultdict(int)
    stances: dict[int, set[Stance]] = defaultdict(set)
    for record_id, stance in session.execute(
        select(Citation.record_id, Citation.stance).where(Citation.source_id == source_id)
    ):
        places[record_id] += 1
        stances[record_id].add(stance)
    records = session.scalars(
        select(Record)
        .where(Record.id.in_(places), Record.retracted_at.is_(None))
        .options(
            selectinload(SupplyLink.buyer),
            selectinload(SupplyLink.supplier),
            selectinload(Ownership.parent),
            selectinload(Ownership.subsidiary),
            selectinload(Response.report),
            selectinload(Response.campaign),
        )
        .order_by(Record.kind, Record.title)
    )
    return [CitedBy(r, places[r.id], frozenset(stances[r.id])) for r in records]


def same_story(session: Session, source: Source) -> list[Source]:
    """Return the other sources with the same origin: together they count once."""
    return list(
        session.scalars(
            select(Source)
            .where(
                Source.origin == source.origin,
                Source.id != source.id,
                Source.retracted_at.is_(None),
            )
            .order_by(Source.published, Source.slug)
        )
    )
