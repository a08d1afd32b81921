"""What cites a source, and which sources tell the same story."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import QueryableAttribute, Session, selectinload

from campaign.models import (
    Campaign,
    Citation,
    Company,
    Facility,
    Organization,
    Ownership,
    Record,
    Report,
    Response,
    Source,
    SupplyLink,
)
from campaign.models.vocabulary import Stance

# What the address of a record needs (``web.addresses``), in the order of the list.
ENDS: dict[type[Record], tuple[QueryableAttribute[Any], ...]] = {
    Report: (),
    Company: (),
    Facility: (),
    SupplyLink: (SupplyLink.buyer, SupplyLink.supplier),
    Ownership: (Ownership.parent, Ownership.subsidiary),
    Response: (Response.report, Response.campaign),
    Campaign: (),
    Organization: (),
}


@dataclass(frozen=True)
class CitedBy:
    """A record that cites a source, in how many places and how."""

    record: Record
    places: int
    stances: frozenset[Stance]


def cited_by(session: Session, source_id: int) -> list[CitedBy]:
    """Return the records that cite a source, by kind and title; the ends of links loaded."""
    places: dict[int, int] = defaultdict(int)
    stances: dict[int, set[Stance]] = defaultdict(set)
    for record_id, stance in session.execute(
        select(Citation.record_id, Citation.stance).where(Citation.source_id == source_id)
    ):
        places[record_id] += 1
        stances[record_id].add(stance)
    records = [
        record
        for model, ends in ENDS.items()
        for record in session.scalars(
            select(model)
            .where(model.id.in_(sorted(places)), model.retracted_at.is_(None))
            .options(*(selectinload(end) for end in ends))
            .order_by(model.title)
        )
    ]
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
