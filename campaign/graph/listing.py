"""The exposure of a company as counts and one page of places: what a large brand needs.

``brand.what_stands_behind`` gives all of it at once, for a fact sheet or an export.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import Session

from campaign.graph.brand import ExposedReport, Place, Reading, Route, route_of
from campaign.graph.group import group_ties, parent_ties, ways_down
from campaign.graph.place import tied_sites
from campaign.graph.rows import ReadRow
from campaign.graph.sites import further_sites
from campaign.models import Allegation, Exposure, Record, Report, ReportSite
from campaign.models.vocabulary import Certainty, Timing
from campaign.queries.lists import any_of
from campaign.search.batch import batches

PLACES_ON_A_PAGE = 20
REPORTS_OF_A_PLACE = 10
OUTSIDE = (Timing.ENDED_BEFORE, Timing.BEGAN_AFTER)


@dataclass(frozen=True)
class ExposureCounts:
    """How many reports are tied to a company; only ``counted`` ones enter the other numbers.

    Attributes:
        counted: reports that count.
        placed: those with a place that the company is tied to.
        facilities: these places.
        by_route: by the way that leads to the place.
        by_certainty: by status.
        by_timing: by whether the tie held at the time.
        disputed: those that somebody disputes.
        answered: those that the company answered.
        denied: reports tied by a denied link only; they do not count.
        context: reports that allege nothing; they do not count.
        years: the first and the last.
    """

    counted: int = 0
    placed: int = 0
    facilities: int = 0
    by_route: Mapping[Route, int] = field(default_factory=dict)
    by_certainty: Mapping[Certainty, int] = field(default_factory=dict)
    by_timing: Mapping[Timing, int] = field(default_factory=dict)
    disputed: int = 0
    answered: int = 0
    denied: int = 0
    context: int = 0
    years: tuple[str, str] | None = None

    @property
    def outside_its_time(self) -> int:
        """Count the reports whose tie certainly ended before, or began after."""
        return sum(self.by_timing.get(timing, 0) for timing in OUTSIDE)


class ReportReference(NamedTuple):
    """A report by its title."""

    slug: str
    title: str


@dataclass(frozen=True)
class PlaceOnPage:
    """A place of a page: its newest reports, and how many there are in all.

    ``elsewhere`` are counted reports about this and other places, listed under another or none.
    """

    place: Place
    found: int
    elsewhere: tuple[ReportReference, ...] = ()

    @property
    def about(self) -> int:
        """Return how many counted reports there are about the place, wherever listed."""
        return self.found + len(self.elsewhere)


@dataclass(frozen=True)
class ExposurePage:
    """Counts of all, and the places of one page; the one with most reports comes first."""

    counts: ExposureCounts
    places: tuple[PlaceOnPage, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class GroupPage:
    """Reports at other places of the same supplier group, or of a parent's suppliers.

    Never counted. ``complete`` is false where the group is too large to be looked through:
    then ``found`` is what lies within ``hops`` links, read “at least”.
    """

    reports: tuple[ExposedReport, ...]
    found: int
    complete: bool
    hops: int
    page: int
    pages: int


def exposure_page(
    session: Session, company_id: int, *, page: int = 1, per_page: int = PLACES_ON_A_PAGE
) -> ExposurePage:
    """Return the counts of a company's exposure and one page of its places.

    Args:
        session: only read.
        company_id: the company.
        page: from 1; beyond the last it is empty.
        per_page: places on a page; of each the ``REPORTS_OF_A_PLACE`` newest reports.
    """
    rows = _rows(session, company_id)
    by_place: dict[int | None, list[ReadRow]] = defaultdict(list)
    for row in rows:
        if row.counted:
            by_place[row.facility_id].append(row)
    order = sorted(by_place, key=lambda site: (site is None, -len(by_place[site]), site or 0))
    chosen = order[(page - 1) * per_page : page * per_page]
    shown = {site: _newest(by_place[site])[:REPORTS_OF_A_PLACE] for site in chosen}
    reading = Reading(session, company_id, [r.report_id for found in shown.values() for r in found])
    places = _places(reading, shown)
    elsewhere = _listed_elsewhere(session, company_id, [site for site in chosen if site])
    on_page = [(place, place.site.id if place.site else None) for place in places]
    return ExposurePage(
        counts=_counts(session, company_id, rows, reading.answered),
        places=tuple(
            PlaceOnPage(place, len(by_place[site]), tuple(elsewhere.get(site, ())))
            for place, site in on_page
        ),
        page=page,
        pages=max(1, -(-len(order) // per_page)),
    )


def group_page(
    session: Session, company_id: int, *, page: int = 1, per_page: int = PLACES_ON_A_PAGE
) -> GroupPage:
    """Return one page of the reports to which only others of the supplier group are tied.

    Fewest tiers and firmest basis first; last, those of a parent's suppliers and places.
    """
    ways = ways_down(session, company_id)
    gathered = group_ties(session, company_id, ways)
    through = gathered.strongest
    parents = {r: p for r, p in parent_ties(session, company_id).items() if r not in through}
    order = [*gathered.in_order, *sorted(parents)]
    chosen = order[(page - 1) * per_page : page * per_page]
    reading = Reading(session, company_id, chosen)
    rows = {
        row.report.id: row
        for row in (
            *reading.group(gathered.of(r for r in chosen if r in through)),
            *reading.of_parents({r: parents[r] for r in chosen if r in parents}),
        )
    }
    return GroupPage(
        reports=tuple(rows[report] for report in chosen if report in rows),
        found=len(order),
        complete=ways.complete and not gathered.more,
        hops=ways.hops,
        page=page,
        pages=max(1, -(-len(order) // per_page)),
    )


def _rows(session: Session, company_id: int) -> list[ReadRow]:
    """Read what the counts need of each report; the report's own texts are left alone."""
    report = Report.__table__.c
    query = (
        select(
            Exposure.report_id,
            Exposure.facility_id,
            Exposure.reach,
            Exposure.tiers,
            Exposure.holdings,
            Exposure.basis,
            Exposure.timing,
            Exposure.denied,
            Exposure.counted,
            type_coerce(report.certainty, Text),
            report.disputed,
            report.from_date,
            report.to_date,
        )
        .join(Report.__table__, report.id == Exposure.report_id)
        .where(Exposure.company_id == company_id)
    )
    return [ReadRow._make(row) for row in session.execute(query)]


