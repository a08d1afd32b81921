"""Keeping the exposure table: narrowly after a change, wholly in one stream, and checked.

A row belongs to a company and a report. A change of a report concerns the rows of that
report; one of a link or of who runs a place, those of its buyer or operator, and of who
controls it, with the reports on that place; one of a holding, all rows of the parent and of
who controls it. Those rows are computed anew, from what the tables say now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from sqlalchemy import delete, func, select, text, union
from sqlalchemy.orm import Session

from campaign.db import hold_more_pages
from campaign.graph.bonds import read_bonds
from campaign.graph.edges import (
    Edge,
    Side,
    read_edges_between,
    read_holdings,
)
from campaign.graph.exposure import Found, ReportFacts, exposures_of
from campaign.graph.facts import read_facts
from campaign.graph.network import BASES, Bond, Network
from campaign.graph.rows import (
    Change,
    Row,
    add_rows,
    in_words,
    kept_rows,
    replace_rows,
    take_out,
)
from campaign.graph.statements import holding, link
from campaign.models import Exposure, Operation, Party, Record, Report, ReportSite
from campaign.models.vocabulary import Kind, Reach, Timing
from campaign.search.batch import Batch, batches
from campaign.search.regrouping import Moved

A_FEW = 500  # reports whose rows are computed together, when all are
A_FEW_ROWS = 5_000  # written together
REACHES, TIMINGS = tuple(Reach), tuple(Timing)
Progress = Callable[[int, int], None]


@dataclass
class Touched:
    """Whose rows a change can move.

    Attributes:
        reports: by their ids.
        sites: the facilities of those reports.
        places: pairs of a buyer or operator and a facility.
        companies: all whose rows may be others.
    """

    reports: set[int] = field(default_factory=set)
    sites: set[int] = field(default_factory=set)
    places: set[tuple[int, int]] = field(default_factory=set)
    companies: set[int] = field(default_factory=set)

    def __or__(self, other: Touched) -> Touched:
        return Touched(
            self.reports | other.reports,
            self.sites | other.sites,
            self.places | other.places,
            self.companies | other.companies,
        )


def read_touched(session: Session, records: Iterable[Record]) -> Touched:
    """Return what some records touch as the tables stand; ask before a change and after it."""
    session.flush()
    ids: dict[Kind, list[int]] = {kind: [] for kind in Kind}
    for each in records:
        if each.id is not None:
            ids[each.kind].append(each.id)
    touched = Touched(reports=set(ids[Kind.REPORT]))
    for batch in batches(session, touched.reports):
        sites = select(ReportSite.facility_id).where(batch.holds(ReportSite.report_id))
        touched.sites |= set(session.scalars(sites))
    for batch in batches(session, ids[Kind.SUPPLY_LINK]):
        query = select(link.buyer_id, link.facility_id)
        query = query.where(batch.holds(link.id), link.facility_id.is_not(None))
        touched.places |= {(row[0], row[1]) for row in session.execute(query)}
    for batch in batches(session, ids[Kind.FACILITY]):
        runs = select(Operation.operator_id, Operation.facility_id)
        runs = runs.where(batch.holds(Operation.facility_id))
        touched.places |= {(row[0], row[1]) for row in session.execute(runs)}
    for batch in batches(session, ids[Kind.OWNERSHIP]):
        parents = select(holding.parent_id).where(batch.holds(holding.id))
        touched.companies |= set(session.scalars(parents))
    return touched


def refresh_exposure(session: Session, touched: Touched) -> Moved:
    """Bring the rows up to date that a change can move; the records are changed already.

    Returns whose rows were computed, before or now.
    """
    session.flush()
    change = Change(reports=set(touched.reports))
    _refresh_reports(session, touched.reports, change)
    _refresh_companies(session, touched.companies, change)
    _refresh_places(session, touched, change)
    weights = change.weights
    shifted = weights if all(weights.values()) else {c: by for c, by in weights.items() if by}
    return Moved(change.reports, weights.keys(), touched.sites, shifted)


def rebuild_exposure(session: Session, progress: Progress = lambda _done, _all: None) -> None:
    """Compute the whole table anew, some reports at a time; memory does not follow its size."""
    session.flush()
    hold_more_pages(session)
    session.execute(delete(Exposure))
    total, done = _number_of_reports(session), 0
    for ids in _all_reports(session):
        for some in _some_at_a_time(_rows_of_reports(session, ids)):
            add_rows(session, some)
        done += len(ids)
        progress(done, total)
    session.execute(text("ANALYZE exposure"))  # or a database plans as for the empty table


def exposure_differences(
    session: Session, progress: Progress = lambda _done, _all: None
) -> Iterator[str]:
    """Yield what differs between the exposure table and a full recomputation."""
    session.flush()
    total, done = _number_of_reports(session), 0
    for ids in _all_reports(session):
        wanted = set(_rows_of_reports(session, ids))
        there = set(kept_rows(session, ids))
        for row in sorted(there - wanted, key=str):
            yield f"stands but should not: {in_words(row)}"
        for row in sorted(wanted - there, key=str):
            yield f"is missing: {in_words(row)}"
        done += len(ids)
        progress(done, total)


def _refresh_reports(session: Session, report_ids: Collection[int], change: Change) -> None:
    """Compute all rows of some reports."""
    for batch in batches(session, report_ids):
        rows = list(_rows_of_reports(session, batch.ids))
        if rows:
            replace_rows(session, (batch.holds(Exposure.report_id),), rows, change)
        else:
            take_out(session, batch, change)


def _refresh_companies(session: Session, touched: Collection[int], change: Change) -> None:
    """Compute all rows of some companies and of those that control them."""
    if not touched:
        return
    companies = _controlling(session, touched)
    group = _Group(session, companies)
    rows = group.rows(group.reports())
    theirs = Batch(session, sorted(companies)).holds(Exposure.company_id)
    replace_rows(session, (theirs,), rows, change)


def _refresh_places(session: Session, touched: Touched, change: Change) -> None:
    """Compute the rows of buyers and operators, and who controls them, for some places."""
    if not touched.places:
        return
    companies = _controlling(session, {company for company, _ in touched.places})
    sites = Batch(session, sorted({site for _, site in touched.places}))
    at_sites = select(ReportSite.report_id).where(sites.holds(ReportSite.facility_id))
    reports = set(session.scalars(at_sites)) - touched.reports
    rows = _Group(session, companies).rows(reports)
    ours = Batch(session, sorted(companies)).holds(Exposure.company_id)
    theirs = Batch(session, sorted(reports)).holds(Exposure.report_id)
    replace_rows(session, (ours, theirs), rows, change)


def _controlling(session: Session, companies: Collection[int]) -> set[int]:
    holdings = read_holdings(session, companies, Side.BUYING)
    return {*companies, *(edge.buying for edge in holdings)}


class _Group:
    """Some companies with all that they control, and nobody else."""

    def __init__(self, session: Session, companies: Collection[int]) -> None:
        self.session = session
        self.wanted = set(companies)
        self.holdings = read_holdings(session, companies, Side.MAKING)
        self.members = {*companies, *(edge.making for edge in self.holdings)}

    def reports(self) -> set[int]:
        """Return the reports that name a member, or are about a place that a link ties to one."""
        holds = Batch(self.session, sorted(self.members)).holds
        sites = union(
            select(link.facility_id).where(holds(link.buyer_id), link.facility_id.is_not(None)),
            select(Operation.facility_id).where(holds(Operation.operator_id)),
        )
        found = union(
            select(ReportSite.report_id).where(ReportSite.facility_id.in_(sites)),
            select(Party.report_id).where(holds(Party.actor_id)),
        )
        return set(self.session.scalars(found))

    def rows(self, report_ids: Collection[int]) -> Iterator[Row]:
        """Yield the rows of the companies for some reports."""
        for ids in _in_chunks(sorted(report_ids)):
            reports = [self._ours(facts) for facts in read_facts(self.session, ids)]
            sites = {site for facts in reports for site in facts.sites}
            edges = [*self.holdings, *read_edges_between(self.session, self.members, sites)]
            network = Network(_bonds(edges))
            for facts in reports:
                for row in _rows(facts, network):
                    if row[0] in self.wanted:
                        yield row

    def _ours(self, facts: ReportFacts) -> ReportFacts:
        return replace(facts, own=facts.own & self.members, buyers=facts.buyers & self.members)


def _rows_of_reports(session: Session, report_ids: Collection[int]) -> Iterator[Row]:
    reports = list(read_facts(session, report_ids))
    network = _network_around(session, reports)
    for facts in reports:
        yield from _rows(facts, network)


def _network_around(session: Session, reports: Iterable[ReportFacts]) -> Network:
    """Read who is tied to the places of some reports, and who controls these and the named."""
    sites = {site for facts in reports for site in facts.sites}
    bonds = read_bonds(session, sites)
    companies = {
        *(company for bond in bonds for company in bond.sources),
        *(company for facts in reports for company in (*facts.own, *facts.buyers)),
    }
    return Network([*bonds, *_bonds(read_holdings(session, companies, Side.BUYING))])


def _bonds(edges: Iterable[Edge]) -> Iterator[Bond]:
    return (Bond((edge.buying,), edge.making, edge.bond()) for edge in edges)


def _rows(facts: ReportFacts, network: Network) -> Iterator[Row]:
    for found, companies in exposures_of(facts, network):
        said, counted = _said(found), facts.has_allegations and not found.denied
        for company in companies:
            denied = found.denied or company in facts.denying
            yield company, facts.report_id, *said, denied, counted


def _said(found: Found) -> tuple[int | None, ...]:
    """Return what a row says of a tie, words as their places; see ``models.Exposure``."""
    basis = None if found.basis is None else BASES.index(found.basis)
    timing = TIMINGS.index(found.timing)
    return found.site_id, REACHES.index(found.reach), found.tiers, found.holdings, basis, timing


def _number_of_reports(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Report.__table__)) or 0


def _all_reports(session: Session) -> Iterator[Sequence[int]]:
    """Yield the ids of all reports, retracted ones too, a few at a time."""
    column = Report.__table__.c.id
    last = 0
    while ids := session.scalars(
        select(column).where(column > last).order_by(column).limit(A_FEW)
    ).all():
        yield ids
        last = ids[-1]


def _some_at_a_time(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Yield rows some at a time: a single place can have a hundred thousand buyers."""
    while some := list(islice(rows, A_FEW_ROWS)):
        yield some


def _in_chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), A_FEW):
        yield ids[start : start + A_FEW]
