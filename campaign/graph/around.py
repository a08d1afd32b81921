"""Who stands right beside a record, on both sides: what a drawing shows when it is unfolded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from campaign.graph.edges import Edge, Side, read_level, read_ties
from campaign.graph.network import Tie
from campaign.queries.records import RecordReference, references

MOST_TIES = 2_500  # read on each side


@dataclass(frozen=True)
class Neighbour:
    """A record tied to another: on which side it stands, and by the firmest of what ties it."""

    record: RecordReference
    side: Side
    tie: Tie
    ties: int


@dataclass(frozen=True)
class Neighbours:
    """The nearest of a record's neighbours; ``complete`` when these are all."""

    neighbours: tuple[Neighbour, ...]
    complete: bool


def neighbours_of(session: Session, record_id: int, *, limit: int = 12) -> Neighbours:
    """Return who buys from, owns or runs a record, and whom it buys from, owns or runs.

    Args:
        session: only read.
        record_id: a company or facility.
        limit: how many on each side, the firmest first; what is denied comes last.
    """
    found: list[Neighbour] = []
    complete = True
    for side in Side:
        level = read_level(session, [record_id], side, MOST_TIES)
        by_node: dict[int, list[Edge]] = defaultdict(list)
        for edge in level.edges:
            by_node[edge.making if side is Side.MAKING else edge.buying].append(edge)
        order = sorted(by_node, key=lambda node: (min(map(_order, by_node[node])), node))
        complete = complete and level.whole and len(order) <= limit
        found += _told(session, side, {node: by_node[node] for node in order[:limit]})
    return Neighbours(tuple(found), complete)


def _order(edge: Edge) -> tuple[bool, int, int]:
    return (edge.denied, edge.rank, edge.record_id)


def _told(session: Session, side: Side, by_node: dict[int, list[Edge]]) -> list[Neighbour]:
    first = {node: min(edges, key=_order) for node, edges in by_node.items()}
    ties, nodes = read_ties(session, first.values()), references(session, by_node)
    return [
        Neighbour(nodes[node], side, ties[edge], len(by_node[node])) for node, edge in first.items()
    ]
