"""Sets of records by facet and value, as bitmaps: counting is intersecting.

They stand in ``search_set``, are changed by explicit calls in the transaction that changes
the records, and are held in memory by each process until their stamps change. All facets of
a million records take some ten megabytes.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

from pyroaring import BitMap, FrozenBitMap
from sqlalchemy import bindparam, delete, select, tuple_
from sqlalchemy.orm import Session

from campaign.models import SearchSet
from campaign.models.vocabulary import Kind
from campaign.search.batch import insert_rows

EVERY = "every"  # the facet of all records that are searched; its stamp is that of the whole
WEIGHT, DATE = "weight", "date"
VERSIONS_KEPT = 4
AT_ONCE = 200
NONE = FrozenBitMap()
ONE_SET_AWAY = delete(SearchSet).where(
    SearchSet.facet == bindparam("f"), SearchSet.value == bindparam("v")
)

Value = tuple[str, str]  # of a facet, and
Pairs = Mapping[Value, BitMap]


@dataclass(frozen=True)
class Sets:
    """All sets as they were at one moment.

    Attributes:
        stamp: of that moment; no other moment has the same.
        by_facet: the records by facet and value.
        stamps: of each set.
    """

    stamp: str = ""
    by_facet: Mapping[str, Mapping[str, FrozenBitMap]] = field(default_factory=dict)
    stamps: Mapping[Value, str] = field(default_factory=dict)

    def having(self, facet: str, value: str) -> FrozenBitMap:
        """Return the records that have a value of a facet."""
        return self.by_facet.get(facet, {}).get(value, NONE)

    def of_kind(self, *kinds: Kind) -> FrozenBitMap:
        """Return the records of some kinds."""
        return FrozenBitMap.union(NONE, *(self.having("kind", kind.value) for kind in kinds))

    @property
    def every(self) -> FrozenBitMap:
        """Return all records that are searched."""
        return self.having(EVERY, "")

    @cached_property
    def heaviest_first(self) -> tuple[FrozenBitMap, ...]:
        """Return the records by how much is reported; those with nothing are in none."""
        weights = self.by_facet.get(WEIGHT, {})
        return tuple(weights[value] for value in sorted(weights, key=int, reverse=True))

    @cached_property
    def newest_first(self) -> tuple[FrozenBitMap, ...]:
        """Return the records by date; those without one are in none."""
        dates = self.by_facet.get(DATE, {})
        return tuple(dates[value] for value in sorted(dates, reverse=True))


class _Versions:
    """The last versions that this process has seen, of whichever databases."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Sets] = OrderedDict()
        self._lock = Lock()

    def get(self, stamp: str) -> Sets | None:
        with self._lock:
            return self._kept.get(stamp)

    def newest(self) -> Sets:
        with self._lock:
            return next(reversed(self._kept.values()), Sets())

    def keep(self, sets: Sets) -> None:
        with self._lock:
            self._kept[sets.stamp] = sets
            while len(self._kept) > VERSIONS_KEPT:
                self._kept.popitem(last=False)


_versions = _Versions()


def read_sets(session: Session) -> Sets:
    """Return the sets as this transaction sees them; reads only what has changed."""
    stamp = session.scalar(select(SearchSet.stamp).where(SearchSet.facet == EVERY))
    if stamp is None:
        return Sets()
    known = _versions.get(stamp)
    if known is None:
        known = _read_changed(session, _versions.newest(), stamp)
        _versions.keep(known)
    return known


def _read_changed(session: Session, known: Sets, stamp: str) -> Sets:
    stamps: dict[Value, str] = {
        (facet, value): stamp
        for facet, value, stamp in session.execute(
            select(SearchSet.facet, SearchSet.value, SearchSet.stamp)
        )
    }
    changed = [place for place, stamp in stamps.items() if known.stamps.get(place) != stamp]
    read = dict(_read(session, changed, whole=len(changed) == len(stamps)))
    by_facet: dict[str, dict[str, FrozenBitMap]] = defaultdict(dict)
    for facet, value in stamps:
        ids = read.get((facet, value))
        by_facet[facet][value] = known.having(facet, value) if ids is None else ids
    return Sets(stamp, dict(by_facet), stamps)


