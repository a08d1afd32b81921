"""Who else buys here, whom two companies share, and what is documented of each buyer.

Brands that buy from the same place can be pressed together. Nothing here is a score: buyers
come in the order of the facts that are documented of them, and the facts are given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from campaign.db import now
from campaign.graph.edges import Edge, Side, read_level, read_ties
from campaign.graph.network import BASES, Tie, TieKind
from campaign.graph.timing import WORST_FIRST, Period
from campaign.models.vocabulary import (
    Basis,
    Reach,
    Timing,
)
from campaign.queries.records import RecordReference, references

MOST_TIES = 1_500  # read of one place or supplier; that there are more is said
BUYING = (TieKind.SUPPLIES_FROM, TieKind.SUPPLIES, TieKind.NAMED)
TIMINGS = tuple(reversed(WORST_FIRST))


@dataclass(frozen=True)
class Buyer:
    """A company that buys from a place or supplier, and by what that is documented.

    Attributes:
        company: who buys.
        reach: named or site for a place; None for a supplier, of which no place is asked.
        ties: the links and reports that say so, strongest first; denied ones are left out.
        then: whether it bought when something happened; unknown when nothing was asked.
        now: whether it is documented to buy today; a list of last year does not say so.
    """

    company: RecordReference
    reach: Reach | None
    ties: tuple[Tie, ...]
    then: Timing
    now: Timing

    @property
    def basis(self) -> Basis | None:
        """Return the firmest basis; None when the buyer is only named in a report."""
        known = [tie.basis for tie in self.ties if tie.basis is not None]
        return min(known, key=BASES.index, default=None)


@dataclass(frozen=True)
class SharedBuyers:
    """One page of the buyers of a place or supplier; ``more`` when not all ties were read."""

    buyers: tuple[Buyer, ...]
    found: int
    more: bool


@dataclass(frozen=True)
class SharedSupplier:
    """A supplier of two companies, with what ties each to it, and the places both name."""

    supplier: RecordReference
    first: tuple[Tie, ...]
    second: tuple[Tie, ...]
    places: tuple[RecordReference, ...]


@dataclass(frozen=True)
class SharedSuppliers:
    """One page of the suppliers that two companies share; those with a place in common first."""

    suppliers: tuple[SharedSupplier, ...]
    found: int
    more: bool


def shared_buyers(
    session: Session,
    record_id: int,
    *,
    event: Period | None = None,
    limit: int = 25,
    offset: int = 0,
) -> SharedBuyers:
    """Return who buys from a facility or supplier: who did at the time first, then the firmest.

    Args:
        session: only read.
        record_id: a facility or a company.
        event: the period of a report there, for ``Buyer.then``.
        limit: how many to return, after the first ``offset``.
        offset: how many to pass over.
    """
    level = read_level(session, [record_id], Side.BUYING, MOST_TIES)
    by_company: dict[int, list[Edge]] = defaultdict(list)
    for edge in level.edges:
        if edge.kind in BUYING and not edge.denied:
            by_company[edge.buying].append(edge)
    ranked = sorted(by_company, key=lambda company: _strength(by_company[company], event))
    chosen = ranked[offset : offset + limit]
    buyers = _buyers(session, {company: by_company[company] for company in chosen}, event)
    return SharedBuyers(buyers, len(ranked), not level.whole)


def shared_suppliers(
    session: Session, first_id: int, second_id: int, *, limit: int = 25, offset: int = 0
) -> SharedSuppliers:
    """Return the suppliers from which two companies both buy; denied links are left out."""
    levels = [
        read_level(session, [buyer], Side.MAKING, MOST_TIES) for buyer in (first_id, second_id)
    ]
    first, second = (_by_maker(level.edges, TieKind.SUPPLIES) for level in levels)
    places = [_places_of(level.edges) for level in levels]
    both = {maker: places[0][maker] & places[1][maker] for maker in first.keys() & second.keys()}
    ranked = sorted(
        both, key=lambda maker: (-len(both[maker]), _rank(first[maker], second[maker]), maker)
    )
    chosen = ranked[offset : offset + limit]
    edges = [edge for maker in chosen for edge in (*first[maker], *second[maker])]
    ties = read_ties(session, edges)
    nodes = references(session, {node for maker in chosen for node in (maker, *both[maker])})
    suppliers = tuple(
        SharedSupplier(
            supplier=nodes[maker],
            first=_told(first[maker], ties),
            second=_told(second[maker], ties),
            places=tuple(nodes[place] for place in sorted(both[maker])),
        )
        for maker in chosen
    )
    return SharedSuppliers(suppliers, len(ranked), not all(level.whole for level in levels))


def today() -> Period:
    """Return this day as a period, to ask what is documented to hold now."""
    day = now().date().isoformat()
    return Period(day, day)


def _buyers(
    session: Session, by_company: Mapping[int, Sequence[Edge]], event: Period | None
) -> tuple[Buyer, ...]:
    ties = read_ties(session, (edge for edges in by_company.values() for edge in edges))
    nodes = references(session, by_company)
    present = today()
    return tuple(
        Buyer(
            company=nodes[company],
            reach=_reach(edges),
            ties=_told(edges, ties),
            then=_best_timing(edges, event or Period()),
            now=_best_timing(edges, present),
        )
        for company, edges in by_company.items()
    )


def _strength(edges: Iterable[Edge], event: Period | None) -> tuple[int, int, str, int]:
    edges = list(edges)
    then = TIMINGS.index(_best_timing(edges, event)) if event else 0
    newest = max(edge.as_of or edge.to_date or "" for edge in edges)
    backwards = "".join(chr(0xFFFF - ord(char)) for char in newest)
    return (then, min(edge.rank for edge in edges), backwards, edges[0].buying)


def _best_timing(edges: Iterable[Edge], event: Period) -> Timing:
    return min((edge.bond().timing(event) for edge in edges), key=TIMINGS.index)


def _reach(edges: Iterable[Edge]) -> Reach | None:
    kinds = {edge.kind for edge in edges}
    if TieKind.NAMED in kinds:
        return Reach.NAMED
    return Reach.SITE if TieKind.SUPPLIES_FROM in kinds else None


def _told(edges: Iterable[Edge], ties: Mapping[Edge, Tie]) -> tuple[Tie, ...]:
    return tuple(ties[edge] for edge in sorted(edges, key=lambda edge: (edge.rank, edge.record_id)))


def _by_maker(edges: Iterable[Edge], kind: TieKind) -> dict[int, list[Edge]]:
    found: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.kind is kind and not edge.denied:
            found[edge.making].append(edge)
    return found


def _places_of(edges: Iterable[Edge]) -> dict[int, set[int]]:
    """Return the places that links name, by supplier."""
    found: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        if edge.kind is TieKind.SUPPLIES and not edge.denied:
            found[edge.making] |= {edge.part} - {None}  # type: ignore[arg-type]
    return found


def _rank(first: Iterable[Edge], second: Iterable[Edge]) -> int:
    return max(min(edge.rank for edge in first), min(edge.rank for edge in second))
