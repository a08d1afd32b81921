"""The orders in which results come, as successive sets: no row is ever sorted.

An order is a list of *steps*, each a list of disjoint sets, first to last; within all of
them records come by id. A page is found by counting past the sets before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from pyroaring import BitMap, FrozenBitMap

from campaign.models.vocabulary import Kind
from campaign.search.matching import Matching
from campaign.search.sets import Sets

Ids = BitMap | FrozenBitMap
Step = Sequence[Ids]


class Sort(StrEnum):
    """The orders in which results may come."""

    RELEVANCE = "relevance"
    DATE = "date"
    REPORTS = "reports"
    LISTED = "listed"  # reports before everything else, the newest first


def steps_of(sort: Sort, matching: Matching, sets: Sets) -> tuple[Step, ...]:
    """Return the steps of an order: how well a record fits, how much is reported, when."""
    fits, weights = [ids for _, ids in matching.classes], sets.heaviest_first
    if sort is Sort.RELEVANCE:
        return fits, weights
    if sort is Sort.REPORTS:
        return weights, fits
    if sort is Sort.DATE:
        return sets.newest_first, fits, weights
    return [sets.of_kind(Kind.REPORT)], sets.newest_first, weights


def in_order(found: Ids, steps: Sequence[Step], skipped: int = 0) -> Iterator[int]:
    """Yield the ids of records in an order, less the first few.

    Args:
        found: the records.
        steps: of the order; what is in no set of a step comes after those that are.
        skipped: how many records to pass over; passing over costs little.
    """
    if not steps:
        yield from found[skipped:] if skipped else found
        return
    for part in _parts(found, steps[0]):
        size = len(part)
        if skipped < size:
            yield from in_order(part, steps[1:], skipped)
        skipped = max(0, skipped - size)


def _parts(found: Ids, step: Step) -> Iterator[Ids]:
    rest = found
    for ids in step:
        if not rest:
            return
        part = rest & ids
        if part:
            rest = rest - part
            yield part
    if rest:
        yield rest
