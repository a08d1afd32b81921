"""Which reports lie upstream of which companies, and by how close a tie.

The table is computed, never edited: ``exposures_of`` is a pure function of a report's own
facts and of the graph on the buying side of its sites.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import le

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, selectinload

from campaign.graph.network import FURTHEST, MAX_HOPS, Network, Tie, TieKind, read_neighbourhood
from campaign.graph.timing import WORST_FIRST, Period, timing_of, timing_of_chain
from campaign.models import Company, Exposure, Record, Report
from campaign.models.vocabulary import Basis, Kind, PartyRole, Reach, Timing
from campaign.search.regrouping import UNMOVED, Moved

REACHES = tuple(Reach)
BASES = tuple(Basis)
OWN_ROLES = (
    PartyRole.OPERATOR,
    PartyRole.PARENT,
    PartyRole.LABOUR_AGENCY,
    PartyRole.CONTRACTOR,
)
MAKES_A_DIFFERENCE = (Kind.REPORT, Kind.SUPPLY_LINK, Kind.OWNERSHIP, Kind.FACILITY, Kind.COMPANY)


@dataclass(frozen=True)
class Found:
    """One way in which a company is tied to a report; see ``models.Exposure``.

    ``hops`` counts edges from the site, or from the company that the report names.
    """

    company_id: int
    reach: Reach
    tiers: int
    basis: Basis | None
    timing: Timing
    denied: bool = False
    hops: int = 0

    @property
    def strength(self) -> tuple[int, int, int, int, int]:
        """Return a key that sorts the strongest first."""
        basis = -1 if self.basis is None else BASES.index(self.basis)
        timing = -WORST_FIRST.index(self.timing)
        return (int(self.denied), REACHES.index(self.reach), self.tiers, basis, timing)


@dataclass(frozen=True)
class ReportFacts:
    """What exposure needs of a report: sites, companies named by role, and the period."""

    report_id: int
    sites: tuple[int, ...]
    own: frozenset[int]
    buyers: frozenset[int]
    denying: frozenset[int]
    period: Period
    has_allegations: bool


def exposures_of(facts: ReportFacts, network: Network) -> list[Found]:
    """Return each company tied to a report, by its strongest tie.

    A group is not a site: a link that names only the company which runs or owns the place
    gives reach *group*, and so does every hop further out.
    """
    close = [*_own(facts, network), *_named(facts), *_at_site(facts, network)]
    strongest: dict[int, Found] = {}
    for found in (*close, *_through_group(close, facts, network)):
        known = strongest.get(found.company_id)
        if known is None or found.strength < known.strength:
            strongest[found.company_id] = found
    return list(strongest.values())


def _named(facts: ReportFacts) -> Iterator[Found]:
    for tiers, companies in ((0, facts.own), (1, facts.buyers)):
        for company in companies:
            yield Found(company, Reach.NAMED, tiers, None, Timing.AT_THE_TIME)


def _own(facts: ReportFacts, network: Network) -> Iterator[Found]:
    for site in facts.sites:
        for operator, tie in network.into(site):
            if tie.kind is TieKind.OPERATES:
                timing = timing_of(tie.period, facts.period)
                run = Found(operator, Reach.SITE, 0, None, timing, hops=1)
                yield run
                yield from _owners(run, facts, network)
    for company in facts.own:
        yield from _owners(Found(company, Reach.SITE, 0, None, Timing.AT_THE_TIME), facts, network)


def _at_site(facts: ReportFacts, network: Network) -> Iterator[Found]:
    for site in facts.sites:
        for buyer, tie in network.into(site):
            if tie.kind is TieKind.SUPPLIES_FROM:
                timing = timing_of(tie.period, facts.period)
                bought = Found(buyer, Reach.SITE, 1, tie.basis, timing, tie.denied, hops=1)
                yield bought
                yield from _owners(bought, facts, network)
    for company in facts.buyers:
        yield from _owners(Found(company, Reach.SITE, 1, None, Timing.AT_THE_TIME), facts, network)


def _owners(found: Found, facts: ReportFacts, network: Network) -> Iterator[Found]:
    """Yield the parents that control a company: its ties are theirs. A stake is not control."""
    queue, seen = deque([found]), {found}
    while queue:
        held = queue.popleft()
        for parent, tie in network.into(held.company_id):
            if tie.kind is not TieKind.OWNS or not tie.controls:
                continue
            above = _beyond(held, parent, tie, facts)
            if above.hops <= FURTHEST and above not in seen:
                seen.add(above)
                queue.append(above)
                yield above


def _through_group(close: Iterable[Found], facts: ReportFacts, network: Network) -> Iterator[Found]:
    """Yield who buys from, or holds, the companies already tied: reach *group*, tier by tier."""
    starts = (replace(found, reach=Reach.GROUP) for found in close if not found.denied)
    kept = _Kept()
    queue = deque(found for found in starts if kept.adds(found))
    while queue:
        held = queue.popleft()
        for buyer, tie in network.into(held.company_id):
            if tie.kind not in (TieKind.SUPPLIES, TieKind.OWNS):
                continue
            above = _beyond(held, buyer, tie, facts)
            if above.tiers > MAX_HOPS or above.hops > FURTHEST or not kept.adds(above):
                continue
            yield above
            if not above.denied:
                queue.append(above)


class _Kept:
    """The ties found so far of each company, without those that another outdoes in all ways."""

    def __init__(self) -> None:
        self._by_company: dict[int, list[tuple[int, ...]]] = defaultdict(list)

    def adds(self, found: Found) -> bool:
        """Keep a tie, and say whether it adds anything to those that are kept."""
        kept, new = self._by_company[found.company_id], (*found.strength, found.hops)
        if any(all(map(le, old, new)) for old in kept):
            return False
        kept.append(new)
        return True


def _beyond(held: Found, company_id: int, tie: Tie, facts: ReportFacts) -> Found:
    """Return the tie of whoever stands behind a tied company, one edge further out."""
    return replace(
        held,
        company_id=company_id,
        tiers=held.tiers + int(tie.kind is TieKind.SUPPLIES),
        basis=weakest((held.basis, tie.basis)),
        timing=timing_of_chain((held.timing, timing_of(tie.period, facts.period))),
        denied=held.denied or tie.denied,
        hops=held.hops + 1,
    )


def weakest(bases: Iterable[Basis | None]) -> Basis | None:
    """Return the weakest of some bases; those without one (named, operated) do not count."""
    known = [basis for basis in bases if basis is not None]
    return max(known, key=BASES.index, default=None)


def refresh_exposure(session: Session, records: Iterable[Record]) -> Moved:
    """Bring the exposure table up to date after some records changed; return what moved.

    Reports change their own rows only; a link, an ownership or a facility may move any.
    """
    changed = [record for record in records if record.kind in MAKES_A_DIFFERENCE]
    if changed and all(record.kind is Kind.REPORT for record in changed):
        return rebuild_exposure(session, [record.id for record in changed])
    if any(record.kind is not Kind.COMPANY for record in changed):
        return rebuild_exposure(session)
    return UNMOVED


def rebuild_exposure(session: Session, report_ids: Sequence[int] | None = None) -> Moved:
    """Compute the rows of these reports (of all, when none are given) and put them in place.

    Returns the reports and companies between which something counts now and did not
    before, or the other way round.
    """
    session.flush()
    gone, counted = delete(Exposure), select(Exposure.report_id, Exposure.company_id)
    counted = counted.where(Exposure.counted)
    if report_ids is not None:
        gone = gone.where(Exposure.report_id.in_(report_ids))
        counted = counted.where(Exposure.report_id.in_(report_ids))
    before = {(row[0], row[1]) for row in session.execute(counted)}
    session.execute(gone)
    rows = list(exposure_rows(session, report_ids))
    if rows:
        session.execute(insert(Exposure), rows)
    moved = before.symmetric_difference(tuple(row) for row in session.execute(counted))
    return Moved(frozenset(report for report, _ in moved), frozenset(c for _, c in moved))


def exposure_rows(
    session: Session, report_ids: Sequence[int] | None = None
) -> Iterator[dict[str, object]]:
    """Yield what the exposure table should hold, computed from the records."""
    reports = list(_read_facts(session, report_ids))
    nodes = {node for facts in reports for node in (*facts.sites, *facts.own, *facts.buyers)}
    network = read_neighbourhood(session, nodes, named=False)
    for facts in reports:
        for found in exposures_of(facts, network):
            denied = found.denied or found.company_id in facts.denying
            counted = facts.has_allegations and found.reach is not Reach.GROUP and not found.denied
            yield {
                "report_id": facts.report_id,
                "company_id": found.company_id,
                "reach": found.reach,
                "tiers": found.tiers,
                "basis": found.basis,
                "timing": found.timing,
                "denied": denied,
                "counted": counted,
            }


def _read_facts(session: Session, report_ids: Sequence[int] | None) -> Iterator[ReportFacts]:
    query = (
        select(Report)
        .where(Report.retracted_at.is_(None))
        .options(
            selectinload(Report.sites),
            selectinload(Report.parties),
            selectinload(Report.allegations),
            selectinload(Report.denials),
        )
        .execution_options(populate_existing=True)
    )
    if report_ids is not None:
        query = query.where(Report.id.in_(report_ids))
    companies = set(session.scalars(select(Company.id)))
    for report in session.scalars(query):
        named = [(p.role, p.actor_id) for p in report.parties if p.actor_id in companies]
        yield ReportFacts(
            report_id=report.id,
            sites=tuple(site.facility_id for site in report.sites),
            own=frozenset(i for role, i in named if role in OWN_ROLES and i is not None),
            buyers=frozenset(i for role, i in named if role is PartyRole.BUYER and i is not None),
            denying=frozenset(d.actor_id for d in report.denials if d.actor_id is not None),
            period=Period(report.from_date, report.to_date or report.from_date),
            has_allegations=bool(report.allegations),
        )


def exposure_differences(session: Session) -> Iterator[str]:
    """Yield what differs between the exposure table and a full recomputation."""
    columns = ("company_id", "report_id", "reach", "tiers", "basis", "timing", "denied", "counted")
    there = {
        tuple(getattr(row, column) for column in columns)
        for row in session.scalars(select(Exposure))
    }
    wanted = {tuple(row[column] for column in columns) for row in exposure_rows(session)}
    for row in sorted(there - wanted, key=str):
        yield f"stands but should not: {row}"
    for row in sorted(wanted - there, key=str):
        yield f"is missing: {row}"
