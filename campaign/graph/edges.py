"""From the published tables to edges: light ones to search among, whole ties for what is shown.

One statement reads all edges of some nodes on one side, so that a level of a search costs
one question, and never more rows than it may.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    Integer,
    Text,
    any_,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from campaign.graph.network import BASES, Tie, TieKind
from campaign.graph.timing import Period
from campaign.models import Operation, Ownership, Party, Record, Report, ReportSite, SupplyLink
from campaign.models.vocabulary import LinkStatus, OwnershipType, PartyRole
from campaign.search.batch import Batch

NO_BASIS = -1  # of whoever runs a place: the strongest, for it stands in the record of the place
NAMED_BASIS = len(BASES)  # named in a report: weaker than any link with a basis of its own
CONTROLLING = ("", OwnershipType.SUBSIDIARY)
RANKS = {basis.value: rank for rank, basis in enumerate(BASES)}

link = SupplyLink.__table__.c
holding = Ownership.__table__.c
report = Report.__table__.c
record = Record.__table__.c


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
    rows = _ask(session, _of_a_level, side, here=nodes, limit=limit + 1)
    return Level(tuple(_edges(rows, both=side is Side.MAKING)), len(rows) <= limit)


def has_more_links(session: Session, nodes: Collection[int], side: Side, limit: int) -> bool:
    """Tell, without reading them, whether some nodes have more links on one side."""
    [[number]] = _ask(session, _links_of_a_level, side, here=nodes, limit=limit + 1)
    return bool(number > limit)


def read_edges_between(
    session: Session, buying: Collection[int], making: Collection[int]
) -> list[Edge]:
    """Return the edges that lead from some nodes straight to others."""
    rows = _ask(session, _from_some_to_others, here=buying, there=making)
    return _edges(rows, both=False)


def read_site_edges(session: Session, sites: Collection[int]) -> list[Edge]:
    """Return who runs some places, and whom a link ties to the very place."""
    return _edges(_ask(session, _at_sites, here=sites), both=False)


def read_holdings(session: Session, companies: Collection[int], side: Side) -> list[Edge]:
    """Return the holdings that lead from some companies to control, whole chains of them."""
    return _edges(_ask(session, _all_holdings, side, here=companies), both=False)


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
    statement = query(_Among(dialect), *arguments)
    return session.execute(statement, {**values, "limit": limit}).all()


@dataclass(frozen=True)
class _Among:
    """Makes conditions that a column is among the ids of a parameter."""

    dialect: str

    def here(self, column: Any) -> Any:
        return self._among(column, "here")

    def there(self, column: Any) -> Any:
        return self._among(column, "there")

    def _among(self, column: Any, name: str) -> Any:
        if self.dialect == "postgresql":
            return column == any_(bindparam(name, type_=ARRAY(Integer)))
        ids = func.json_each(bindparam(name, type_=Text)).table_valued("value")
        return column.in_(select(ids.c.value))


@cache
def _of_a_level(among: _Among, side: Side) -> Any:
    here, making = among.here, side is Side.MAKING
    parts = [
        _operations(here(Operation.operator_id if making else Operation.facility_id)),
        _holdings(here(holding.parent_id if making else holding.subsidiary_id)),
        _named(here(Party.actor_id if making else ReportSite.facility_id)),
    ]
    if making:
        parts.append(_supplies(here(link.buyer_id)))
    else:
        parts += [_supplies(here(link.supplier_id)), _sites(here(link.facility_id))]
    return union_all(*parts).limit(bindparam("limit", type_=Integer))


@cache
def _links_of_a_level(among: _Among, side: Side) -> Any:
    columns = (link.buyer_id,) if side is Side.MAKING else (link.supplier_id, link.facility_id)
    links = union_all(*(select(column).where(among.here(column)) for column in columns))
    some = links.limit(bindparam("limit", type_=Integer)).subquery()
    return select(func.count()).select_from(some)


@cache
def _from_some_to_others(among: _Among) -> Any:
    here, there = among.here, among.there
    return union_all(
        _operations(here(Operation.operator_id), there(Operation.facility_id)),
        _holdings(here(holding.parent_id), there(holding.subsidiary_id)),
        _named(here(Party.actor_id), there(ReportSite.facility_id)),
        _supplies(here(link.buyer_id), there(link.supplier_id)),
        _sites(here(link.buyer_id), there(link.facility_id)),
    )


@cache
def _at_sites(among: _Among) -> Any:
    here = among.here
    return union_all(_operations(here(Operation.facility_id)), _sites(here(link.facility_id)))


@cache
def _all_holdings(among: _Among, side: Side) -> Any:
    ends = (holding.parent_id, holding.subsidiary_id)
    here, there = ends if side is Side.MAKING else ends[::-1]
    seeds = select(record.id.label("id")).where(among.here(record.id))
    reached = seeds.cte("reached", recursive=True)
    controlling = holding.ownership_type == OwnershipType.SUBSIDIARY
    reached = reached.union(select(there).join(reached, here == reached.c.id).where(controlling))
    return _holdings(here.in_(select(reached.c.id)), controlling)


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


def _supplies(*conditions: Any) -> Any:
    return _links(TieKind.SUPPLIES, link.supplier_id, *conditions)


def _sites(*conditions: Any) -> Any:
    return _links(TieKind.SUPPLIES_FROM, link.facility_id, *conditions)


def _links(kind: TieKind, making: Any, *conditions: Any) -> Any:
    return (
        select(
            link.buyer_id,
            making,
            literal(kind.value, Text),
            link.id,
            link.facility_id,
            type_coerce(link.basis, Text),
            type_coerce(link.link_status, Text),
            literal("", Text),
            link.from_date,
            link.to_date,
            link.as_of,
        )
        .join(Record.__table__, record.id == link.id)
        .where(record.retracted_at.is_(None), *conditions)
    )


def _holdings(*conditions: Any) -> Any:
    return (
        select(
            holding.parent_id,
            holding.subsidiary_id,
            literal(TieKind.OWNS.value, Text),
            holding.id,
            cast(null(), Integer),
            type_coerce(holding.basis, Text),
            type_coerce(holding.link_status, Text),
            type_coerce(holding.ownership_type, Text),
            holding.from_date,
            holding.to_date,
            holding.as_of,
        )
        .join(Record.__table__, record.id == holding.id)
        .where(record.retracted_at.is_(None), *conditions)
    )


def _operations(*conditions: Any) -> Any:
    return select(
        Operation.operator_id,
        Operation.facility_id,
        literal(TieKind.OPERATES.value, Text),
        Operation.facility_id,
        Operation.position,
        literal("", Text),
        literal("", Text),
        literal("", Text),
        Operation.from_date,
        Operation.to_date,
        cast(null(), Text),
    ).where(*conditions)


def _named(*conditions: Any) -> Any:
    """Select the buyers that reports name for their site.

    Only where a report has a single site: of several, its sources may mean another.
    """
    sites = ReportSite.__table__.alias("sites")
    single = (
        select(func.count())
        .select_from(sites)
        .where(sites.c.report_id == Party.report_id)
        .scalar_subquery()
    )
    return (
        select(
            Party.actor_id,
            ReportSite.facility_id,
            literal(TieKind.NAMED.value, Text),
            Party.report_id,
            Party.position,
            literal("", Text),
            literal("", Text),
            literal("", Text),
            report.from_date,
            func.coalesce(report.to_date, report.from_date),
            cast(null(), Text),
        )
        .join(ReportSite, ReportSite.report_id == Party.report_id)
        .join(Report.__table__, report.id == Party.report_id)
        .join(Record.__table__, record.id == Party.report_id)
        .where(
            Party.role == PartyRole.BUYER, record.retracted_at.is_(None), single == 1, *conditions
        )
    )


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
