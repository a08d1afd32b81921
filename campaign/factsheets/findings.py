"""All that the sheet of a company rests on, read once and told in several lengths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from campaign.factsheets.asking import chosen_campaigns
from campaign.factsheets.framing import Frame
from campaign.factsheets.limits import Limits
from campaign.factsheets.material import Material, Wanted, read_material
from campaign.factsheets.selection import choose_reports
from campaign.graph.brand import ExposedReport, Upstream, what_stands_behind
from campaign.graph.chains import Chain
from campaign.graph.place import buyers_by_place
from campaign.models import Campaign, Company, Ownership, SupplyLink
from campaign.models.vocabulary import CompanyRole, Timing
from campaign.queries.links import links_of_company, ownerships_of
from campaign.queries.reports import ReportRow, ResponseRow, response_rows

OUT_OF_TIME = (Timing.ENDED_BEFORE, Timing.BEGAN_AFTER)
BUYING = {CompanyRole.BRAND.value, CompanyRole.RETAILER.value}
MOST_PLACES = 12


class Role(StrEnum):
    """As what a company is told: as one that buys, or as one that runs places."""

    BRAND = "brand"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class CompanyFindings:
    """The reports that count for a company in a role, its links, its answers.

    Attributes:
        counted: the reports that count and were not withdrawn, newest first.
        withdrawn: how many were.
        buyers: of a supplier, who buys from each place told, by the strongest chain.
        addressee: whose demands are told; None where a campaign was chosen: all of it.
    """

    company: Company
    role: Role
    upstream: Upstream
    counted: tuple[ExposedReport, ...]
    withdrawn: int
    links: list[SupplyLink]
    holdings: list[Ownership]
    campaigns: list[Campaign]
    addressee: int | None
    answers: list[ResponseRow]
    buyers: dict[int, dict[int, Chain]]

    @property
    def out_of_time(self) -> set[int]:
        """Return the reports whose tie certainly ended before, or began after."""
        return {row.report.id for row in self.counted if row.timing in OUT_OF_TIME}

    @property
    def own(self) -> int:
        """Count the reports about places that the company itself runs, owns or is named for."""
        return sum(row.tiers == 0 for row in self.counted)

    @property
    def places(self) -> int:
        """Count the places of the reports."""
        return len({site.id for row in self.counted for site in row.sites})

    @property
    def answered(self) -> int:
        """Count the reports that the company answered."""
        return sum(row.is_answered for row in self.counted)

    def chain_to(self, row: ExposedReport) -> Chain | None:
        """Return the strongest chain to the first place of a report."""
        first = row.sites[0].id if row.sites else None
        chains = {place.site.id: place.chain for place in self.upstream.places if place.site}
        return chains.get(first) if first is not None else None

    @property
    def record_ids(self) -> set[int]:
        """Return the records on which the sheet rests, without sources."""
        parts = (self.links, self.holdings, self.campaigns, self.answers)
        return {
            self.company.id,
            *(row.report.id for row in self.counted),
            *(record.id for rows in parts for record in rows),
            *(hop.tie.record_id for chain in self.chains() for hop in chain.hops),
        }

    def chains(self) -> Iterable[Chain]:
        """Yield all chains that may be told."""
        yield from (place.chain for place in self.upstream.places if place.chain)
        yield from (chain for chains in self.buyers.values() for chain in chains.values())


def read_company(
    session: Session, company: Company, frame: Frame, role: Role | None
) -> tuple[CompanyFindings, Material]:
    """Read what a company's sheet of any length rests on, up to what this length may tell."""
    found = _read_findings(session, company, frame, role)
    told = _may_be_told(found, frame.fullest)
    if found.role is Role.SUPPLIER:
        sites = list(dict.fromkeys(site.id for row in told for site in row.sites))
        found = replace(found, buyers=buyers_by_place(session, sites[:MOST_PLACES]))
    hops = [hop for chain in found.chains() for hop in chain.hops]
    linked = (found.links, found.holdings, found.campaigns, found.answers)
    material = read_material(
        session,
        frame.wording,
        frame.fullest,
        Wanted(
            subject_id=company.id,
            rows=told,
            record=frame.record_note(company),
            as_of=frame.as_of,
            cited={
                company.id,
                *(record.id for rows in linked for record in rows),
                *(hop.tie.record_id for hop in hops),
            },
            nodes={company.id, *(node for hop in hops for node in (hop.from_id, hop.to_id))},
        ),
    )
    return found, material


def _read_findings(
    session: Session, company: Company, frame: Frame, role: Role | None
) -> CompanyFindings:
    upstream = what_stands_behind(session, company.id)
    standing = [row for row in upstream.counted if not row.report.withdrawn]
    role = role or _role_of(company, standing)
    if role is Role.SUPPLIER:
        standing = [row for row in standing if row.tiers == 0]
    campaigns, addressee = chosen_campaigns(session, company.id, frame.choices.campaign)
    return CompanyFindings(
        company=company,
        role=role,
        upstream=upstream,
        counted=tuple(standing),
        withdrawn=sum(row.report.withdrawn for row in upstream.counted),
        links=links_of_company(session, company.id),
        holdings=ownerships_of(session, company.id),
        campaigns=campaigns,
        addressee=addressee,
        answers=response_rows(session, actor_id=company.id),
        buyers={},
    )


def _role_of(company: Company, counted: Iterable[ExposedReport]) -> Role:
    """Return the role in which reports concern a company most: as a buyer where it is a brand."""
    own = any(row.tiers == 0 for row in counted)
    return Role.SUPPLIER if own and not BUYING & set(company.roles) else Role.BRAND


def _may_be_told(found: CompanyFindings, limits: Limits) -> tuple[ReportRow, ...]:
    """Return all reports that any choice of this length may tell."""
    tied = [replace(row.report, sites=row.sites) for row in found.counted]
    if limits.whole:
        return tuple(tied)
    room = replace(limits, reports=limits.reports + 6)
    return choose_reports(tied, room, out_of_time=found.out_of_time)
