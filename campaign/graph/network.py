"""What an edge of the graph says, and a small frozen piece of the graph.

An edge runs from the buying side to the making side: buyer → supplier, buyer → facility
(where a link or a report names the very place), parent → subsidiary, operator → facility.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.graph.timing import Period
from campaign.models.vocabulary import Basis

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


class Network:
    """A frozen piece of the graph; nodes are record ids, edges carry a ``Tie``."""

    def __init__(self, edges: Iterable[tuple[int, int, Tie]]) -> None:
        self._into: dict[int, list[tuple[int, Tie]]] = defaultdict(list)
        for source, target, tie in edges:
            self._into[target].append((source, tie))

    def into(self, node: int) -> list[tuple[int, Tie]]:
        """Return who is tied to a node from the buying side, with each tie."""
        return self._into.get(node, [])


def weakest(bases: Iterable[Basis | None]) -> Basis | None:
    """Return the weakest of some bases; those without one (named, operated) do not count."""
    known = [basis for basis in bases if basis is not None]
    return max(known, key=BASES.index, default=None)
