"""Reports at other places of the same supplier group: found when asked for, and never counted.

Six tiers below a large brand lies most of the world, so these ties are kept in no table.
The search goes tier by tier from the company to those that are themselves tied to a report,
and says how far it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.graph.edges import Edge, Side, read_holdings, read_level
from campaign.graph.network import BASES, MAX_HOPS, TieKind
from campaign.graph.timing import Period, timing_of, timing_of_chain
from campaign.models import Exposure
from campaign.models.vocabulary import Timing
from campaign.search.batch import batches

MOST_LINKS = 5_000  # read of one level; beyond, the search says how far it came
AMONG_COMPANIES = (TieKind.SUPPLIES, TieKind.OWNS)


@dataclass(frozen=True)
class Way:
    """How a company leads to another that is not its own: the edges, from the buying end."""

    edges: tuple[Edge, ...] = ()

    @property
    def tiers(self) -> int:
        """Count the supply links."""
        return sum(edge.kind is TieKind.SUPPLIES for edge in self.edges)

    @property
    def denied(self) -> bool:
        """Tell whether the company denies the first link; others' denials lead nowhere."""
        return any(edge.denied for edge in self.edges)

    @property
    def rank(self) -> int:
        """Return the weakest basis; see ``Edge``."""
        return max((edge.rank for edge in self.edges), default=-1)

    @property
    def strength(self) -> tuple[object, ...]:
        """Return a key that sorts the strongest first."""
        ids = tuple(edge.record_id for edge in self.edges)
        return (self.denied, self.tiers, self.rank, len(self.edges), ids)


@dataclass(frozen=True)
class Ways:
    """Whom a company leads to, each by the strongest way; all of them up to ``hops`` links."""

    ways: Mapping[int, Way]
    hops: int

    @property
    def complete(self) -> bool:
        """Tell whether nobody was cut off."""
        return self.hops >= MAX_HOPS


@dataclass(frozen=True)
class GroupTie:
    """A report to which a company is tied only through another, which is tied to its place.

    ``tiers`` and ``rank`` are those of the whole chain, to the place.
    """

    report_id: int
    through_id: int
    way: Way
    tiers: int
    rank: int
    timing_there: Timing

    @property
    def strength(self) -> tuple[object, ...]:
        """Return a key that sorts the strongest first."""
        return (self.way.denied, self.tiers, self.rank, len(self.way.edges), self.through_id)

    def timing(self, event: Period) -> Timing:
        """Return the timing of the least certain hop, for what happened there."""
        periods = (edge.tie().period for edge in self.way.edges)
        return timing_of_chain((self.timing_there, *(timing_of(p, event) for p in periods)))


def ways_down(session: Session, company_id: int) -> Ways:
    """Return the suppliers of a company, theirs, and whom they hold, level by level."""
    ways = {company_id: Way()}
    frontier = {company_id}
    known: dict[int, list[Edge]] = {}
    for hops in range(MAX_HOPS):
        unread = frontier - known.keys()
        level = read_level(session, unread, Side.MAKING, MOST_LINKS)
        if not level.whole:
            return Ways(_others(ways, company_id), hops)
        known.update({node: [] for node in unread})
        for edge in level.edges:
            if edge.kind in AMONG_COMPANIES:
                known[edge.buying].append(edge)
        frontier = _improve(ways, known, frontier)
        if not frontier:
            break
    return Ways(_others(ways, company_id), MAX_HOPS)


def _improve(ways: dict[int, Way], known: Mapping[int, list[Edge]], nodes: set[int]) -> set[int]:
    """Go one step on from some companies; return those that are reached by a stronger way."""
    better: dict[int, Way] = {}
    for node in nodes:
        for edge in known[node]:
            if edge.denied and ways[node].edges:
                continue
            way = Way((*ways[node].edges, edge))
            best = better.get(edge.making) or ways.get(edge.making)
            if best is None or way.strength < best.strength:
                better[edge.making] = way
    ways.update(better)
    return set(better)


def _others(ways: Mapping[int, Way], company_id: int) -> dict[int, Way]:
    return {node: way for node, way in ways.items() if node != company_id}


def group_ties(session: Session, company_id: int, ways: Ways) -> dict[int, GroupTie]:
    """Return by report the strongest tie through others, where none leads to the very place."""
    own = select(Exposure.report_id).where(
        Exposure.company_id == company_id, Exposure.counted | ~Exposure.denied
    )
    known = set(session.scalars(own))
    found: dict[int, GroupTie] = {}
    for row in _counted(session, ways.ways):
        way = ways.ways[row.company_id]
        rank = max(way.rank, -1 if row.basis is None else BASES.index(row.basis))
        tiers = way.tiers + row.tiers
        tie = GroupTie(row.report_id, row.company_id, way, tiers, rank, row.timing)
        best = found.get(row.report_id)
        if row.report_id not in known and (best is None or tie.strength < best.strength):
            found[row.report_id] = tie
    return found


def parent_ties(session: Session, company_id: int) -> dict[int, int]:
    """Return by report the parent that is tied to its place, where the company itself is not."""
    holdings = read_holdings(session, [company_id], Side.BUYING)
    parents = {edge.buying for edge in holdings if not edge.denied} - {company_id}
    own = set(session.scalars(select(Exposure.report_id).where(Exposure.company_id == company_id)))
    found: dict[int, int] = {}
    for row in _counted(session, parents):
        if row.report_id not in own:
            known = found.get(row.report_id, row.company_id)
            found[row.report_id] = min(known, row.company_id)
    return found


def _counted(session: Session, companies: Iterable[int]) -> Iterable[Exposure]:
    for batch in batches(session, companies):
        rows = select(Exposure).where(batch.holds(Exposure.company_id), Exposure.counted)
        yield from session.scalars(rows)
