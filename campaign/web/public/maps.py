"""`/map`: where the reports are about, drawn without asking anybody else for a map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.models.vocabulary import Precision
from campaign.queries.keeping import kept
from campaign.queries.outline import HEIGHT, WIDTH, land_path, project
from campaign.queries.places import MOST_PLACES, MappedPlace, mapped_places
from campaign.schemas.types import countries
from campaign.web.access import everyone
from campaign.web.public.routing import bp

CLOSEST = 250.0  # units that a map is wide at least: the outline is no finer
MARGIN = 24.0
SMALLEST_MARK, LARGEST_MARK = 5.0, 26.0  # CSS pixels, on a map 1,000 wide


@dataclass(frozen=True)
class Mark:
    """A place on the map; ``exact`` tells a site from the middle of a town, city or region."""

    place: MappedPlace
    x: float
    y: float
    radius: float
    exact: bool


@dataclass(frozen=True)
class Map:
    """Marks in a window of the world, largest first, and the places that nobody has located."""

    marks: tuple[Mark, ...]
    unplaced: tuple[MappedPlace, ...]
    x: float = 0.0
    y: float = 0.0
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def places(self) -> list[MappedPlace]:
        """Return all places, located or not, those with most reports first."""
        places = [*(mark.place for mark in self.marks), *self.unplaced]
        return sorted(places, key=lambda place: (-place.reports, place.title))

    @property
    def by_country(self) -> dict[str, list[MappedPlace]]:
        """Return the places by the name of their country, in the order of these names."""
        found: dict[str, list[MappedPlace]] = defaultdict(list)
        for place in self.places:
            found[countries().get(place.country, place.country)].append(place)
        return dict(sorted(found.items()))

    @property
    def has_areas(self) -> bool:
        """Tell whether some marks stand for an area only."""
        return any(not mark.exact for mark in self.marks)


@bp.get("/map")
@everyone
def world_map() -> str:
    """Show all facilities with reports of abuse on a map of the world, and as a list."""
    return render_template(
        "public/map.html", map=draw_map(kept(db.session, mapped_places)), most=MOST_PLACES
    )


@bp.get("/map/land.svg")
@everyone
def land() -> ResponseReturnValue:
    """Give the outline of the world's land, which never changes."""
    drawing = render_template("drawings/land.svg", path=land_path(), width=WIDTH, height=HEIGHT)
    response = Response(drawing, mimetype="image/svg+xml")
    response.cache_control.public = True
    response.cache_control.max_age = 31_536_000
    response.add_etag()
    return response.make_conditional(request)


def draw_map(places: Sequence[MappedPlace]) -> Map:
    """Return the map of some places, as near as the points and the outline allow."""
    located = [p for p in places if p.latitude is not None]
    points = [project(p.longitude or 0.0, p.latitude or 0.0) for p in located]
    window = _window(points)
    unit = window[2] / WIDTH
    marks = [
        Mark(place, round(x, 1), round(y, 1), round(_radius(place) * unit, 2), _is_exact(place))
        for place, (x, y) in zip(located, points, strict=True)
    ]
    marks.sort(key=lambda mark: -mark.radius)
    return Map(tuple(marks), tuple(p for p in places if p.latitude is None), *window)


def _radius(place: MappedPlace) -> float:
    """Return a radius for which the area grows with the number of reports."""
    return min(LARGEST_MARK, SMALLEST_MARK * sqrt(place.reports) + (0 if _is_exact(place) else 4))


def _is_exact(place: MappedPlace) -> bool:
    return place.precision is Precision.SITE


def _window(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    if not points:
        return (0.0, 0.0, WIDTH, HEIGHT)
    left, right = min(x for x, _ in points) - MARGIN, max(x for x, _ in points) + MARGIN
    top, bottom = min(y for _, y in points) - MARGIN, max(y for _, y in points) + MARGIN
    ratio = WIDTH / HEIGHT
    width = min(WIDTH, max(right - left, (bottom - top) * ratio, CLOSEST))
    height = width / ratio
    x = min(max((left + right - width) / 2, 0.0), WIDTH - width)
    y = min(max((top + bottom - height) / 2, 0.0), HEIGHT - height)
    return (round(x, 1), round(y, 1), round(width, 1), round(height, 1))
