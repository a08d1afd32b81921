"""Searching from both ends at once, level by level, until they meet or it becomes too much.

Of a huge neighbourhood (a place with 100,000 buyers) a level is read in part only, and that
side stands still; the other side goes on, and meets it from outside. How far every chain was
looked at is known all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from campaign.graph.edges import (
    Edge,
    Ends,
    Side,
    has_more_links,
    read_edges,
    read_edges_between,
    read_ends,
)
from campaign.graph.network import AT_A_PLACE, MAX_HOPS

A_FEW = 300  # edges; with fewer, a level is read at once, and not counted before
MOST_OF_ONE = 2_500  # edges of a single node; the largest brand known of has 2,000 suppliers
MOST_OF_A_LEVEL = 600
MOST_PAIRS = 20_000  # of nodes, when two sides that stand still are asked for what lies between


@dataclass(frozen=True)
class Search:
    """The edges that were read between two ends.

    Attributes:
        below: as ``paths.arcs_of`` has it; None for chains that run one way.
        hops_searched: every chain of up to so many links lies among the edges.
        cut_off: whether there was too much to look further.
    """

    start: int
    end: int
    edges: tuple[Edge, ...]
    below: bool | None = None
    hops_searched: int = MAX_HOPS
    cut_off: bool = False

    @property
    def leads_to_place(self) -> bool:
        """Tell whether the end is a place to which something leads, so that reach can be told."""
        return self.below is None and any(
            edge.making == self.end and edge.kind in AT_A_PLACE for edge in self.edges
        )


class _Levels:
    """Levels of a neighbourhood, each read once: searches begin at the same two ends."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[tuple[Side, frozenset[int]], Sequence[Ends] | None] = {}

    def beyond(self, nodes: Collection[int], side: Side) -> Sequence[Ends] | None:
        """Return what is tied to some nodes on one side, or None when that is too much."""
        key = side, frozenset(nodes)
        if key not in self._read:
            self._read[key] = self._beyond(nodes, side)
        return self._read[key]

    def _beyond(self, nodes: Collection[int], side: Side) -> Sequence[Ends] | None:
        if len(nodes) < A_FEW:  # else there are too many, or most of them end there
            ends = read_ends(self._session, nodes, side, A_FEW)
            if len(ends) < A_FEW:
                return ends
        most = MOST_OF_ONE if len(nodes) == 1 else MOST_OF_A_LEVEL
        if has_more_links(self._session, nodes, side, most):
            return None
        ends = read_ends(self._session, nodes, side, 3 * most)
        return ends if len(ends) < 3 * most else None


@dataclass
class _Reading:
    """What was read around one end, on one side; ``depth`` levels of it wholly."""

    levels: _Levels
    side: Side
    frontier: set[int]
    known: set[int] = field(default_factory=set)
    ends: list[Ends] = field(default_factory=list)
    depth: int = 0
    stands_still: bool = False

    def grow(self) -> None:
        """Read one level more, or find that it holds too much."""
        level = self.levels.beyond(self.frontier, self.side)
        if level is None:
            self.stands_still = True
            return
        self.ends += level
        self.depth += 1
        self.known |= self.frontier
        far = 1 if self.side is Side.MAKING else 0
        self.frontier = {row[far] for row in level} - self.known

    @property
    def nodes(self) -> set[int]:
        """Return all nodes that were reached for certain."""
        return self.known | self.frontier


