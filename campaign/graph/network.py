"""From the published tables to a small frozen graph: only the neighbourhood asked for.

An edge runs from the buying side to the making side: buyer → supplier, buyer → facility
(where a link or a report names the very place), parent → subsidiary, operator → facility.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import networkx as nx
from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from campaign.graph.timing import Period
from campaign.models import Operation, Ownership, Party, Record, Report, ReportSite, SupplyLink
from campaign.models.vocabulary import Basis, LinkStatus, OwnershipType, PartyRole

MAX_HOPS = 6
FURTHEST = MAX_HOPS + 1  # edges that are read around a place: whoever runs it, and the tiers


class TieKind(StrEnum):
    """What an edge says."""

    SUPPLIES = "supplies"
    SUPPLIES_FROM = "supplies_from"
    NAMED = "named"
    OWNS = "owns"
    OPERATES = "operates"


@dataclass(frozen=True)
class Tie:
    """One edge: what it says, where it stands and how strong it is.

    Attributes:
        kind: what the edge says.
        record_id: the supply link, ownership, report or facility that says so.
        pointer: the part of that record's document (JSON Pointer); its citations count.
        supplier_id: for SUPPLIES_FROM, the company that supplies from the facility.
        controls: for OWNS, whether the parent holds a subsidiary rather than a stake.
    """

    kind: TieKind
    record_id: int
    pointer: str = ""
    period: Period = field(default_factory=Period)
    basis: Basis | None = None
    relation: str = ""
    product: str = ""
    denied: bool = False
    supplier_id: int | None = None
    controls: bool = True


class Network:
    """A frozen neighbourhood of the graph; nodes are record ids, edges carry a ``Tie``."""

    def __init__(self, edges: Iterable[tuple[int, int, Tie]]) -> None:
        graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
        for source, target, tie in edges:
            graph.add_edge(source, target, key=(tie.kind, tie.record_id, tie.pointer), tie=tie)
        self.graph = nx.freeze(graph)

    def into(self, node: int) -> list[tuple[int, Tie]]:
        """Return who is tied to a node from the buying side, with each tie."""
        if node not in self.graph:
            return []
        return [(source, data["tie"]) for source, _, data in self.graph.in_edges(node, data=True)]

    def out_of(self, node: int) -> list[tuple[int, Tie]]:
        """Return to whom a node is tied on the making side, with each tie."""
        if node not in self.graph:
            return []
        return [(target, data["tie"]) for _, target, data in self.graph.out_edges(node, data=True)]


def read_neighbourhood(session: Session, nodes: Iterable[int], *, named: bool) -> Network:
    """Return the graph of all that lies on the buying side of some nodes.

    Args:
        session: open on the database.
        nodes: record ids to start from.
        named: whether to include the buyers that reports name for their sites. Exposure
            leaves them out: such a tie belongs to one report and to no other.
    """
    return _read(session, set(nodes), towards_buyers=True, named=named)


def read_making_side(session: Session, start: int) -> Network:
    """Return the graph of all that lies on the making side of a node, named ties included."""
    return _read(session, {start}, towards_buyers=False, named=True)


def _edges(named: bool) -> Select[int, int | None]:
    parts: list[Select[Any, Any]] = [
        select(SupplyLink.buyer_id.label("a"), SupplyLink.supplier_id.label("b")),
        select(SupplyLink.buyer_id, SupplyLink.facility_id).where(
            SupplyLink.facility_id.is_not(None)
        ),
        select(Ownership.parent_id, Ownership.subsidiary_id),
        select(Operation.operator_id, Operation.facility_id),
    ]
    if named:
        parts.append(
            select(Party.actor_id, ReportSite.facility_id)
            .join(ReportSite, ReportSite.report_id == Party.report_id)
            .where(
                Party.role == PartyRole.BUYER,
                Party.actor_id.is_not(None),
                Party.report_id.in_(_of_one_site()),
            )
        )
    edges = union_all(*parts).subquery("edges")
    return select(edges.c.a, edges.c.b)


def _of_one_site() -> Select[int]:
    return (
        select(ReportSite.report_id)
        .group_by(ReportSite.report_id)
        .having(func.count(ReportSite.facility_id) == 1)
    )


def _read(session: Session, nodes: set[int], *, towards_buyers: bool, named: bool) -> Network:
    if not nodes:
        return Network([])
    edges = _edges(named).subquery("hops")
    seeds = select(Record.id.label("node"), literal(0).label("depth")).where(Record.id.in_(nodes))
    reached = seeds.cte("reached", recursive=True)
    here, there = (edges.c.b, edges.c.a) if towards_buyers else (edges.c.a, edges.c.b)
    reached = reached.union(
        select(there, reached.c.depth + 1)
        .join(reached, here == reached.c.node)
        .where(reached.c.depth < FURTHEST)
    )
    members = select(reached.c.node).distinct()
    found = set(session.scalars(members))
    return Network(_ties(session, found, named=named))


def _ties(session: Session, nodes: set[int], *, named: bool) -> Iterable[tuple[int, int, Tie]]:
    yield from _supply(session, nodes)
    yield from _ownership(session, nodes)
    yield from _operation(session, nodes)
    if named:
        yield from _named(session, nodes)


def _supply(session: Session, nodes: set[int]) -> Iterable[tuple[int, int, Tie]]:
    links = select(
        SupplyLink.id,
        SupplyLink.buyer_id,
        SupplyLink.supplier_id,
        SupplyLink.facility_id,
        SupplyLink.from_date,
        SupplyLink.to_date,
        SupplyLink.as_of,
        SupplyLink.basis,
        SupplyLink.relation,
        SupplyLink.product,
        SupplyLink.link_status,
    ).where(SupplyLink.buyer_id.in_(nodes), SupplyLink.retracted_at.is_(None))
    for link in session.execute(links):
        for target, kind in (
            (link.supplier_id, TieKind.SUPPLIES),
            (link.facility_id, TieKind.SUPPLIES_FROM),
        ):
            if target in nodes:
                yield (
                    link.buyer_id,
                    target,
                    Tie(
                        kind=kind,
                        record_id=link.id,
                        period=Period(link.from_date, link.to_date, link.as_of),
                        basis=link.basis,
                        relation=link.relation.value,
                        product=link.product,
                        denied=link.link_status is LinkStatus.DENIED,
                        supplier_id=link.supplier_id if kind is TieKind.SUPPLIES_FROM else None,
                    ),
                )


def _ownership(session: Session, nodes: set[int]) -> Iterable[tuple[int, int, Tie]]:
    holdings = select(Ownership).where(
        Ownership.parent_id.in_(nodes), Ownership.retracted_at.is_(None)
    )
    for own in session.scalars(holdings):
        if own.subsidiary_id in nodes:
            yield (
                own.parent_id,
                own.subsidiary_id,
                Tie(
                    kind=TieKind.OWNS,
                    record_id=own.id,
                    period=Period(own.from_date, own.to_date, own.as_of),
                    basis=own.basis,
                    relation=own.ownership_type.value,
                    denied=own.link_status is LinkStatus.DENIED,
                    controls=own.ownership_type is OwnershipType.SUBSIDIARY,
                ),
            )


def _operation(session: Session, nodes: set[int]) -> Iterable[tuple[int, int, Tie]]:
    for run in session.scalars(select(Operation).where(Operation.operator_id.in_(nodes))):
        if run.facility_id in nodes:
            yield (
                run.operator_id,
                run.facility_id,
                Tie(
                    kind=TieKind.OPERATES,
                    record_id=run.facility_id,
                    pointer=f"/operations/{run.position}",
                    period=Period(run.from_date, run.to_date),
                    relation="operates",
                ),
            )


def _named(session: Session, nodes: set[int]) -> Iterable[tuple[int, int, Tie]]:
    """Yield the buyers that reports name for their site.

    Only where a report has a single site: of several, its sources may mean another.
    """
    rows = session.execute(
        select(Party, ReportSite.facility_id, Report.from_date, Report.to_date)
        .join(ReportSite, ReportSite.report_id == Party.report_id)
        .join(Report, Report.id == Party.report_id)
        .where(
            Party.role == PartyRole.BUYER,
            Party.actor_id.in_(nodes),
            Report.retracted_at.is_(None),
            Party.report_id.in_(_of_one_site()),
        )
    )
    for party, facility_id, from_date, to_date in rows:
        if facility_id in nodes and party.actor_id is not None:
            yield (
                party.actor_id,
                facility_id,
                Tie(
                    kind=TieKind.NAMED,
                    record_id=party.report_id,
                    pointer=f"/parties/{party.position}",
                    period=Period(from_date, to_date or from_date),
                    relation="named as buyer",
                ),
            )
