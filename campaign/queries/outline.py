"""The outline of the world's land from Natural Earth, in the Equal Earth projection.

The data (public domain, https://www.naturalearthdata.com) come with the package ``blips``; no
code of it is run. The projection keeps areas true: Šavrič, Patterson and Jenny (2018),
https://doi.org/10.1080/13658816.2018.1504949.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

PACKAGE, DATA = "blips", "data/basemap.json.gz"
WIDTH, HEIGHT = 1000.0, 430.0  # the whole world but Antarctica
SOUTHERNMOST = -60.0  # degrees
TOLERANCE = 0.7  # how far a simplified line may leave the true one
SMALLEST = 2.5  # square units; smaller islands are left out
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = sqrt(3) / 2
Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    """Return where a point stands on the map, from 0, 0 at the upper left."""
    x, y = _equal_earth(longitude, latitude)
    east, _ = _equal_earth(180, 0)
    _, north = _equal_earth(0, 84)
    scale = WIDTH / (2 * east)
    return (WIDTH / 2 + x * scale, (north - y) * scale)


@cache
def land_path() -> str:
    """Return the coasts as an SVG path; read once for each process, in about a second."""
    rings = (ring for polygon in _read_data()["land"] for ring in polygon[:1] if _is_shown(ring))
    coasts = (_simplified([project(*point) for point in ring]) for ring in rings)
    return "".join(_closed(coast) for coast in coasts if len(coast) > 3)


def _closed(coast: Sequence[Point]) -> str:
    """Return a closed path in relative steps, which are short to write."""
    (x, y), *rest = coast
    steps = []
    for next_x, next_y in rest:
        steps.append(f"{round(next_x - x, 1):g} {round(next_y - y, 1):g}")
        x, y = next_x, next_y
    return f"M{coast[0][0]:g} {coast[0][1]:g}l{' '.join(steps)}z"


def _equal_earth(longitude: float, latitude: float) -> Point:
    t = asin(_M * sin(radians(latitude)))
    a1, a2, a3, a4 = _A
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * sqrt(3) * radians(longitude) * cos(t) / (3 * slope)
    return x, t * (a1 + a2 * t**2 + a3 * t**6 + a4 * t**8)


def _read_data() -> dict[str, Any]:
    """Read the file of the package without importing it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {PACKAGE} is not installed")
    with gzip.open(Path(spec.origin).parent / DATA) as file:
        data: dict[str, Any] = json.load(file)
    return data


def _is_shown(ring: Sequence[Sequence[float]]) -> bool:
    if max(latitude for _, latitude in ring) < SOUTHERNMOST:
        return False
    points = [project(*point) for point in ring[:: max(1, len(ring) // 50)]]
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2 > SMALLEST


def _simplified(points: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out points of a line as far as it stays within the tolerance (Douglas–Peucker)."""
    kept = {0, len(points) - 1}
    parts = [(0, len(points) - 1)]
    while parts:
        start, end = parts.pop()
        inner = range(start + 1, end)
        off = {i: _off(points[i], points[start], points[end]) for i in inner}
        furthest = max(off, key=off.__getitem__, default=start)
        if off.get(furthest, 0.0) > TOLERANCE**2:
            kept.add(furthest)
            parts += [(start, furthest), (furthest, end)]
    return tuple(_rounded(points[i] for i in sorted(kept)))


def _rounded(points: Iterable[Point]) -> Iterable[Point]:
    last = None
    for x, y in points:
        point = (round(x, 1), round(y, 1))
        if point != last:
            yield point
        last = point


def _off(point: Point, start: Point, end: Point) -> float:
    """Return the squared distance of a point from a stretch."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length)) if length else 0.0
    return (px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2
