"""Reports at other places of the same supplier group: found when asked for, and never counted.

Six tiers below a large brand lies most of the world, so these ties are kept in no table.
The search goes tier by tier from the company to those that are themselves tied to a report,
and says how far it came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import SmallInteger, select, type_coerce
from sqlalchemy.orm import Session

from campaign.graph.edges import (
    NO_BASIS,
    Edge,
    Side,
    ask,
    has_more_links,
    read_holdings,
    read_level,
)
from campaign.graph.network import MAX_HOPS, TieKind
from campaign.graph.statements import Among
from campaign.graph.timing import Period, timing_of, timing_of_chain
from campaign.models import Exposure
from campaign.models.vocabulary import Timing

MOST_LINKS = 2_500  # read of one level; beyond, the search says how far it came
MOST_REPORTS = 1_000  # gathered, from the strongest ways on; more are said, not counted
TIMINGS = tuple(Timing)
exposure = Exposure.__table__.c
CountedRow = Sequence[Any]  # company, report, tiers, basis and timing; see ``counted_rows``
Strength = tuple[bool, int, int, int, int]  # denied, tiers, rank, hops, through whom
AMONG_COMPANIES = (TieKind.SUPPLIES, TieKind.OWNS)


class Way(NamedTuple):
    """How a company leads to another that is not its own; compares as the stronger first.

    Attributes:
        denied: whether the company denies the first link; others' denials lead nowhere.
        tiers: how many supply links there are.
        rank: the weakest basis; see ``Edge``.
        hops: how many edges.
        records: what says so, edge by edge, for a steady order.
        edges: from the buying end.
    """

    denied: bool = False
    tiers: int = 0
    rank: int = NO_BASIS
    hops: int = 0
    records: tuple[int, ...] = ()
    edges: tuple[Edge, ...] = ()

    def strength_beyond(self, edge: Edge) -> tuple[bool, int, int, int]:
        """Return what decides about the way one edge further, before it is put together."""
        return (
            self.denied or edge.denied,
            self.tiers + (edge.kind is TieKind.SUPPLIES),
            max(self.rank, edge.rank),
            self.hops + 1,
        )

    def beyond(self, edge: Edge) -> Way:
        """Return the way one edge further."""
        return Way(
            *self.strength_beyond(edge),
            (*self.records, edge.record_id),
            (*self.edges, edge),
        )


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

    def timing(self, event: Period) -> Timing:
        """Return the timing of the least certain hop, for what happened there."""
        periods = (edge.bond().period for edge in self.way.edges)
        return timing_of_chain((self.timing_there, *(timing_of(p, event) for p in periods)))


def ways_down(session: Session, company_id: int) -> Ways:
    """Return the suppliers of a company, theirs, and whom they hold, level by level."""
    ways = {company_id: Way()}
    frontier = {company_id}
    known: dict[int, list[Edge]] = {}
    for hops in range(MAX_HOPS):
        unread = frontier - known.keys()
        if has_more_links(session, unread, Side.MAKING, MOST_LINKS):
            return Ways(_others(ways, company_id), hops)
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
        here = ways[node]
        for edge in known[node]:
            if edge.denied and here.edges:
                continue
            best = better.get(edge.making) or ways.get(edge.making)
            if best is not None and best[:4] < here.strength_beyond(edge):
                continue
            way = here.beyond(edge)
            if best is None or way[:5] < best[:5]:
                better[edge.making] = way
    ways.update(better)
    return set(better)


def _others(ways: Mapping[int, Way], company_id: int) -> dict[int, Way]:
    return {node: way for node, way in ways.items() if node != company_id}


@dataclass(frozen=True)
class GroupTies:
    """The ties through others by report; ``more`` when there were too many to be gathered.

    ``strongest`` has a key that sorts the strongest first, and what the table says of whoever
    is tied to the place itself.
    """

    ways: Mapping[int, Way]
    strongest: Mapping[int, tuple[Strength, CountedRow]]
    more: bool

    @property
    def in_order(self) -> list[int]:
        """Return the reports, those with the strongest tie first."""
        return sorted(self.strongest, key=lambda report: (self.strongest[report][0], report))

    def of(self, report_ids: Iterable[int]) -> dict[int, GroupTie]:
        """Return the ties to some of the reports."""
        return {report: self._tie(*self.strongest[report]) for report in report_ids}

    def _tie(self, strength: Strength, row: CountedRow) -> GroupTie:
        _, tiers, rank, _, through = strength
        return GroupTie(row[1], through, self.ways[through], tiers, rank, TIMINGS[row[4]])


def group_ties(session: Session, company_id: int, ways: Ways) -> GroupTies:
    """Return by report the strongest tie through others, where none leads to the very place."""
    if not ways.ways:
        return GroupTies({}, {}, more=False)
    own = select(Exposure.report_id).where(
        Exposure.company_id == company_id, Exposure.counted | ~Exposure.denied
    )
    known = set(session.scalars(own))
    best: dict[int, tuple[Strength, CountedRow]] = {}
    for part in chunked(sorted(ways.ways, key=lambda company: ways.ways[company][:5])):
        for row in _counted(session, part):
            report = row[1]
            if report in known:
                continue
            strength = _strength(ways.ways[row[0]], row)
            if report not in best or strength < best[report][0]:
                best[report] = strength, row
        if len(best) > MOST_REPORTS:
            break
    return GroupTies(ways.ways, best, more=len(best) > MOST_REPORTS)


def _strength(way: Way, row: CountedRow) -> Strength:
    """Return a key that sorts the strongest first."""
    through, _, tiers, rank, _ = row
    weakest = way.rank if rank is None else max(way.rank, rank)
    return way.denied, way.tiers + tiers, weakest, way.hops, through


def chunked(ids: Sequence[int], size: int = 100) -> Iterable[Sequence[int]]:
    """Yield some ids after the others, in their order."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def parent_ties(session: Session, company_id: int) -> dict[int, int]:
    """Return by report the parent that is tied to its place, where the company itself is not."""
    holdings = read_holdings(session, [company_id], Side.BUYING)
    parents = {edge.buying for edge in holdings if not edge.denied} - {company_id}
    own = set(session.scalars(select(Exposure.report_id).where(Exposure.company_id == company_id)))
    found: dict[int, int] = {}
    for company, report, *_ in _counted(session, sorted(parents)):
        if report not in own:
            found[report] = min(found.get(report, company), company)
    return found


def _counted(session: Session, companies: Collection[int]) -> Iterable[CountedRow]:
    return ask(session, counted_rows, lists={"here": companies}) if companies else ()


@cache
def counted_rows(among: Among) -> Any:
    """Select what counts for the companies ``here``; words as their places."""
    columns = (exposure.company_id, exposure.report_id, exposure.tiers)
    words = (type_coerce(word, SmallInteger) for word in (exposure.basis, exposure.timing))
    return select(*columns, *words).where(among.here(exposure.company_id), exposure.counted)
