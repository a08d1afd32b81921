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
    found: dict[int, Chain] = {}
    for chains in buyers_by_place(session, facility_ids, event).values():
        for company, chain in chains.items():
            known = found.get(company)
            if known is None or chain.strength < known.strength:
                found[company] = chain
    return _strongest_first(found)


def buyers_by_place(
    session: Session, facility_ids: Iterable[int], event: Period | None = None
) -> dict[int, dict[int, Chain]]:
    """Return, for each of these places, the strongest chain of each company that buys there."""
    sites = list(facility_ids)
    network = read_neighbourhood(session, sites, named=True)
    found: dict[int, dict[int, Chain]] = {}
    for site in sites:
        companies = {buyer for buyer, tie in network.into(site) if tie.kind in DIRECT}
        direct = {
            company: chain
            for company in companies
            for chain in reversed(chains_between(network, company, site, event).chains)
            if not chain.denied and chain.hops[-1].tie.kind in DIRECT
        }
        found[site] = _strongest_first(direct)
    return found


def _strongest_first(chains: dict[int, Chain]) -> dict[int, Chain]:
    ranked = sorted(chains.items(), key=lambda item: (item[1].strength, item[0]))
    return dict(ranked)