def _counts(
    session: Session, company_id: int, rows: Sequence[ReadRow], answered: Set[int]
) -> ExposureCounts:
    counted = [row for row in rows if row.counted]
    alleging = _alleging(session, [row.report_id for row in rows if not row.counted])
    further: set[int | None] = {*further_sites(session, company_id)}
    routes = Counter(route_of(row.tiers, row.holdings) for row in counted)
    certainties = Counter(Certainty(row.certainty) for row in counted)
    denied = sum(row.denied and row.report_id in alleging for row in rows if not row.counted)
    return ExposureCounts(
        counted=len(counted),
        placed=sum(row.facility_id is not None for row in counted),
        facilities=len({row.facility_id for row in counted} - {None} | further),
        by_route={route: routes[route] for route in Route if routes[route]},
        by_certainty={word: certainties[word] for word in Certainty if certainties[word]},
        by_timing=Counter(row.timing for row in counted),
        disputed=sum(row.disputed for row in counted),
        answered=sum(row.report_id in answered for row in counted),
        denied=denied,
        context=sum(not row.counted and row.report_id not in alleging for row in rows),
        years=_years(counted),
    )


def _years(rows: Sequence[ReadRow]) -> tuple[str, str] | None:
    if not rows:
        return None
    last = max((row.to_date or row.from_date)[:4] for row in rows)
    return min(row.from_date[:4] for row in rows), last


def _alleging(session: Session, report_ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for batch in batches(session, report_ids):
        query = select(Allegation.report_id).where(batch.holds(Allegation.report_id))
        found |= set(session.scalars(query.distinct()))
    return found


def _listed_elsewhere(
    session: Session, company_id: int, sites: Sequence[int]
) -> Mapping[int | None, list[ReportReference]]:
    """Return, by place, the counted reports about it that are listed under another, or none."""
    record = Record.__table__.c
    query = (
        select(ReportSite.facility_id, record.slug, record.title)
        .join(Exposure, Exposure.report_id == ReportSite.report_id)
        .join(Record.__table__, record.id == ReportSite.report_id)
        .where(Exposure.company_id == company_id, Exposure.counted)
        .where(any_of(ReportSite.facility_id, sites))
        .where(Exposure.facility_id.is_distinct_from(ReportSite.facility_id))
        .order_by(record.title, record.id)
    )
    found: dict[int, list[ReportReference]] = defaultdict(list)
    for site, slug, title in session.execute(query):
        found[site].append(ReportReference(slug, title))
    tied = tied_sites(session, company_id, found.keys())
    return {site: found[site] for site in tied}


def _newest(rows: Iterable[ReadRow]) -> list[ReadRow]:
    return sorted(rows, key=lambda row: (row.from_date, row.report_id), reverse=True)


def _places(reading: Reading, shown: Mapping[int | None, Sequence[ReadRow]]) -> list[Place]:
    placed = {row.report_id: site for site, rows in shown.items() for row in rows}
    by_site: dict[int | None, list[ExposedReport]] = {site: [] for site in shown}
    for report in reading.close(row for rows in shown.values() for row in rows):
        by_site[placed[report.report.id]].append(report)
    return reading.places_at(by_site)
