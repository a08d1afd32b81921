"""Ties to very places: who buys from one, and the chains by which a company is tied to some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from campaign.graph.chains import Chain, chains_of_edges, edge_strength, site_chains
from campaign.graph.edges import Edge, Level, Side, read_edges_between, read_holdings, read_level
from campaign.graph.network import TieKind
from campaign.graph.timing import Period
from campaign.queries.reports import ReportRow

DIRECT = (TieKind.SUPPLIES_FROM, TieKind.NAMED)
MOST_TIES = 2_500  # to places; of more, some are shown (``buyers.shared_buyers`` says so)


@dataclass(frozen=True)
class DirectBuyers:
    """Who buys, each with what ties it most firmly; the firmest first.

    ``more`` when not all ties to the places were read.
    """

    edges: Mapping[int, Edge]
    more: bool

    def chains(
        self, session: Session, companies: Iterable[int], event: Period | None = None
    ) -> dict[int, Chain]:
        """Return the strongest chain of some of the buyers, in the same order."""
        edges = (self.edges[company] for company in companies)
        chains = chains_of_edges(session, edges, event or Period())
        return {chain.hops[0].from_id: chain for chain in chains}


def direct_buyers(session: Session, facility_ids: Iterable[int]) -> DirectBuyers:
    """Return who buys from one of these places.

    Only what names the very place counts; denied links are left out. Strongest first.
    """
    level = read_level(session, set(facility_ids), Side.BUYING, MOST_TIES)
    found: dict[int, Edge] = {}
    for edge in sorted(_direct(level), key=edge_strength):
        found.setdefault(edge.buying, edge)
    return DirectBuyers(found, not level.whole)


def buyers_of(
    session: Session, facility_ids: Iterable[int], event: Period | None = None
) -> dict[int, Chain]:
    """Return the strongest chain of each company that buys from one of these places."""
    found = direct_buyers(session, facility_ids)
    return found.chains(session, found.edges, event)


def chains_to_sites(
    session: Session, company_id: int, events: Mapping[int, Period]
) -> dict[int, tuple[Chain, ...]]:
    """Return the chains from a company to some very places, strongest first, by place.

    Args:
        session: only read.
        company_id: the company.
        events: for each place, when something happened there.
    """
    if not events:
        return {}
    holdings = read_holdings(session, [company_id], Side.MAKING)
    members = {company_id, *(edge.making for edge in holdings)}
    edges = (*holdings, *read_edges_between(session, members, events.keys()))
    return site_chains(session, company_id, events, edges)


def strongest(chains: Sequence[Chain]) -> Chain | None:
    """Return the first chain that nobody denies, or else the first."""
    return next((chain for chain in chains if not chain.denied), chains[0] if chains else None)


def happened(report: ReportRow) -> Period:
    """Return when a report's events happened."""
    return Period(report.from_date, report.to_date or report.from_date)


def tied_sites(session: Session, company_id: int, sites: Iterable[int]) -> set[int]:
    """Return those of some places to which links, or who runs them, tie a company."""
    chains = chains_to_sites(session, company_id, dict.fromkeys(sites, Period()))
    return {site for site, found in chains.items() if any(not chain.denied for chain in found)}


def buyers_by_place(
    session: Session, facility_ids: Iterable[int], event: Period | None = None
) -> dict[int, dict[int, Chain]]:
    """Return, for each of these places, the strongest chain of each company that buys there."""
    sites = set(facility_ids)
    found: dict[int, dict[int, Chain]] = {site: {} for site in sites}
    level = read_level(session, sites, Side.BUYING, MOST_TIES)
    for chain in chains_of_edges(session, _direct(level), event or Period()):
        found[chain.hops[-1].to_id].setdefault(chain.hops[0].from_id, chain)
    return found


def _direct(level: Level) -> list[Edge]:
    return [edge for edge in level.edges if edge.kind in DIRECT and not edge.denied]
