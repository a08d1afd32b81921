"""Searching from both ends at once, level by level, until they meet or it becomes too much.

Of a huge neighbourhood (a place with 100,000 buyers) a level is read in part only, and that
side stands still; the other side goes on, and meets it from outside. How far every chain was
looked at is known all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from campaign.graph.edges import Edge, Side, has_more_links, read_edges_between, read_level
from campaign.graph.network import AT_A_PLACE, MAX_HOPS

MOST_OF_ONE = 2_500  # edges of a single node; the largest brand known of has 2,000 suppliers
MOST_OF_A_LEVEL = 600
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
        most = MOST_OF_ONE if len(self.frontier) == 1 else MOST_OF_A_LEVEL
        if has_more_links(self.session, self.frontier, self.side, most):
            self.stands_still = True
            return
        level = read_level(self.session, self.frontier, self.side, most)
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
        down, up = _Reading(session, Side.MAKING, {here}), _Reading(session, Side.BUYING, {there})
        depth = _meet(down, up)
        edges = [*down.edges, *up.edges]
        if depth < MAX_HOPS and len(down.nodes) * len(up.nodes) <= MOST_PAIRS:
            edges += read_edges_between(session, down.nodes, up.nodes)
            depth += 1
        found.append(Search(here, there, _between(edges, here, there), None, depth))
    return tuple(found)


def search_turning(session: Session, start: int, end: int) -> tuple[Search, ...]:
    """Read what lies below both of two ends, and what above both.

    Only until they have somebody in common: what is further off is not looked for.
    """
    found = []
    for side in Side:
        both = [_Reading(session, side, {node}) for node in (start, end)]
        depth = _meet(*both, until_they_meet=True)
        edges = [edge for reading in both for edge in reading.edges]
        common = both[0].nodes & both[1].nodes
        kept = tuple(dict.fromkeys(edges)) if common else ()
        found.append(Search(start, end, kept, side is Side.MAKING, depth))
    return tuple(found)


def _meet(one: _Reading, other: _Reading, *, until_they_meet: bool = False) -> int:
    """Grow two neighbourhoods, the smaller first; return how far every chain was looked at."""
    while (depth := one.depth + other.depth) < MAX_HOPS:
        if until_they_meet and one.nodes & other.nodes:
            return depth
        if not until_they_meet and not (one.frontier and other.frontier):
            return MAX_HOPS  # all that lies on one of the ways was read
        growing = [r for r in (one, other) if r.frontier and not r.stands_still]
        if not growing:
            still = one.stands_still or other.stands_still
            return depth if still else MAX_HOPS
        min(growing, key=lambda reading: len(reading.frontier)).grow()
    return MAX_HOPS


def _between(edges: Iterable[Edge], start: int, end: int) -> tuple[Edge, ...]:
    """Leave out the edges that lie on no way from one end to the other."""
    ahead: dict[int, list[Edge]] = defaultdict(list)
    behind: dict[int, list[Edge]] = defaultdict(list)
    for edge in set(edges):
        ahead[edge.buying].append(edge)
        behind[edge.making].append(edge)
    gone = _distances(start, lambda node: (edge.making for edge in ahead.get(node, ())))
    if end not in gone:
        return ()
    left = _distances(end, lambda node: (edge.buying for edge in behind.get(node, ())))
    far = MAX_HOPS + 1
    return tuple(
        edge
        for node, steps in gone.items()
        for edge in ahead.get(node, ())
        if steps + left.get(edge.making, far) < MAX_HOPS
    )


def _distances(origin: int, beyond: Callable[[int], Iterable[int]]) -> dict[int, int]:
    distances, frontier = {origin: 0}, {origin}
    for steps in range(1, MAX_HOPS + 1):
        frontier = {far for node in frontier for far in beyond(node)} - distances.keys()
        distances.update(dict.fromkeys(frontier, steps))
    return distances
