"""The strongest paths through a small graph in memory, without looking at the others.

A path is as weak as its weakest edge. So only edges up to a rank are let in, from the
strongest rank on, and among those the paths come by their length: each is found where it
ranks, and the search ends when there are enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from campaign.graph.edges import NAMED_BASIS, NO_BASIS, Edge
from campaign.graph.network import MAX_HOPS

MOST_STEPS = 2_500  # of one enumeration; a bound on time, where a graph is dense beyond sense


class State(NamedTuple):
    """Where a path stands: at a node, before or after it has turned."""

    node: int
    turned: bool = False


class Arc(NamedTuple):
    """One step of a path: an edge, and whether it is taken from its buying end."""

    start: State
    end: State
    edge: Edge
    forward: bool


Path = tuple[Arc, ...]
Arcs = Mapping[State, list[Arc]]


@dataclass
class Enumeration:
    """Paths as they were found, strongest first; ``stopped`` when not all were looked at."""

    paths: list[Path]
    stopped: bool = False


def arcs_of(edges: Iterable[Edge], *, below: bool | None = None) -> list[Arc]:
    """Return the steps that edges allow.

    Args:
        edges: each once.
        below: None for paths that run one way, from the buying to the making side; True for
            those that turn once at what both ends buy from, own or run; False for those
            that turn at who buys from, owns or runs both.
    """
    outward = below is not False
    found = []
    for edge in sorted(set(edges), key=_in_order):
        near, far = (edge.buying, edge.making) if outward else (edge.making, edge.buying)
        found.append(Arc(State(near), State(far), edge, outward))
        if below is not None:
            back = State(near, turned=True)
            found.append(Arc(State(far), back, edge, not outward))
            found.append(Arc(State(far, turned=True), back, edge, not outward))
    return found


def _in_order(edge: Edge) -> tuple[int, int, str, int, int]:
    """Return a key by which equally strong edges stand the same way in every process."""
    part = -1 if edge.part is None else edge.part
    return edge.record_id, part, edge.kind.value, edge.buying, edge.making


def strongest_paths(
    arcs: Iterable[Arc],
    start: State,
    end: State,
    most: int,
    wanted: Callable[[Path], bool] = lambda _path: True,
) -> Enumeration:
    """Return at least the ``most`` strongest simple paths, by weakest rank and then length.

    All paths of the rank and length of the last one are among them, as far as
    ``MOST_STEPS`` allows, so that what remains of the order (the dates) can be settled.
    """
    useful = _useful(list(arcs), start, end)
    result = Enumeration([])
    least = _least_rank(useful, start, end)
    for rank in sorted({arc.edge.rank for arc in useful if arc.edge.rank >= least}):
        outgoing: dict[State, list[Arc]] = defaultdict(list)
        for arc in useful:
            if arc.edge.rank <= rank:
                outgoing[arc.start].append(arc)
        left = _distances(outgoing, end)
        for hops in range(left.get(start, MAX_HOPS + 1), MAX_HOPS + 1):
            walk = _Walk(outgoing, left, end)
            for path in walk.paths(start, hops):
                if max(arc.edge.rank for arc in path) == rank and wanted(path):
                    result.paths.append(path)
            result.stopped = result.stopped or walk.stopped
            if len(result.paths) >= most:
                return result
    return result


class _Walk:
    """Goes all simple paths of one length, never into a node from which that is too far."""

    def __init__(self, outgoing: Arcs, left: Mapping[State, int], end: State) -> None:
        self.outgoing, self.left, self.end = outgoing, left, end
        self.steps = 0

    @property
    def stopped(self) -> bool:
        """Tell whether the walk was too long to be gone to its end."""
        return self.steps > MOST_STEPS

    def paths(self, at: State, hops: int, gone: Path = ()) -> Iterator[Path]:
        """Yield the paths of exactly so many hops from here to the end."""
        if at == self.end:
            if hops == 0:
                yield gone
            return
        seen = {arc.start.node for arc in gone} | {at.node}
        for arc in self.outgoing.get(at, ()):
            rest = hops - arc.edge.hops
            if self.left.get(arc.end, MAX_HOPS + 1) > rest or arc.end.node in seen:
                continue
            self.steps += 1
            if self.stopped:
                return
            yield from self.paths(arc.end, rest, (*gone, arc))


def _useful(arcs: list[Arc], start: State, end: State) -> list[Arc]:
    """Leave out what lies on no path that is short enough."""
    outgoing: dict[State, list[Arc]] = defaultdict(list)
    incoming: dict[State, list[Arc]] = defaultdict(list)
    for arc in arcs:
        outgoing[arc.start].append(arc)
        incoming[arc.end].append(arc)
    gone = _spread(outgoing, start, lambda arc: arc.end)
    left = _spread(incoming, end, lambda arc: arc.start)
    far = MAX_HOPS + 1
    return [
        arc
        for arc in arcs
        if gone.get(arc.start, far) + arc.edge.hops + left.get(arc.end, far) <= MAX_HOPS
    ]


def _least_rank(arcs: list[Arc], start: State, end: State) -> int:
    """Return the rank below which no path leads to the end, however long."""
    outgoing: dict[State, list[Arc]] = defaultdict(list)
    for arc in arcs:
        outgoing[arc.start].append(arc)
    ranks: dict[State, int] = {}
    queue = [(NO_BASIS, start)]
    while queue:
        rank, state = heappop(queue)
        if state == end:
            return rank
        if state not in ranks:
            ranks[state] = rank
            for arc in outgoing.get(state, ()):
                if arc.end not in ranks:
                    heappush(queue, (max(rank, arc.edge.rank), arc.end))
    return NAMED_BASIS


def _distances(outgoing: Arcs, end: State) -> dict[State, int]:
    incoming: dict[State, list[Arc]] = defaultdict(list)
    for arcs in outgoing.values():
        for arc in arcs:
            incoming[arc.end].append(arc)
    return _spread(incoming, end, lambda arc: arc.start)


def _spread(arcs: Arcs, origin: State, beyond: Callable[[Arc], State]) -> dict[State, int]:
    """Return how many hops each state is away, as far as paths go."""
    distances: dict[State, int] = {}
    queue = [(0, origin)]
    while queue:
        hops, state = heappop(queue)
        if state in distances or hops > MAX_HOPS:
            continue
        distances[state] = hops
        for arc in arcs.get(state, ()):
            if beyond(arc) not in distances:
                heappush(queue, (hops + arc.edge.hops, beyond(arc)))
    return distances
