"""What the timelines of companies and facilities show: ties and reports with their dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from campaign.graph.listing import PlaceOnPage
from campaign.graph.network import TieKind
from campaign.graph.timing import Period
from campaign.models import Facility, SupplyLink
from campaign.models.vocabulary import LinkStatus
from campaign.queries.links import LinksHere
from campaign.queries.reports import ReportRow
from campaign.queries.words import plural
from campaign.web.addresses import url_for_connection, url_for_page
from campaign.web.public.timeline import Entry, Timeline, draw_timeline

MOST_PLACES = 12  # rows on a company's page, those with most reports first


def company_timeline(places: Iterable[PlaceOnPage]) -> Timeline | None:
    """Return a row for each place: how long the tie is documented, and when reports fall."""
    entries = [_of_place(found) for found in places if found.place.site]
    return draw_timeline(entries, MOST_PLACES)


def facility_timeline(
    facility: Facility, reports: Iterable[ReportRow], links: LinksHere
) -> Timeline | None:
    """Return rows of who ran a place, who bought there, and what was reported."""
    rows = [*_operators(facility), *_links(links.newest), *_reports(reports)]
    timeline = draw_timeline(rows)
    unread = links.found - len(links.newest)
    return timeline and replace(timeline, left_out=timeline.left_out + unread)


def _of_place(found: PlaceOnPage) -> Entry:
    place = found.place
    assert place.site is not None
    first = place.chain.hops[0].tie if place.chain else None
    is_link = first is not None and first.kind is not TieKind.NAMED
    return Entry(
        place.site.title,
        f"#place-{place.site.slug}",
        ties=(first.period,) if first is not None and is_link else (),
        events=tuple(when(row.report) for row in place.reports),
        note=_number_of_reports(found),
    )


def _number_of_reports(found: PlaceOnPage) -> str:
    """Say how many reports there are about a place, and of how many the dates are shown."""
    shown, told = len(found.place.reports), plural(found.about, "report")
    return told if shown == found.about else f"{told}, {shown} of them here"


def _operators(facility: Facility) -> Iterator[Entry]:
    for run in facility.operations:
        yield Entry(
            run.operator.title,
            url_for_page(run.operator.kind, run.operator.slug),
            ties=(Period(run.from_date, run.to_date),),
            note="runs or ran it",
        )


def _links(links: Sequence[SupplyLink]) -> Iterator[Entry]:
    for link in links:
        yield Entry(
            link.buyer.title,
            url_for_connection(link.buyer.slug, link.facility.slug if link.facility else ""),
            ties=(Period(link.from_date, link.to_date, link.as_of),),
            denied=link.link_status is LinkStatus.DENIED,
            note="denied as buyer" if link.link_status is LinkStatus.DENIED else "buys",
        )


def _reports(reports: Iterable[ReportRow]) -> Iterator[Entry]:
    for report in reports:
        yield Entry(report.title, url_for_page("report", report.slug), events=(when(report),))


def when(report: ReportRow) -> Period:
    """Return when the events of a report happened."""
    return Period(report.from_date, report.to_date or report.from_date)