def _read(
    session: Session, places: list[Value], *, whole: bool
) -> Iterator[tuple[Value, FrozenBitMap]]:
    query = select(SearchSet.facet, SearchSet.value, SearchSet.ids)
    for start in range(0, len(places), len(places) if whole else AT_ONCE):
        part = tuple_(SearchSet.facet, SearchSet.value).in_(places[start : start + AT_ONCE])
        rows = session.execute(query if whole else query.where(part))
        yield from (((row[0], row[1]), FrozenBitMap.deserialize(row[2])) for row in rows)


class SetsToChange:
    """The sets as a transaction sees them, with changes that are then written together."""

    def __init__(self, session: Session) -> None:
        self._session, self._sets = session, read_sets(session)
        self._changed: dict[Value, BitMap] = {}

    def having(self, facet: str, value: str) -> FrozenBitMap | BitMap:
        """Return the records that have a value of a facet, with the changes."""
        return self._changed.get((facet, value), self._sets.having(facet, value))

    def values(self, facet: str) -> set[str]:
        """Return the values of a facet that records had, or have with the changes."""
        return {*self._sets.by_facet.get(facet, {}), *(v for of, v in self._changed if of == facet)}

    def change(self, ids: BitMap, pairs: Pairs, facets: Iterable[str]) -> None:
        """Put records into the sets of their values, and out of all others of these facets.

        Args:
            ids: the records that are looked at.
            pairs: those of them that have a value; a record that is in none is in none.
            facets: the others stay as they are.
        """
        wanted: dict[str, dict[str, BitMap]] = {facet: {} for facet in facets}
        for (facet, value), having in pairs.items():
            if facet in wanted:
                wanted[facet][value] = having
        for facet, values in wanted.items():
            for value in {**self._sets.by_facet.get(facet, {}), **values}:
                now, having = self.having(facet, value), values.get(value, BitMap())
                if now & ids != having:
                    self._changed[facet, value] = BitMap(now - ids) | having

    def put(self, facet: str, value: str, ids: BitMap) -> None:
        """Put exactly these records into the set of a value."""
        if ids != self.having(facet, value):
            self._changed[facet, value] = ids

    def write(self) -> None:
        """Write what changed, and a new stamp of the whole."""
        every = self._changed.get((EVERY, ""), BitMap(self._sets.every))
        put_sets(self._session, {**self._changed, (EVERY, ""): every})


def put_sets(session: Session, changed: Pairs) -> None:
    """Write sets in place of those that are stored; one that is empty goes."""
    stamp, places = secrets.token_hex(8), [{"f": facet, "v": value} for facet, value in changed]
    if places:
        session.connection().execute(ONE_SET_AWAY, places)
    rows: list[dict[str, Any]] = [
        {"facet": facet, "value": value, "stamp": stamp, "ids": _written(ids)}
        for (facet, value), ids in sorted(changed.items())
        if ids or facet == EVERY
    ]
    insert_rows(session, SearchSet, rows)


def _written(ids: BitMap) -> bytes:
    ids.run_optimize()
    return ids.serialize()


def set_differences(session: Session, wanted: Pairs) -> Iterator[str]:
    """Yield a sentence for each set that differs from what was computed."""
    stored = {
        (row.facet, row.value): BitMap.deserialize(row.ids)
        for row in session.execute(select(SearchSet.facet, SearchSet.value, SearchSet.ids))
    }
    for facet, value in sorted(stored.keys() | wanted.keys()):
        if stored.get((facet, value), BitMap()) != wanted.get((facet, value), BitMap()):
            yield f"{facet} “{value}”: the set holds other records"
