"""Who ran and owned something, when: owner then and owner now, both."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from campaign.graph.buyers import today
from campaign.graph.edges import Edge, Side, read_level, read_ties
from campaign.graph.network import MAX_HOPS, Tie, TieKind
from campaign.graph.timing import Period, timing_of, timing_of_chain
from campaign.models.vocabulary import Timing
from campaign.queries.records import RecordReference, references

ABOVE = (TieKind.OPERATES, TieKind.OWNS)
MOST_OWNERS = 2_500


@dataclass(frozen=True)
class Tenure:
    """Somebody who runs or holds something, directly or through those in between.

    Attributes:
        owner: who runs or holds.
        of: what is run or held: the place or company asked about, or one in between.
        tie: what says so, with its dates, basis and share of control.
        level: 1 for whoever runs or holds the thing itself, 2 for their owners, and so on.
        then: whether this and all below it held when something happened.
        now: whether they are documented to hold today.
    """

    owner: RecordReference
    of: RecordReference
    tie: Tie
    level: int
    then: Timing
    now: Timing


def owners_over_time(
    session: Session, record_id: int, *, event: Period | None = None
) -> tuple[Tenure, ...]:
    """Return who ran and held a facility or company, level by level, the latest first.

    Args:
        session: only read.
        record_id: a facility or a company.
        event: when something happened, for ``Tenure.then``.
    """
    found = _climb(session, record_id, event or Period(), today())
    ties = read_ties(session, (edge for edge, *_ in found))
    nodes = references(session, {n for edge, *_ in found for n in (edge.buying, edge.making)})
    rows = [
        Tenure(nodes[edge.buying], nodes[edge.making], ties[edge], level, then, now)
        for edge, level, then, now in found
    ]
    return tuple(sorted(rows, key=_latest_first))


def _climb(
    session: Session, record_id: int, event: Period, present: Period
) -> list[tuple[Edge, int, Timing, Timing]]:
    """Go up from a record, each edge once, with the best timings by which it is reached."""
    timings = {record_id: (Timing.AT_THE_TIME, Timing.AT_THE_TIME)}
    found: list[tuple[Edge, int, Timing, Timing]] = []
    frontier, seen = {record_id}, {record_id}
    for level in range(1, MAX_HOPS + 1):
        edges = read_level(session, frontier, Side.BUYING, MOST_OWNERS).edges
        above: dict[int, list[tuple[Timing, Timing]]] = {}
        for edge in edges:
            if edge.kind not in ABOVE:
                continue
            period = edge.bond().period
            below = timings[edge.making]
            then = timing_of_chain((below[0], timing_of(period, event)))
            now = timing_of_chain((below[1], timing_of(period, present)))
            found.append((edge, level, then, now))
            above.setdefault(edge.buying, []).append((then, now))
        timings.update({node: _best(pairs) for node, pairs in above.items() if node not in timings})
        frontier = above.keys() - seen
        seen |= frontier
        if not frontier:
            break
    return found


def _best(pairs: list[tuple[Timing, Timing]]) -> tuple[Timing, Timing]:
    order = (Timing.AT_THE_TIME, Timing.UNKNOWN, Timing.BEGAN_AFTER, Timing.ENDED_BEFORE)
    return (
        min((then for then, _ in pairs), key=order.index),
        min((now for _, now in pairs), key=order.index),
    )


def _latest_first(tenure: Tenure) -> tuple[int, bool, str, int]:
    period = tenure.tie.period
    latest = period.to_date or period.as_of or period.from_date or ""
    backwards = "".join(chr(0xFFFF - ord(char)) for char in latest)
    return (tenure.level, bool(period.to_date), backwards, tenure.owner.id)
