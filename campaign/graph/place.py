"""Who buys from a place: companies tied to this very facility by a link or by a report."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from campaign.graph.chains import Chain, chains_between
from campaign.graph.network import TieKind, read_neighbourhood
from campaign.graph.timing import Period

DIRECT = (TieKind.SUPPLIES_FROM, TieKind.NAMED)


def buyers_of(
    session: Session, facility_ids: Iterable[int], event: Period | None = None
) -> dict[int, Chain]:
    """Return the strongest chain of each company that buys from one of these places.

    Only what names the very place counts; denied links are left out. Strongest first.
    """
    sites = list(facility_ids)
    network = read_neighbourhood(session, sites, named=True)
    found: dict[int, Chain] = {}
    for site in sites:
        for company in {buyer for buyer, tie in network.into(site) if tie.kind in DIRECT}:
            for chain in chains_between(network, company, site, event).chains:
                if not chain.denied and chain.hops[-1].tie.kind in DIRECT:
                    known = found.get(company)
                    if known is None or chain.strength < known.strength:
                        found[company] = chain
    return dict(sorted(found.items(), key=lambda item: item[1].strength))
