"""Who buys from a place: companies tied to this very facility by a link or by a report."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from campaign.graph.chains import Chain, chains_of_edges
from campaign.graph.edges import Side, read_level
from campaign.graph.network import TieKind
from campaign.graph.timing import Period

DIRECT = (TieKind.SUPPLIES_FROM, TieKind.NAMED)
MOST_TIES = 2_500  # to places; of more, some are shown (``buyers.shared_buyers`` says so)


def buyers_of(
    session: Session, facility_ids: Iterable[int], event: Period | None = None
) -> dict[int, Chain]:
    """Return the strongest chain of each company that buys from one of these places.

    Only what names the very place counts; denied links are left out. Strongest first.
    """
    found: dict[int, Chain] = {}
    for chain in _direct_chains(session, facility_ids, event):
        found.setdefault(chain.hops[0].from_id, chain)
    return found


def buyers_by_place(
    session: Session, facility_ids: Iterable[int], event: Period | None = None
) -> dict[int, dict[int, Chain]]:
    """Return, for each of these places, the strongest chain of each company that buys there."""
    sites = set(facility_ids)
    found: dict[int, dict[int, Chain]] = {site: {} for site in sites}
    for chain in _direct_chains(session, sites, event):
        found[chain.hops[-1].to_id].setdefault(chain.hops[0].from_id, chain)
    return found


def _direct_chains(
    session: Session, facility_ids: Iterable[int], event: Period | None
) -> tuple[Chain, ...]:
    level = read_level(session, set(facility_ids), Side.BUYING, MOST_TIES)
    edges = [edge for edge in level.edges if edge.kind in DIRECT and not edge.denied]
    return chains_of_edges(session, edges, event or Period())
