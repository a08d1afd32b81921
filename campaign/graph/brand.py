"""What stands behind a company: reports by facility, each with the chain that ties it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.graph.chains import Chain
from campaign.graph.group import GroupTie, group_ties, ways_down
from campaign.graph.network import BASES
from campaign.graph.place import chains_to_sites, happened, strongest, tied_sites
from campaign.graph.rows import ReadRow
from campaign.models import Exposure
from campaign.models.vocabulary import Basis, Certainty, Reach, ResponseStance, Timing
from campaign.queries.reports import (
    ReportRow,
    ResponseRow,
    SiteReference,
    report_rows,
    response_rows,
)


class Route(StrEnum):
    """By which way a company is tied to a place, closest first."""

    OWN = "own"
    OWN_SUBSIDIARY = "own_subsidiary"
    DIRECT = "direct"
    SUBSIDIARY = "subsidiary"
    GROUP = "group"
    PARENT = "parent"


def route_of(tiers: int, holdings: int) -> Route:
    """Return the way of a tie to the very place; see ``models.Exposure``."""
    if tiers == 0:
        return Route.OWN_SUBSIDIARY if holdings else Route.OWN
    return Route.SUBSIDIARY if holdings else Route.DIRECT


@dataclass(frozen=True)
class ExposedReport:
    """A report tied to a company: how closely, when, and what the company answered.

    ``sites`` are those of the report's places to which the company is tied: the only one,
    or of several those that a link names. A brand named in a report on five plants is not
    thereby tied to each of them. ``through_id`` is, for a tie to the group only, the company
    that is itself tied to the place.
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
    route: Route = Route.DIRECT
    through_id: int | None = None

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
    """All that stands behind a company; ``counted`` alone enters numbers and sentences.

    ``group_complete`` is false where the supplier group is too large to be looked through:
    then ``group_only`` is what lies within ``group_hops`` links.
    """

    counted: tuple[ExposedReport, ...]
    group_only: tuple[ExposedReport, ...]
    denied: tuple[ExposedReport, ...]
    context: tuple[ExposedReport, ...]
    places: tuple[Place, ...]
    group_complete: bool = True
    group_hops: int = 0

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
    exposures = session.scalars(select(Exposure).where(Exposure.company_id == company_id)).all()
    ways = ways_down(session, company_id)
    ties = group_ties(session, company_id, ways)
    through = ties.of(ties.strongest)
    read = Reading(session, company_id, {*through, *(e.report_id for e in exposures)})
    rows = read.close(exposures)
    group = read.group(through)
    counted = tuple(row for row in rows if row.counted)
    rest = [row for row in rows if not row.counted]
    with_claims = [row for row in (*rest, *group) if row.report.allegations]
    return Upstream(
        counted=counted,
        group_only=tuple(r for r in with_claims if r.reach is Reach.GROUP and not r.denied),
        denied=newest_first(r for r in with_claims if r.denied),
        context=tuple(row for row in rest if not row.report.allegations),
        places=tuple(read.places(counted)),
        group_complete=ways.complete and not ties.more,
        group_hops=ways.hops,
    )


def newest_first(rows: Iterable[ExposedReport]) -> tuple[ExposedReport, ...]:
    """Return rows with the newest report first."""
    return tuple(sorted(rows, key=lambda r: (r.report.from_date, r.report.slug), reverse=True))


