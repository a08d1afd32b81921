"""The supply chain below a company, one tier at a time: a page unfolds what it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from campaign.graph.below import numbers_below, read_ends_below, reports_of
from campaign.graph.edges import Edge, Ends, ask, read_edges, read_ties
from campaign.graph.network import Tie, TieKind
from campaign.queries.records import RecordReference, references


@dataclass(frozen=True)
class Branch:
    """A supplier, subsidiary or place below a company.

    Attributes:
        record: who or what it is.
        ties: the links, holdings, operations or reports that say so, strongest first.
        below: how many links, holdings and places there are below it; 0 ends the branch.
        reports: for a place the reports about it that allege something, for a company those
            tied to it that count.
    """

    record: RecordReference
    ties: tuple[Tie, ...]
    below: int
    reports: int

    @property
    def denied(self) -> bool:
        """Tell whether all that ties it is denied."""
        return all(tie.denied for tie in self.ties)


@dataclass(frozen=True)
class Branches:
    """One page of a tier; ``more`` when not everything below was read."""

    branches: tuple[Branch, ...]
    found: int
    more: bool


def supply_tree(session: Session, company_id: int, *, limit: int = 25, offset: int = 0) -> Branches:
    """Return what lies directly below a company: most reports first, then firmest basis.

    The same call on a branch gives the next tier.
    """
    ends, more = read_ends_below(session, company_id)
    places = {making for _, making, kind, _ in ends if kind in PLACES}
    nodes_below = {making for _, making, _, _ in ends}
    reports = _reports(session, nodes_below - places, places)
    by_node = _edges_of(session, ends, _foremost(nodes_below, reports, offset + limit))
    chosen = _ranked(by_node, reports)[offset : offset + limit]
    ties = read_ties(session, (edge for node in chosen for edge in by_node[node]))
    nodes, below = references(session, chosen), _below(session, set(chosen) - places)
    branches = tuple(
        Branch(
            record=nodes[node],
            ties=tuple(ties[edge] for edge in sorted(by_node[node], key=_order)),
            below=below.get(node, 0),
            reports=reports.get(node, 0),
        )
        for node in chosen
    )
    return Branches(branches, len(nodes_below), more)


PLACES = (TieKind.SUPPLIES_FROM, TieKind.OPERATES, TieKind.NAMED)


def _foremost(nodes: Collection[int], reports: Mapping[int, int], first: int) -> set[int]:
    """Return those of some nodes that can be among the first so many, by their reports."""
    counts = sorted((reports.get(node, 0) for node in nodes), reverse=True)
    least = counts[first - 1] if first <= len(counts) else 0
    return {node for node in nodes if reports.get(node, 0) >= least}


def _edges_of(
    session: Session, ends: Collection[Ends], nodes: Collection[int]
) -> dict[int, list[Edge]]:
    """Return by node the edges of which the ends were read."""
    found: dict[int, list[Edge]] = defaultdict(list)
    for edge in read_edges(session, (row for row in ends if row[1] in nodes)):
        found[edge.making].append(edge)
    return found


def _ranked(by_node: Mapping[int, list[Edge]], reports: Mapping[int, int]) -> list[int]:
    """Return nodes with most reports first, then those that are tied by the firmest basis."""
    return sorted(by_node, key=lambda node: (-reports.get(node, 0), _rank(by_node[node]), node))


def _order(edge: Edge) -> tuple[bool, int, int]:
    return (edge.denied, edge.rank, edge.record_id)


def _rank(edges: Collection[Edge]) -> tuple[bool, int, int]:
    return min(map(_order, edges))


def _reports(
    session: Session, companies: Collection[int], places: Collection[int]
) -> Mapping[int, int]:
    lists = {"companies": companies, "places": places}
    return dict(ask(session, reports_of, lists=lists))


def _below(session: Session, companies: Collection[int]) -> Mapping[int, int]:
    """Count the links, holdings and operations of some companies."""
    counts: dict[int, int] = defaultdict(int)
    for company, number in ask(session, numbers_below, lists={"here": companies}):
        counts[company] += number
    return counts
