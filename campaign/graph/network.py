"""What an edge of the graph says, and a small frozen piece of the graph.

An edge runs from the buying side to the making side: buyer → supplier, buyer → facility
(where a link or a report names the very place), parent → subsidiary, operator → facility.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from campaign.graph.timing import Period, timing_of
from campaign.models.vocabulary import Basis, Timing

MAX_HOPS = 6
BASES = tuple(Basis)


class TieKind(StrEnum):
    """What an edge says."""

    SUPPLIES = "supplies"
    SUPPLIES_FROM = "supplies_from"
    NAMED = "named"
    OWNS = "owns"
    OPERATES = "operates"


AT_A_PLACE = (TieKind.SUPPLIES_FROM, TieKind.OPERATES, TieKind.NAMED)


@dataclass(frozen=True)
class Tie:
    """One edge: what it says, where it stands and how strong it is.

    Attributes:
        kind: what the edge says.
        record_id: the supply link, ownership, report or facility that says so.
        pointer: the part of that record's document (JSON Pointer); its citations count.
        status: what is known of the present, of a link or holding (``listed`` is not today).
        supplier_id: for SUPPLIES_FROM, the company that supplies from the facility.
        controls: for OWNS, whether the parent holds a subsidiary rather than a stake.
    """

    kind: TieKind
    record_id: int
    pointer: str = ""
    period: Period = field(default_factory=Period)
    basis: Basis | None = None
    relation: str = ""
    product: str = ""
    status: str = ""
    denied: bool = False
    supplier_id: int | None = None
    controls: bool = True

    def timing(self, event: Period) -> Timing:
        """Say whether it held during an event.

        A report names somebody for its own time only: of any other it says neither that
        something had ended nor that it began later.
        """
        timing = timing_of(self.period, event)
        if self.kind is TieKind.NAMED and timing is not Timing.AT_THE_TIME:
            return Timing.UNKNOWN
        return timing


class Bond(NamedTuple):
    """Some that are tied to a node by the same tie."""

    sources: Iterable[int]
    target: int
    tie: Tie


class Alike(NamedTuple):
    """A tie, and all from whom it leads to the same node: a place can have 100,000 buyers."""

    tie: Tie
    sources: list[int]


class Network:
    """A frozen piece of the graph; nodes are record ids, edges carry a ``Tie``."""

    def __init__(self, bonds: Iterable[Bond]) -> None:
        self._into: dict[int, dict[int, Alike]] = defaultdict(dict)
        for sources, target, tie in bonds:
            alike = self._into[target]
            if id(tie) not in alike:
                alike[id(tie)] = Alike(tie, [])
            alike[id(tie)].sources.extend(sources)

    def into(self, node: int) -> Iterable[Alike]:
        """Return who is tied to a node from the buying side: all by the same tie together."""
        return self._into.get(node, {}).values()

    def with_anyone_above(self, nodes: Iterable[int]) -> Iterable[int]:
        """Return those of some nodes to which anyone is tied."""
        return self._into.keys() & nodes


def weakest(bases: Iterable[Basis | None]) -> Basis | None:
    """Return the weakest of some bases; those without one (named, operated) do not count."""
    known = [basis for basis in bases if basis is not None]
    return max(known, key=BASES.index, default=None)
