"""Where the parts of a drawing stand: layers from left to right, few crossings, short lines.

The method of Sugiyama, Tagawa and Toda (1981): layers, places held open for lines that pass
a layer, an order in each layer found by sweeping, then heights that pull a box towards its
neighbours. Pure functions of small graphs; all lengths in CSS pixels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

SWEEPS = 12
GAP = 14.0  # between boxes of a layer
AISLE, WIDEST_AISLE = 30.0, 72.0  # between layers
STEEPEST = 4.0  # times as high as its aisle is wide, a line; then the aisle is widened
MARGIN = 6.0

Key = Hashable
Edge = tuple[Key, Key]
Layers = list[list[Key]]


@dataclass(frozen=True)
class Box:
    """What is to be placed: its size, and the group of layers it must stand in, if any.

    ``rank`` 0 is free; all boxes of rank 1 stand in one layer right of the free ones, those
    of rank 2 right of these.
    """

    width: float
    height: float
    rank: int = 0


@dataclass(frozen=True)
class Place:
    """Where a box stands: its left upper corner and size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Return the height of the middle."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Layout:
    """Places of boxes, and for each edge the points that its line passes."""

    width: float
    height: float
    places: Mapping[Key, Place]
    lines: Mapping[Edge, tuple[tuple[float, float], ...]]


def lay_out(boxes: Mapping[Key, Box], edges: Iterable[Edge]) -> Layout:
    """Return where boxes and lines stand; the same input gives the same drawing.

    Edges to unknown boxes and from a box to itself are left out; a cycle is drawn with one
    of its lines running backwards.
    """
    known = [e for e in dict.fromkeys(edges) if e[0] != e[1] and {*e} <= boxes.keys()]
    rank = _ranks(boxes, known)
    paths = {edge: _path(edge, rank) for edge in known}
    layers, sizes = _layers(boxes, rank, paths)
    steps = [step for path in paths.values() for step in pairwise(path)]
    layers = untangled(layers, steps)
    return _placed(layers, sizes, steps, paths)


def crossings(layers: Layers, steps: Iterable[Edge]) -> int:
    """Count how often lines between neighbouring layers cross."""
    at = {key: (i, j) for i, layer in enumerate(layers) for j, key in enumerate(layer)}
    between: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in steps:
        (left, here), (_, there) = sorted((at[a], at[b]))
        between[left].append((here, there))
    return sum(_inversions(pairs) for pairs in between.values())


def untangled(layers: Layers, steps: Sequence[Edge]) -> Layers:
    """Return the layers in the order with the fewest crossings that sweeping finds."""
    beside = _neighbours(steps)
    best, fewest = layers, crossings(layers, steps)
    current = layers
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        current = _swept(current, beside, forwards=sweep % 2 == 0)
        count = crossings(current, steps)
        if count < fewest:
            best, fewest = current, count
    return best


def _ranks(boxes: Mapping[Key, Box], edges: Sequence[Edge]) -> dict[Key, int]:
    """Return the layer of each box: the longest way to it; ranked boxes in layers of their own."""
    graph: nx.DiGraph[Key] = nx.DiGraph()
    graph.add_nodes_from(boxes)
    for edge in edges:
        if not (edge[0] in nx.descendants(graph, edge[1]) if edge[1] in graph else False):
            graph.add_edge(*edge)
    rank: dict[Key, int] = {}
    for layer, keys in enumerate(nx.topological_generations(graph)):
        rank.update(dict.fromkeys(keys, layer))
    for group in (1, 2):
        floor = max((rank[k] + 1 for k, box in boxes.items() if box.rank < group), default=0)
        own = [key for key, box in boxes.items() if box.rank == group]
        rank.update({key: max(floor, *(rank[k] for k in own)) for key in own})
    return _without_gaps(rank)


def _without_gaps(rank: Mapping[Key, int]) -> dict[Key, int]:
    used = {layer: index for index, layer in enumerate(sorted(set(rank.values())))}
    return {key: used[layer] for key, layer in rank.items()}


def _path(edge: Edge, rank: Mapping[Key, int]) -> list[Key]:
    """Return the keys that a line passes: its ends, and a place in each layer between."""
    start, end = rank[edge[0]], rank[edge[1]]
    step = 1 if end > start else -1
    return [edge[0], *((edge, layer) for layer in range(start + step, end, step)), edge[1]]


def _layers(
    boxes: Mapping[Key, Box], rank: Mapping[Key, int], paths: Mapping[Edge, list[Key]]
) -> tuple[Layers, dict[Key, Box]]:
    layers: Layers = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    sizes = dict(boxes)
    for key, layer in rank.items():
        layers[layer].append(key)
    for (start, end), path in paths.items():
        step = 1 if rank[end] > rank[start] else -1
        for offset, key in enumerate(path[1:-1], 1):
            layers[rank[start] + step * offset].append(key)
            sizes[key] = Box(0, 2)
    return layers, sizes


