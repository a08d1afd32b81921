"""The supply chain below a company as a tree, one tier inside the other, as far as asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from campaign.graph.network import MAX_HOPS
from campaign.graph.tree import Branch, Branches, supply_tree
from campaign.models.vocabulary import Kind

MOST_OPEN = 12  # branches that one page unfolds
NEXT = 5  # branches of the second tier on a company's own page


@dataclass(frozen=True)
class Tier:
    """What lies directly below a company, and below those of its branches that are unfolded."""

    found: Branches
    below: Mapping[int, Tier] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """Return how many branches this page does not show."""
        return self.found.found - len(self.found.branches)

    def ties(self) -> Iterator[int]:
        """Yield the records on which the tree rests."""
        for branch in self.found.branches:
            yield from (tie.record_id for tie in branch.ties)
        for tier in self.below.values():
            yield from tier.ties()


def read_tier(
    session: Session,
    company_id: int,
    *,
    opened: Sequence[str] = (),
    limit: int = 25,
    offset: int = 0,
) -> Tier:
    """Return a tier with the branches unfolded whose slugs are given; each once.

    Args:
        session: only read.
        company_id: where the tree begins.
        opened: slugs of companies to unfold, wherever they stand; the last ``MOST_OPEN``.
        limit: branches of each tier.
        offset: branches of the first tier to pass over.
    """
    wanted = set(opened[-MOST_OPEN:])
    return _read(session, company_id, wanted, limit, offset, MAX_HOPS)


def first_tiers(session: Session, company_id: int, *, limit: int, unfolded: int) -> Tier:
    """Return the first tier, and the next below the first few branches that have one."""
    found = supply_tree(session, company_id, limit=limit)
    deeper = [branch for branch in found.branches if can_unfold(branch)][:unfolded]
    below = {b.record.id: Tier(supply_tree(session, b.record.id, limit=NEXT)) for b in deeper}
    return Tier(found, below)


def can_unfold(branch: Branch) -> bool:
    """Tell whether something lies below a branch."""
    return branch.below > 0 and branch.record.kind is Kind.COMPANY


def _read(
    session: Session, company_id: int, wanted: set[str], limit: int, offset: int, depth: int
) -> Tier:
    found = supply_tree(session, company_id, limit=limit, offset=offset)
    below: dict[int, Tier] = {}
    for branch in found.branches if depth > 1 else ():
        if branch.record.slug in wanted and can_unfold(branch):
            wanted.discard(branch.record.slug)
            below[branch.record.id] = _read(session, branch.record.id, wanted, limit, 0, depth - 1)
    return Tier(found, below)
