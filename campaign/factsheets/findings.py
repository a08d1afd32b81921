"""All that the sheet of a company rests on, read once and told in several lengths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.factsheets.asking import chosen_campaigns
from campaign.factsheets.framing import Frame
from campaign.factsheets.material import Material, Wanted, read_material
from campaign.factsheets.selection import are_enough_apart, choose_reports
from campaign.factsheets.tallying import CompanyTally, company_tally
from campaign.graph.brand import ExposedReport, Place, Reading
from campaign.graph.chains import Chain
from campaign.graph.counted import OUT_OF_TIME, CountedGroup, Standing, counted_groups
from campaign.graph.place import buyers_by_place
from campaign.models import Campaign, Company, Exposure, Ownership, SupplyLink
from campaign.models.vocabulary import CompanyRole, ResponseStance
from campaign.queries.links import links_of_company, ownerships_of
from campaign.queries.reports import ResponseRow, response_rows
from campaign.search.batch import batches

BUYING = {CompanyRole.BRAND.value, CompanyRole.RETAILER.value}
MOST_PLACES = 12
SPARE_REPORTS = 6  # read beyond what is told, for an editor may leave some out
MOST_LISTED = 1_000  # reports that a sheet names as those it counted


class Role(StrEnum):
    """As what a company is told: as one that buys, or as one that runs places."""

    BRAND = "brand"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class CompanyFindings:
    """The reports that count for a company in a role, its links, its answers.

    Attributes:
        tally: counts of all that count and were not withdrawn.
        told: those of them that may be told, strongest first; all of them in a dossier.
        places: where these are, with the chain to each place.
        counted_ids: all that count, where they are few enough to be listed.
        buyers: of a supplier, who buys from each place told, by the strongest chain.
        addressee: whose demands are told; None where a campaign was chosen: all of it.
    """

    company: Company
    role: Role
    tally: CompanyTally
    told: tuple[ExposedReport, ...]
    places: tuple[Place, ...]
    counted_ids: frozenset[int]
    links: list[SupplyLink]
    holdings: list[Ownership]
    campaigns: list[Campaign]
    addressee: int | None
    answers: list[ResponseRow]
    buyers: dict[int, dict[int, Chain]]

    @property
    def out_of_time(self) -> set[int]:
        """Return the reports whose tie certainly ended before, or began after."""
        return _out_of_time(self.told)

    def chain_to(self, row: ExposedReport) -> Chain | None:
        """Return the strongest chain to the first place of a report."""
        first = row.sites[0].id if row.sites else None
        chains = {place.site.id: place.chain for place in self.places if place.site}
        return chains.get(first) if first is not None else None

    @property
    def record_ids(self) -> set[int]:
        """Return the records on which the sheet rests, without sources."""
        parts = (self.links, self.holdings, self.campaigns, self.answers)
        return {
            self.company.id,
            *self.counted_ids,
            *(row.report.id for row in self.told),
            *(record.id for rows in parts for record in rows),
            *(hop.tie.record_id for chain in self.chains() for hop in chain.hops),
        }

    def chains(self) -> Iterable[Chain]:
        """Yield all chains that may be told."""
        yield from (place.chain for place in self.places if place.chain)
        yield from (chain for chains in self.buyers.values() for chain in chains.values())


def read_company(
    session: Session, company: Company, frame: Frame, role: Role | None
) -> tuple[CompanyFindings, Material]:
    """Read what a company's sheet of any length rests on, up to what this length may tell."""
    found = _read_findings(session, company, frame, role)
    told = [replace(row.report, sites=row.sites) for row in found.told]
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
    groups = counted_groups(session, company.id)
    role = role or _role_of(company, groups)
    standing = Standing(session, company.id, groups, own_only=role is Role.SUPPLIER)
    campaigns, addressee = chosen_campaigns(session, company.id, frame.choices.campaign)
    answers = response_rows(session, actor_id=company.id)
    told, places = _may_be_told(standing, frame, answers)
    return CompanyFindings(
        company=company,
        role=role,
        tally=company_tally(standing, _answered(answers)),
        told=told,
        places=places,
        counted_ids=frozenset(standing.ids if standing.number <= MOST_LISTED else ()),
        links=links_of_company(session, company.id),
        holdings=ownerships_of(session, company.id),
        campaigns=campaigns,
        addressee=addressee,
        answers=answers,
        buyers={},
    )


def _answered(answers: Iterable[ResponseRow]) -> set[int]:
    """Return the reports that were answered; a recorded silence is no answer."""
    given = (a.report_id for a in answers if a.stance is not ResponseStance.NO_RESPONSE)
    return {report_id for report_id in given if report_id is not None}


def _role_of(company: Company, groups: Iterable[CountedGroup]) -> Role:
    """Return the role in which reports concern a company most: as a buyer where it is a brand."""
    own = any(group.own and not group.withdrawn for group in groups)
    return Role.SUPPLIER if own and not BUYING & set(company.roles) else Role.BRAND


def _may_be_told(
    standing: Standing, frame: Frame, answers: Sequence[ResponseRow]
) -> tuple[tuple[ExposedReport, ...], tuple[Place, ...]]:
    """Return all reports that any choice of this length may tell, and their places."""
    if not standing.number:
        return (), ()
    reading = partial(Reading, standing.session, standing.company_id, answers=answers)
    limits = frame.fullest
    if limits.whole:
        whole = reading(standing.ids)
        rows = whole.close(_exposures(standing, standing.ids))
        return rows, tuple(whole.places(rows))
    most = limits.reports + SPARE_REPORTS + len(frame.choices.reports_left_out)
    room, looked_at = replace(limits, reports=most), 2 * most
    while True:
        ids = standing.strongest(looked_at)
        read = reading(ids)
        by_id = {row.report.id: row for row in read.close(_exposures(standing, ids))}
        tied = [replace(row.report, sites=row.sites) for row in by_id.values()]
        if len(ids) < looked_at or are_enough_apart(tied, room, _out_of_time(by_id.values())):
            chosen = choose_reports(tied, room, out_of_time=_out_of_time(by_id.values()))
            rows = tuple(by_id[row.id] for row in chosen)
            return rows, tuple(read.places(rows))
        looked_at *= 4


def _exposures(standing: Standing, ids: Sequence[int]) -> list[Exposure]:
    query = select(Exposure).where(Exposure.company_id == standing.company_id)
    return [
        exposure
        for batch in batches(standing.session, ids)
        for exposure in standing.session.scalars(query.where(batch.holds(Exposure.report_id)))
    ]


def _out_of_time(rows: Iterable[ExposedReport]) -> set[int]:
    return {row.report.id for row in rows if row.timing in OUT_OF_TIME}
