"""Who is tied to a place, gathered: all who are tied alike together.

A place can have a hundred thousand buyers, but there are only so many bases and dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Text, cast, func, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import Session

from campaign.graph.edges import ask_for_each, bond_of, said_by
from campaign.graph.network import Bond, Tie, TieKind
from campaign.graph.statements import Among, link, operation, record


@cache
def bonds_at_sites(among: Among) -> Any:
    """Select who runs the places ``here``, and whom a link ties to them, by what says so.

    Retracted links are few and have an index of their own: they are read once, and not the
    record of each link.
    """
    tied = union_all(_runs(among), _links(among))
    if among.dialect != "postgresql":  # SQLite would sort them to gather them
        return tied
    *deciding, source = tied.subquery().c
    return select(*deciding, func.array_agg(source)).group_by(*deciding)


def _runs(among: Among) -> Any:
    unsaid = (literal("", Text) for _ in range(3))
    dates = (operation.from_date, operation.to_date, cast(null(), Text))
    kind = literal(TieKind.OPERATES.value, Text)
    return select(operation.facility_id, kind, *unsaid, *dates, operation.operator_id).where(
        among.here(operation.facility_id)
    )


def _links(among: Among) -> Any:
    basis, status = (type_coerce(word, Text) for word in (link.basis, link.link_status))
    said = (literal(TieKind.SUPPLIES_FROM.value, Text), basis, status, literal("", Text))
    dates = (link.from_date, link.to_date, link.as_of)
    retracted = select(record.id).where(record.retracted_at.is_not(None))
    return select(link.facility_id, *said, *dates, link.buyer_id).where(
        among.here(link.facility_id), link.id.not_in(retracted)
    )


def read_bonds(session: Session, sites: Collection[int]) -> list[Bond]:
    """Return who runs some places, and whom a link ties to the very place."""
    rows = ask_for_each(session, bonds_at_sites, lists={"here": sites})
    gathered: Iterable[tuple[Any, list[int]]] = ((row[:-1], row[-1]) for row in rows)
    if session.get_bind().dialect.name != "postgresql":
        alike: dict[Any, list[int]] = defaultdict(list)
        for row in rows:
            alike[row[:-1]].append(row[-1])
        gathered = alike.items()
    return [Bond(sources, said[0], _tie(*said[1:])) for said, sources in gathered]


@lru_cache(maxsize=10_000)
def _tie(word: str, basis: str, status: str, ownership: str, *dates: str | None) -> Tie:
    return bond_of(*said_by(word, basis, status, ownership), *dates)
