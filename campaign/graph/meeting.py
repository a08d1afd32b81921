"""Searching from both ends at once, level by level, until they meet or it becomes too much.

Of a huge neighbourhood (a place with 100,000 buyers) a level is read in part only, and that
side stands still; the other side goes on, and meets it from outside. How far every chain was
looked at is known all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from campaign.graph.edges import Edge, Side, read_edges_between, read_level
from campaign.graph.network import AT_A_PLACE, MAX_HOPS

MOST_OF_A_LEVEL = 2_500  # rows; the largest brand known of has 2,000 suppliers
MOST_PAIRS = 20_000  # of nodes, when two sides that stand still are asked for what lies between


@dataclass(frozen=True)
class Search:
    """The edges that were read between two ends.

    Attributes:
        below: as ``paths.arcs_of`` has it; None for chains that run one way.
        hops_searched: every chain of up to so many links lies among the edges.
    """

    start: int
    end: int
    edges: tuple[Edge, ...]
    below: bool | None = None
    hops_searched: int = MAX_HOPS

    @property
    def leads_to_place(self) -> bool:
        """Tell whether the end is a place to which something leads, so that reach can be told."""
        return self.below is None and any(
            edge.making == self.end and edge.kind in AT_A_PLACE for edge in self.edges
        )


@dataclass
class _Reading:
    """What was read around one end, on one side; ``depth`` levels of it wholly."""

    session: Session
    side: Side
    frontier: set[int]
    known: set[int] = field(default_factory=set)
    edges: list[Edge] = field(default_factory=list)
    depth: int = 0
    stands_still: bool = False

    def grow(self) -> None:
        """Read one level more, or find that it holds too much."""
        level = read_level(self.session, self.frontier, self.side, MOST_OF_A_LEVEL)
        self.edges += level.edges
        self.stands_still = not level.whole
        if self.stands_still:
            return
        self.depth += 1
        self.known |= self.frontier
        making = self.side is Side.MAKING
        self.frontier = {e.making if making else e.buying for e in level.edges} - self.known

    @property
    def nodes(self) -> set[int]:
        """Return all nodes that were reached for certain."""
        return self.known | self.frontier


def search_both_ways(session: Session, start: int, end: int) -> tuple[Search, ...]:
    """Read what lies between two ends on the way from one to the other, and back."""
    found = []
    for here, there in ((start, end), (end, start)):
        edges, searched = _meet(session, here, there, (Side.MAKING, Side.BUYING))
        found.append(Search(here, there, edges, None, searched))
    return tuple(found)


def search_turning(session: Session, start: int, end: int) -> tuple[Search, ...]:
    """Read what lies below both of two ends, and what above both."""
    found = []
    for side in Side:
        edges, searched = _meet(session, start, end, (side, side))
        found.append(Search(start, end, edges, side is Side.MAKING, searched))
    return tuple(found)


def _meet(
    session: Session, start: int, end: int, sides: tuple[Side, Side]
) -> tuple[tuple[Edge, ...], int]:
    """Grow two neighbourhoods, the smaller first; return the edges and how far was looked."""
    both = [_Reading(session, side, {node}) for side, node in zip(sides, (start, end), strict=True)]
    while (depth := both[0].depth + both[1].depth) < MAX_HOPS:
        if not all(reading.frontier for reading in both) and sides[0] is not sides[1]:
            depth = MAX_HOPS  # all that lies on one of the ways was read
            break
        growing = [r for r in both if r.frontier and not r.stands_still]
        if not growing:
            depth = depth if any(r.stands_still for r in both) else MAX_HOPS
            break
        min(growing, key=lambda reading: len(reading.frontier)).grow()
    edges = [edge for reading in both for edge in reading.edges]
    if depth < MAX_HOPS and sides[0] is not sides[1]:
        between = _between(session, *both)
        edges += between or ()
        depth += between is not None
    return tuple(dict.fromkeys(edges)), depth


def _between(session: Session, buying: _Reading, making: _Reading) -> list[Edge] | None:
    """Return what leads from one neighbourhood straight into the other, unless both are large."""
    if len(buying.nodes) * len(making.nodes) > MOST_PAIRS:
        return None
    return read_edges_between(session, buying.nodes, making.nodes)
