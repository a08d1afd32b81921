"""Brands and places of two worlds with as much around them, so that like is asked of like.

A world that is a hundred times larger has hubs that are larger too. So for each brand and
place of the small world the one of the large is taken that is nearest in what lies around
it; how near is printed beside the times.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from random import Random
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.benchmarks.trade import Trade
from tests.benchmarks.trade_stores import SEED

COMPARED = range(1, 9)  # ranks in the small world: 200 to 70 links
PLACES = 5  # asked of each brand
DRAWN = 12  # times as many, of which the nearest are taken
AROUND_A_BRAND = {
    "suppliers": "SELECT count(DISTINCT supplier_id) FROM supply_link WHERE buyer_id = :id",
    "places named": "SELECT count(DISTINCT facility_id) FROM supply_link WHERE buyer_id = :id",
    "reports": "SELECT count(*) FROM exposure WHERE company_id = :id",
    "links of its suppliers": (
        "SELECT count(*) FROM supply_link WHERE buyer_id IN "
        "(SELECT supplier_id FROM supply_link WHERE buyer_id = :id)"
    ),
}
RUN_BY = "(SELECT min(operator_id) FROM operation WHERE facility_id = :id)"
BUYING = f"(SELECT buyer_id FROM supply_link WHERE facility_id = :id OR supplier_id = {RUN_BY})"
AROUND_A_PLACE = {
    "links to it": "SELECT count(*) FROM supply_link WHERE facility_id = :id",
    "links to its operator": f"SELECT count(*) FROM supply_link WHERE supplier_id = {RUN_BY}",
    "links to their buyers": f"SELECT count(*) FROM supply_link WHERE supplier_id IN {BUYING}",
}
STEP = "SELECT supplier_id FROM supply_link WHERE buyer_id = :id ORDER BY supplier_id, id"
RUNS = "SELECT facility_id FROM operation WHERE operator_id = :id ORDER BY facility_id"


@dataclass(frozen=True)
class Around:
    """A record, and how much lies around it, by what is counted."""

    record_id: int
    sizes: Mapping[str, int]

    def distance(self, other: Around) -> float:
        """Return how unlike two are: by how many times each number differs."""
        pairs = ((self.sizes[name], other.sizes[name]) for name in self.sizes)
        return sum(abs(log((one + 1) / (another + 1))) for one, another in pairs)


@dataclass(frozen=True)
class Alike:
    """A brand and a place two suppliers below it, in the small world and in the large."""

    brands: tuple[Around, Around]
    places: tuple[Around, Around]


def alike(small: tuple[Session, Trade], large: tuple[Session, Trade]) -> list[Alike]:
    """Return brands and places of the small world, each with its like of the large."""
    random = Random(SEED)
    times = large[1].shape.brands // small[1].shape.brands
    ranks = range(COMPARED.start * times // 2, COMPARED.stop * times, max(1, times // 20))
    candidates = list(_around(large, ranks))
    found = []
    for brand in _around(small, COMPARED):
        other = _nearest(brand, candidates)
        candidates.remove(other)
        found += _with_places(random, (small[0], large[0]), (brand, other))
    return found


def told(pairs: Sequence[Alike]) -> dict[str, tuple[float, float]]:
    """Return the medians of what lies around the brands and places, small and large."""
    return {
        name: (
            statistics.median(each[0].sizes[name] for each in records),
            statistics.median(each[1].sizes[name] for each in records),
        )
        for records in ([pair.brands for pair in pairs], [pair.places for pair in pairs])
        for name in records[0][0].sizes
    }


def _around(world: tuple[Session, Trade], ranks: Iterable[int]) -> Iterator[Around]:
    session, trade = world
    for rank in ranks:
        yield _measured(session, trade.brand(rank), AROUND_A_BRAND)


def _measured(session: Session, record_id: int, queries: Mapping[str, str]) -> Around:
    sizes = {name: _ask(session, query, record_id)[0] for name, query in queries.items()}
    return Around(record_id, sizes)


def _ask(session: Session, query: str, record_id: int) -> list[Any]:
    return list(session.scalars(text(query), {"id": record_id}))


def _nearest(wanted: Around, candidates: Sequence[Around]) -> Around:
    return min(candidates, key=lambda each: (wanted.distance(each), each.record_id))


def _with_places(
    random: Random, sessions: tuple[Session, Session], brands: tuple[Around, Around]
) -> Iterator[Alike]:
    few = _drawn(random, sessions[0], brands[0], PLACES)
    many = _drawn(random, sessions[1], brands[1], PLACES * DRAWN)
    for place in few:
        other = _nearest(place, many)
        many.remove(other)
        yield Alike(brands, (place, other))


def _drawn(random: Random, session: Session, brand: Around, number: int) -> list[Around]:
    """Return places of suppliers of a brand's suppliers."""
    found: dict[int, Around] = {}
    while len(found) < number:
        first = random.choice(_ask(session, STEP, brand.record_id))
        second = random.choice(_ask(session, STEP, first))
        runs = _ask(session, RUNS, second)
        if runs:
            place = random.choice(runs)
            found[place] = _measured(session, place, AROUND_A_PLACE)
    return list(found.values())