class Reading:
    """What is read of some reports, for one company."""

    def __init__(
        self,
        session: Session,
        company_id: int,
        report_ids: Collection[int],
        answers: Iterable[ResponseRow] | None = None,
    ) -> None:
        self.session, self.company_id = session, company_id
        self.reports = report_rows(session, report_ids)
        self.answers: dict[int | None, list[ResponseRow]] = defaultdict(list)
        if answers is None:
            answers = response_rows(session, actor_id=company_id)
        for answer in answers:
            self.answers[answer.report_id].append(answer)

    @property
    def answered(self) -> set[int]:
        """Return the reports that the company answered; a recorded silence is no answer."""
        given = (answer for answers in self.answers.values() for answer in answers)
        return {
            answer.report_id
            for answer in given
            if answer.report_id and answer.stance is not ResponseStance.NO_RESPONSE
        }

    def close(self, exposures: Iterable[Exposure | ReadRow]) -> tuple[ExposedReport, ...]:
        """Return the reports with a row of the table."""
        known = [row for row in exposures if row.report_id in self.reports]
        sites = self._tied_sites({row.report_id for row in known})
        return newest_first(
            ExposedReport(
                report=self.reports[row.report_id],
                sites=sites[row.report_id],
                reach=row.reach,
                tiers=row.tiers,
                basis=row.basis,
                timing=row.timing,
                denied=row.denied,
                counted=row.counted,
                answers=tuple(self.answers[row.report_id]),
                route=route_of(row.tiers, row.holdings),
            )
            for row in known
        )

    def group(self, ties: Mapping[int, GroupTie]) -> tuple[ExposedReport, ...]:
        """Return the reports to which only a company of the group is tied."""
        return newest_first(
            ExposedReport(
                report=report,
                sites=report.sites,
                reach=Reach.GROUP,
                tiers=tie.tiers,
                basis=BASES[tie.rank] if tie.rank >= 0 else None,
                timing=tie.timing(happened(report)),
                denied=tie.way.denied,
                counted=False,
                answers=tuple(self.answers[report_id]),
                route=Route.GROUP,
                through_id=tie.through_id,
            )
            for report_id, tie in ties.items()
            if (report := self.reports.get(report_id)) is not None
        )

    def of_parents(self, parents: Mapping[int, int]) -> tuple[ExposedReport, ...]:
        """Return the reports to which only a parent is tied: a subsidiary answers for none."""
        return newest_first(
            ExposedReport(
                report=self.reports[report_id],
                sites=self.reports[report_id].sites,
                reach=Reach.GROUP,
                tiers=1,
                basis=None,
                timing=Timing.UNKNOWN,
                denied=False,
                counted=False,
                answers=tuple(self.answers[report_id]),
                route=Route.PARENT,
                through_id=parent,
            )
            for report_id, parent in parents.items()
            if report_id in self.reports
        )

    def places(self, counted: Sequence[ExposedReport]) -> list[Place]:
        """Group reports by their first facility; the place with most reports comes first."""
        by_site: dict[SiteReference | None, list[ExposedReport]] = defaultdict(list)
        for row in counted:
            by_site[row.sites[0] if row.sites else None].append(row)
        ordered = sorted(by_site.items(), key=_busiest)
        return self.places_at({site.id if site else None: rows for site, rows in ordered})

    def places_at(self, by_site: Mapping[int | None, Sequence[ExposedReport]]) -> list[Place]:
        """Return places with their reports, newest first, and the strongest chain to each."""
        events = {site: happened(rows[0].report) for site, rows in by_site.items() if site}
        chains = chains_to_sites(self.session, self.company_id, events)
        sites = {site.id: site for rows in by_site.values() for row in rows for site in row.sites}
        return [
            Place(sites[site_id], strongest(chains[site_id]), tuple(rows))
            if site_id
            else Place(None, None, tuple(rows))
            for site_id, rows in by_site.items()
        ]

    def _tied_sites(self, report_ids: Iterable[int]) -> dict[int, tuple[SiteReference, ...]]:
        reports = [self.reports[report_id] for report_id in report_ids]
        several = {site.id for report in reports if len(report.sites) > 1 for site in report.sites}
        tied = tied_sites(self.session, self.company_id, several)
        return {
            report.id: report.sites
            if len(report.sites) == 1
            else tuple(site for site in report.sites if site.id in tied)
            for report in reports
        }


def _busiest(item: tuple[SiteReference | None, list[ExposedReport]]) -> tuple[bool, int, str]:
    site, rows = item
    return (site is None, -len(rows), site.title if site else "")