class Searching:
    """Looks for what lies between two ends."""

    def __init__(self, session: Session, start: int, end: int) -> None:
        self.session, self.start, self.end = session, start, end
        self._levels = _Levels(session)

    def both_ways(self) -> tuple[Search, ...]:
        """Read what lies between the ends on the way from one to the other, and back."""
        return self._one_way(self.start, self.end), self._one_way(self.end, self.start)

    def _one_way(self, here: int, there: int) -> Search:
        down, up = self._around(here, Side.MAKING), self._around(there, Side.BUYING)
        depth = _meet(down, up)
        ends = [*down.ends, *up.ends]
        if depth < MAX_HOPS and len(down.nodes) * len(up.nodes) <= MOST_PAIRS:
            ends += (e.ends for e in read_edges_between(self.session, down.nodes, up.nodes))
            depth += 1
        kept = _Ways(ends, Side.MAKING).between(here, {there: 0})
        edges = tuple(read_edges(self.session, kept))
        return Search(here, there, edges, None, depth, depth < MAX_HOPS)

    def turning(self) -> tuple[Search, ...]:
        """Read what lies below both ends, and what above both.

        Only until they have somebody in common: what is further off is not looked for.
        """
        return tuple(self._turning(side) for side in Side)

    def _turning(self, side: Side) -> Search:
        one, other = (self._around(node, side) for node in (self.start, self.end))
        falsely: set[int] = set()  # by links that were retracted, or reports on several places
        while True:
            depth = _meet(one, other, apart_from=falsely)
            edges = self._in_common(one, other, side)
            meeting = (one.nodes & other.nodes) - falsely
            joined = self._are_joined(edges, side)
            if joined or not meeting:
                cut_off = depth < MAX_HOPS and not joined
                below = side is Side.MAKING
                return Search(self.start, self.end, edges, below, depth, cut_off)
            falsely |= meeting

    def _in_common(self, one: _Reading, other: _Reading, side: Side) -> tuple[Edge, ...]:
        """Read the edges on the ways from both ends to whom they have in common."""
        if not one.nodes & other.nodes:
            return ()
        ways = _Ways((*one.ends, *other.ends), side)
        kept = ways.between(self.start, ways.distances(self.end))
        kept |= ways.between(self.end, ways.distances(self.start))
        return tuple(read_edges(self.session, kept))

    def _are_joined(self, edges: Iterable[Edge], side: Side) -> bool:
        """Tell whether edges lead from both ends to the same."""
        ways = _Ways((edge.ends for edge in edges), side)
        return not ways.distances(self.start).keys().isdisjoint(ways.distances(self.end))

    def _around(self, node: int, side: Side) -> _Reading:
        return _Reading(self._levels, side, {node})


def _meet(one: _Reading, other: _Reading, *, apart_from: Collection[int] | None = None) -> int:
    """Grow two neighbourhoods, the smaller first; return how far every chain was looked at.

    With ``apart_from``, only until they have a node in common that is not among these.
    """
    while (depth := one.depth + other.depth) < MAX_HOPS:
        if apart_from is not None and not (one.nodes & other.nodes).issubset(apart_from):
            return depth
        if apart_from is None and not (one.frontier and other.frontier):
            return MAX_HOPS  # all that lies on one of the ways was read
        growing = [r for r in (one, other) if r.frontier and not r.stands_still]
        if not growing:
            still = one.stands_still or other.stands_still
            return depth if still else MAX_HOPS
        min(growing, key=lambda reading: len(reading.frontier)).grow()
    return MAX_HOPS


class _Ways:
    """Ends of edges as a graph that is walked on one side: a frozen piece, in memory."""

    def __init__(self, ends: Iterable[Ends], side: Side) -> None:
        here, there = (0, 1) if side is Side.MAKING else (1, 0)
        self.ahead: dict[int, list[Ends]] = defaultdict(list)
        self.behind: dict[int, list[int]] = defaultdict(list)
        self._there = there
        for row in ends:
            self.ahead[row[here]].append(row)
            self.behind[row[there]].append(row[here])

    def distances(self, start: int) -> dict[int, int]:
        """Return how many edges each node is away, as far as chains go."""
        there = self._there
        return _spread({start: 0}, lambda node: (row[there] for row in self.ahead.get(node, ())))

    def between(self, start: int, ends: Mapping[int, int]) -> set[Ends]:
        """Return the edges on the ways from a node to any of some others.

        Args:
            start: where the ways begin.
            ends: where they end, with how many edges are gone beyond.
        """
        left = _spread(ends, lambda node: self.behind.get(node, ()))
        if start not in left:
            return set()
        there, far = self._there, MAX_HOPS + 1
        return {
            tuple(row)
            for node, steps in self.distances(start).items()
            if steps + left.get(node, far) <= MAX_HOPS
            for row in self.ahead.get(node, ())
            if steps + left.get(row[there], far) < MAX_HOPS
        }


def _spread(origins: Mapping[int, int], beyond: Callable[[int], Iterable[int]]) -> dict[int, int]:
    """Return how far each node is from the nearest of some, which lie so far off themselves."""
    distances: dict[int, int] = {}
    frontier: set[int] = set()
    for steps in range(MAX_HOPS + 1):
        frontier = {far for node in frontier for far in beyond(node)}
        frontier |= {node for node, first in origins.items() if first == steps}
        frontier -= distances.keys()
        distances.update(dict.fromkeys(frontier, steps))
    return distances
