"""What stands behind a company: reports by facility, each with the chain that ties it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.graph.chains import Chain, chains_between
from campaign.graph.network import Network, read_making_side
from campaign.graph.timing import Period
from campaign.models import Exposure
from campaign.models.vocabulary import Basis, Certainty, Reach, ResponseStance, Timing
from campaign.queries.reports import (
    ReportRow,
    ResponseRow,
    SiteReference,
    report_rows,
    response_rows,
)


@dataclass(frozen=True)
class ExposedReport:
    """A report tied to a company: how closely, when, and what the company answered.

    ``sites`` are those of the report's places to which the company is tied: the only one,
    or of several those that a link names. A brand named in a report on five plants is not
    thereby tied to each of them.
    """

    report: ReportRow
    sites: tuple[SiteReference, ...]
    reach: Reach
    tiers: int
    basis: Basis | None
    timing: Timing
    denied: bool
    counted: bool
    answers: tuple[ResponseRow, ...]

    @property
    def is_answered(self) -> bool:
        """Tell whether the company answered; a recorded silence is no answer."""
        return any(answer.stance is not ResponseStance.NO_RESPONSE for answer in self.answers)


@dataclass(frozen=True)
class Place:
    """A facility with its reports and the strongest chain from the company to it.

    ``site`` is None for reports that name no facility.
    """

    site: SiteReference | None
    chain: Chain | None
    reports: tuple[ExposedReport, ...]


@dataclass(frozen=True)
class Upstream:
    """All that stands behind a company; ``counted`` alone enters numbers and sentences."""

    counted: tuple[ExposedReport, ...]
    group_only: tuple[ExposedReport, ...]
    denied: tuple[ExposedReport, ...]
    context: tuple[ExposedReport, ...]
    places: tuple[Place, ...]

    @property
    def facilities(self) -> tuple[SiteReference, ...]:
        """Return the facilities of the counted reports, each once."""
        sites = {site.id: site for row in self.counted for site in row.sites}
        return tuple(sites.values())

    @property
    def placed(self) -> int:
        """Count the counted reports with a facility that the company is tied to."""
        return sum(bool(row.sites) for row in self.counted)

    @property
    def years(self) -> tuple[str, str] | None:
        """Return the first and last year of the counted reports."""
        first = [row.report.from_date[:4] for row in self.counted]
        last = [(row.report.to_date or row.report.from_date)[:4] for row in self.counted]
        return (min(first), max(last)) if first else None

    @property
    def by_certainty(self) -> Mapping[Certainty, int]:
        """Count the reports by status, weakest first."""
        counts = Counter(row.report.certainty for row in self.counted)
        return {certainty: counts[certainty] for certainty in Certainty if counts[certainty]}

    @property
    def disputed(self) -> int:
        """Count the reports that somebody disputes."""
        return sum(row.report.disputed for row in self.counted)

    @property
    def answered(self) -> int:
        """Count the reports that the company answered."""
        return sum(row.is_answered for row in self.counted)

    @property
    def outside_its_time(self) -> int:
        """Count the reports whose tie certainly ended before, or began after."""
        outside = (Timing.ENDED_BEFORE, Timing.BEGAN_AFTER)
        return sum(row.timing in outside for row in self.counted)

    @property
    def own(self) -> int:
        """Count the reports about places that the company itself runs, owns or is named for."""
        return sum(row.tiers == 0 for row in self.counted)


def what_stands_behind(session: Session, company_id: int) -> Upstream:
    """Return the reports upstream of a company, grouped by facility, newest first."""
    network = read_making_side(session, company_id)
    rows = _exposed_reports(session, company_id, network)
    counted = tuple(row for row in rows if row.counted)
    rest = [row for row in rows if not row.counted]
    with_claims = [row for row in rest if row.report.allegations]
    return Upstream(
        counted=counted,
        group_only=tuple(r for r in with_claims if r.reach is Reach.GROUP and not r.denied),
        denied=tuple(r for r in with_claims if r.denied),
        context=tuple(r for r in rest if not r.report.allegations and r.reach is not Reach.GROUP),
        places=tuple(_places(network, company_id, counted)),
    )


def _exposed_reports(session: Session, company_id: int, network: Network) -> list[ExposedReport]:
    exposures = session.scalars(select(Exposure).where(Exposure.company_id == company_id)).all()
    reports = report_rows(session, (exposure.report_id for exposure in exposures))
    answers: dict[int | None, list[ResponseRow]] = defaultdict(list)
    for answer in response_rows(session, actor_id=company_id):
        answers[answer.report_id].append(answer)
    found = [
        ExposedReport(
            report=reports[exposure.report_id],
            sites=tied_sites(network, company_id, reports[exposure.report_id].sites),
            reach=exposure.reach,
            tiers=exposure.tiers,
            basis=exposure.basis,
            timing=exposure.timing,
            denied=exposure.denied,
            counted=exposure.counted,
            answers=tuple(answers[exposure.report_id]),
        )
        for exposure in exposures
        if exposure.report_id in reports
    ]
    return sorted(found, key=lambda row: (row.report.from_date, row.report.slug), reverse=True)


def tied_sites(
    network: Network, company_id: int, sites: Sequence[SiteReference]
) -> tuple[SiteReference, ...]:
    """Return the places of a report to which a company is tied.

    The only one is; of several, those are that a link names.
    """
    if len(sites) == 1:
        return tuple(sites)
    return tuple(
        site
        for site in sites
        if any(
            chain.reach is not Reach.GROUP and not chain.denied
            for chain in chains_between(network, company_id, site.id).chains
        )
    )


def _places(network: Network, company_id: int, counted: Sequence[ExposedReport]) -> Iterable[Place]:
    """Group reports by their first facility; the place with most reports comes first."""
    by_site: dict[SiteReference | None, list[ExposedReport]] = defaultdict(list)
    for row in counted:
        by_site[row.sites[0] if row.sites else None].append(row)
    for site, rows in sorted(by_site.items(), key=_busiest_first):
        chain = _strongest_chain(network, company_id, site, rows) if site else None
        yield Place(site, chain, tuple(rows))


def _busiest_first(item: tuple[SiteReference | None, list[ExposedReport]]) -> tuple[bool, int, str]:
    site, rows = item
    return (site is None, -len(rows), site.title if site else "")


def _strongest_chain(
    network: Network, company_id: int, site: SiteReference, rows: Sequence[ExposedReport]
) -> Chain | None:
    newest = rows[0].report
    event = Period(newest.from_date, newest.to_date or newest.from_date)
    chains = chains_between(network, company_id, site.id, event).chains
    return next((chain for chain in chains if not chain.denied), chains[0] if chains else None)