def _neighbours(steps: Iterable[Edge]) -> dict[Key, list[Key]]:
    beside: dict[Key, list[Key]] = defaultdict(list)
    for a, b in steps:
        beside[a].append(b)
        beside[b].append(a)
    return beside


def _swept(layers: Layers, beside: Mapping[Key, list[Key]], *, forwards: bool) -> Layers:
    """Order each layer by the middle of its neighbours in the layer before it."""
    result = [list(layer) for layer in layers]
    indices = range(1, len(result)) if forwards else range(len(result) - 2, -1, -1)
    for index in indices:
        before = {k: i for i, k in enumerate(result[index - 1 if forwards else index + 1])}
        old = {key: i for i, key in enumerate(result[index])}
        result[index].sort(key=lambda key: (_median(key, beside, before, old), old[key]))
    return result


def _median(
    key: Key, beside: Mapping[Key, list[Key]], before: Mapping[Key, int], old: Mapping[Key, int]
) -> float:
    found = sorted(before[other] for other in beside.get(key, ()) if other in before)
    if not found:
        return float(old[key])
    half = len(found) // 2
    return float(found[half]) if len(found) % 2 else (found[half - 1] + found[half]) / 2


def _inversions(pairs: list[tuple[int, int]]) -> int:
    return sum(
        (a[0] - b[0]) * (a[1] - b[1]) < 0 for i, a in enumerate(pairs) for b in pairs[i + 1 :]
    )


def _placed(
    layers: Layers,
    sizes: Mapping[Key, Box],
    steps: Sequence[Edge],
    paths: Mapping[Edge, list[Key]],
) -> Layout:
    middles = _middles(layers, sizes, _neighbours(steps))
    top = min((middles[k] - box.height / 2 for k, box in sizes.items()), default=0.0)
    places: dict[Key, Place] = {}
    x, aisle = MARGIN, AISLE
    aisles = _aisles(layers, middles, steps)
    for layer, aisle in zip(layers, aisles, strict=True):
        width = max(sizes[key].width for key in layer)
        for key in layer:
            box = sizes[key]
            inset = (width - box.width) / 2
            places[key] = Place(
                x + inset, middles[key] - box.height / 2 - top + MARGIN, box.width, box.height
            )
        x += width + aisle
    height = max((place.y + place.height for place in places.values()), default=0.0) + MARGIN
    lines = {edge: _points(path, places) for edge, path in paths.items()}
    kept = {key: place for key, place in places.items() if sizes[key].width}
    return Layout(max(x - aisle, 0.0) + MARGIN, height, kept, lines)


def _aisles(layers: Layers, middles: Mapping[Key, float], steps: Iterable[Edge]) -> list[float]:
    """Return how wide the way right of each layer is: wider where lines climb far."""
    at = {key: index for index, layer in enumerate(layers) for key in layer}
    aisles = [AISLE] * len(layers)
    for a, b in steps:
        left, climb = min(at[a], at[b]), abs(middles[a] - middles[b])
        aisles[left] = max(aisles[left], min(WIDEST_AISLE, climb / STEEPEST))
    return aisles


def _middles(
    layers: Layers, sizes: Mapping[Key, Box], beside: Mapping[Key, list[Key]]
) -> dict[Key, float]:
    """Return heights: each box as near to its neighbours' mean as the order allows."""
    middles: dict[Key, float] = {}
    for layer in layers:
        y = 0.0
        for key in layer:
            middles[key] = y + sizes[key].height / 2
            y += sizes[key].height + GAP
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted = [
                sum(middles[o] for o in beside[key]) / len(beside[key])
                if beside.get(key)
                else middles[key]
                for key in layer
            ]
            spread = _spread(wanted, [sizes[key].height for key in layer])
            middles.update(zip(layer, spread, strict=True))
    return middles


def _spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return the heights nearest to those wanted (least squares) at which no box overlaps.

    Pool adjacent violators: boxes that would overlap move together as a block.
    """
    offsets = [0.0]
    for above, below in pairwise(heights):
        offsets.append(offsets[-1] + (above + below) / 2 + GAP)
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, count = want - offset, 1
        while blocks and blocks[-1][0] > mean:
            other, others = blocks.pop()
            mean, count = (mean * count + other * others) / (count + others), count + others
        blocks.append((mean, count))
    shifts = [mean for mean, count in blocks for _ in range(count)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]


def _points(path: Sequence[Key], places: Mapping[Key, Place]) -> tuple[tuple[float, float], ...]:
    """Return where a line leaves its first box, passes the layers between, and arrives."""
    first, last = places[path[0]], places[path[-1]]
    backwards = first.x > last.x
    start = first.x if backwards else first.x + first.width
    end = last.x + last.width if backwards else last.x
    between = [(places[key].x, places[key].middle) for key in path[1:-1]]
    return ((start, first.middle), *between, (end, last.middle))
