"""From the published tables to edges: light ones to search among, whole ties for what is shown.

One statement reads all edges of some nodes on one side, so that a level of a search costs
one question, and never more rows than it may.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    select,
)
from sqlalchemy.orm import Session

from campaign.graph.network import BASES, Tie, TieKind
from campaign.graph.statements import (
    Among,
    all_holdings,
    edges_at_sites,
    edges_from_some_to_others,
    edges_of_a_level,
    links_of_a_level,
)
from campaign.graph.timing import Period
from campaign.models import Operation, Ownership, Report, SupplyLink
from campaign.models.vocabulary import LinkStatus, OwnershipType
from campaign.search.batch import Batch

NO_BASIS = -1  # of whoever runs a place: the strongest, for it stands in the record of the place
NAMED_BASIS = len(BASES)  # named in a report: weaker than any link with a basis of its own
CONTROLLING = ("", OwnershipType.SUBSIDIARY)
RANKS = {basis.value: rank for rank, basis in enumerate(BASES)}

report = Report.__table__.c


class Side(StrEnum):
    """Where the edges of a node lead."""

    MAKING = "making"
    BUYING = "buying"


class Edge(NamedTuple):
    """An edge as a search needs it: its ends, what says so and how strongly.

    ``part`` is the position in the record's document (operations, parties), or for a supply
    link the facility that it names. ``rank`` is the basis, strongest first.
    """

    buying: int
    making: int
    kind: TieKind
    record_id: int
    part: int | None
    rank: int
    denied: bool
    controls: bool
    from_date: str | None
    to_date: str | None
    as_of: str | None

    @property
    def hops(self) -> int:
        """Return in how many steps it is told: its supplier stands before a site."""
        return 2 if self.kind is TieKind.SUPPLIES_FROM else 1

    def tie(self) -> Tie:
        """Return what decides about exposure; ``read_ties`` gives what is shown."""
        basis = BASES[self.rank] if 0 <= self.rank < len(BASES) else None
        period = Period(self.from_date, self.to_date, self.as_of)
        return Tie(
            self.kind,
            self.record_id,
            period=period,
            basis=basis,
            denied=self.denied,
            controls=self.controls,
        )


@dataclass(frozen=True)
class Level:
    """The edges of some nodes on one side: all of them, or some where there were too many."""

    edges: tuple[Edge, ...]
    whole: bool


def read_level(session: Session, nodes: Collection[int], side: Side, limit: int) -> Level:
    """Return the edges of some nodes on one side, if there are no more than ``limit``.

    Of more, some are returned: those of whoever owns and runs before those of links.
    """
    rows = _ask(session, edges_of_a_level, side is Side.MAKING, here=nodes, limit=limit + 1)
    return Level(tuple(_edges(rows, both=side is Side.MAKING)), len(rows) <= limit)


def has_more_links(session: Session, nodes: Collection[int], side: Side, limit: int) -> bool:
    """Tell, without reading them, whether some nodes have more links on one side."""
    [[number]] = _ask(session, links_of_a_level, side is Side.MAKING, here=nodes, limit=limit + 1)
    return bool(number > limit)


def read_edges_between(
    session: Session, buying: Collection[int], making: Collection[int]
) -> list[Edge]:
    """Return the edges that lead from some nodes straight to others."""
    rows = _ask(session, edges_from_some_to_others, here=buying, there=making)
    return _edges(rows, both=False)


def read_site_edges(session: Session, sites: Collection[int]) -> list[Edge]:
    """Return who runs some places, and whom a link ties to the very place."""
    return _edges(_ask(session, edges_at_sites, here=sites), both=False)


def read_holdings(session: Session, companies: Collection[int], side: Side) -> list[Edge]:
    """Return the holdings that lead from some companies to control, whole chains of them."""
    return _edges(_ask(session, all_holdings, side is Side.MAKING, here=companies), both=False)


def _ask(
    session: Session,
    query: Callable[..., Any],
    *arguments: Any,
    here: Collection[int],
    there: Collection[int] = (),
    limit: int = 0,
) -> Sequence[Any]:
    """Ask a question whose statement is made once, for all nodes."""
    dialect = session.get_bind().dialect.name
    lists = {"here": sorted(here), "there": sorted(there)}
    values: dict[str, Any] = {
        name: ids if dialect == "postgresql" else json.dumps(ids) for name, ids in lists.items()
    }
    statement = query(Among(dialect), *arguments)
    return session.execute(statement, {**values, "limit": limit}).all()


def read_ties(session: Session, edges: Iterable[Edge]) -> dict[Edge, Tie]:
    """Return in full what some edges say."""
    wanted = set(edges)
    of = {kind: {edge for edge in wanted if edge.kind is kind} for kind in TieKind}
    links = _read_links(session, of[TieKind.SUPPLIES] | of[TieKind.SUPPLIES_FROM])
    return links | {
        **_read_holdings(session, of[TieKind.OWNS]),
        **_read_operations(session, of[TieKind.OPERATES]),
        **_read_named(session, of[TieKind.NAMED]),
    }


def _ids(edges: Iterable[Edge]) -> list[int]:
    return sorted({edge.record_id for edge in edges})


def _read_links(session: Session, edges: Collection[Edge]) -> dict[Edge, Tie]:
    query = select(SupplyLink).where(Batch(session, _ids(edges)).holds(SupplyLink.id))
    links = {row.id: row for row in session.scalars(query)} if edges else {}
    return {
        edge: Tie(
            kind=edge.kind,
            record_id=row.id,
            period=Period(row.from_date, row.to_date, row.as_of),
            basis=row.basis,
            relation=row.relation.value,
            product=row.product,
            status=row.link_status.value,
            denied=edge.denied,
            supplier_id=row.supplier_id if edge.kind is TieKind.SUPPLIES_FROM else None,
        )
        for edge in edges
        for row in [links[edge.record_id]]
    }


def _read_holdings(session: Session, edges: Collection[Edge]) -> dict[Edge, Tie]:
    query = select(Ownership).where(Batch(session, _ids(edges)).holds(Ownership.id))
    holdings = {row.id: row for row in session.scalars(query)} if edges else {}
    return {
        edge: Tie(
            kind=TieKind.OWNS,
            record_id=row.id,
            period=Period(row.from_date, row.to_date, row.as_of),
            basis=row.basis,
            relation=row.ownership_type.value,
            status=row.link_status.value,
            denied=edge.denied,
            controls=edge.controls,
        )
        for edge in edges
        for row in [holdings[edge.record_id]]
    }


def _read_operations(session: Session, edges: Collection[Edge]) -> dict[Edge, Tie]:
    query = select(Operation).where(Batch(session, _ids(edges)).holds(Operation.facility_id))
    rows = session.scalars(query) if edges else ()
    runs = {(run.facility_id, run.position): run for run in rows}
    return {
        edge: Tie(
            kind=TieKind.OPERATES,
            record_id=edge.record_id,
            pointer=f"/operations/{edge.part}",
            period=Period(run.from_date, run.to_date),
            relation="operates",
        )
        for edge in edges
        for run in [runs[edge.record_id, edge.part or 0]]
    }


def _read_named(session: Session, edges: Collection[Edge]) -> dict[Edge, Tie]:
    query = select(report.id, report.from_date, report.to_date)
    query = query.where(Batch(session, _ids(edges)).holds(report.id))
    periods = {
        row.id: Period(row.from_date, row.to_date or row.from_date)
        for row in (session.execute(query) if edges else ())
    }
    return {
        edge: Tie(
            kind=TieKind.NAMED,
            record_id=edge.record_id,
            pointer=f"/parties/{edge.part}",
            period=periods[edge.record_id],
            relation="named as buyer",
        )
        for edge in edges
    }


KINDS = {kind.value: kind for kind in TieKind}


def _edges(rows: Iterable[Any], *, both: bool) -> list[Edge]:
    """Return the edges of rows; read from its buyer, a link that names a site makes two."""
    found = []
    for buying, making, word, record_id, part, basis, status, ownership, *dates in rows:
        kind = KINDS[word]
        rank = NAMED_BASIS if kind is TieKind.NAMED else RANKS.get(basis, NO_BASIS)
        said = (rank, status == LinkStatus.DENIED, ownership in CONTROLLING, *dates)
        found.append(Edge(buying, making, kind, record_id, part, *said))
        if both and kind is TieKind.SUPPLIES and part is not None:
            found.append(Edge(buying, part, TieKind.SUPPLIES_FROM, record_id, part, *said))
    return found
