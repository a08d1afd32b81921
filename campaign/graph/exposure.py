"""By what a company is tied to a report: pure functions of facts and of a piece of the graph.

Only what ties a company to the very place counts as exposure and is kept in the table: it
runs or owns the place, it is named for it, or a link names the place. What leads to a
company of the same group only is found when somebody asks (``graph.group``).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from campaign.graph.network import BASES, MAX_HOPS, Network, Tie, TieKind, weakest
from campaign.graph.timing import WORST_FIRST, Period, timing_of, timing_of_chain
from campaign.models.vocabulary import Basis, Reach, Timing

REACHES = tuple(Reach)
# A link that names a place is told in two hops; so no tie is longer than a chain may be.
MOST_HOLDINGS = MAX_HOPS - 2
Strength = tuple[int, int, int, int, int, int]


class Found(NamedTuple):
    """One way in which a company is tied to a report; see ``models.Exposure``."""

    company_id: int
    reach: Reach
    tiers: int
    basis: Basis | None
    timing: Timing
    denied: bool = False
    holdings: int = 0
    site_id: int | None = None

    @property
    def strength(self) -> Strength:
        """Return a key that sorts the strongest first."""
        basis = -1 if self.basis is None else BASES.index(self.basis)
        timing = -WORST_FIRST.index(self.timing)
        reach = REACHES.index(self.reach)
        return (int(self.denied), reach, self.tiers, basis, self.holdings, timing)


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


class Tied(NamedTuple):
    """Companies that are tied in the same way: ``found`` is that of the first."""

    found: Found
    companies: Collection[int]


def exposures_of(facts: ReportFacts, network: Network) -> Iterator[Tied]:
    """Yield the companies tied to the very place of a report, each by its strongest tie.

    ``site_id`` is the first of the report's places to which any of its ties leads that is
    as little denied; None for a company that is only named, in a report on none or several.
    """
    tied = [*_named(facts), *_owners_of_named(facts, network), *_at_site(facts, network)]
    places = _first_places(tied, facts) if len(facts.sites) > 1 else {}
    known: set[int] = set()
    for found, companies in sorted(tied, key=lambda alike: alike.found.strength):
        others = set(companies) - known
        known |= others
        if len(facts.sites) <= 1:  # then all that have a place have the only one
            yield Tied(found, others)
            continue
        at: dict[int | None, list[int]] = defaultdict(list)
        for company in others:
            at[places.get((company, found.denied))].append(company)
        for site, some in at.items():
            yield Tied(found._replace(site_id=site), some)


def _first_places(tied: Iterable[Tied], facts: ReportFacts) -> dict[tuple[int, bool], int]:
    """Return the first of a report's places for each company, by denied ties and by others."""
    first: dict[tuple[int, bool], int] = {}
    at: dict[int, list[Tied]] = {site: [] for site in facts.sites}
    for alike in tied:
        if alike.found.site_id is not None:
            at[alike.found.site_id].append(alike)
    for site, alikes in at.items():
        for found, companies in alikes:
            for company in companies:
                first.setdefault((company, found.denied), site)
    return first


def _named(facts: ReportFacts) -> Iterator[Tied]:
    only = facts.sites[0] if len(facts.sites) == 1 else None
    for tiers, companies in ((0, facts.own), (1, facts.buyers)):
        for company in companies:
            found = Found(company, Reach.NAMED, tiers, None, Timing.AT_THE_TIME, site_id=only)
            yield Tied(found, (company,))


def _owners_of_named(facts: ReportFacts, network: Network) -> Iterator[Tied]:
    for found, _ in _named(facts):
        yield from _owners(found._replace(reach=Reach.SITE), facts, network)


def _at_site(facts: ReportFacts, network: Network) -> Iterator[Tied]:
    for site in facts.sites:
        for tie, companies in network.into(site):
            if tie.kind not in (TieKind.OPERATES, TieKind.SUPPLIES_FROM):
                continue
            tiers = 0 if tie.kind is TieKind.OPERATES else 1
            timing = timing_of(tie.period, facts.period)
            found = Found(0, Reach.SITE, tiers, tie.basis, timing, tie.denied, site_id=site)
            yield Tied(found, companies)
            for company in network.with_anyone_above(companies):
                yield from _owners(found._replace(company_id=company), facts, network)


def _owners(found: Found, facts: ReportFacts, network: Network) -> Iterator[Tied]:
    """Yield the parents that control a company: its ties are theirs. A stake is not control."""
    queue, seen = deque([found]), {found}
    while queue:
        held = queue.popleft()
        if held.holdings == MOST_HOLDINGS:
            continue
        for tie, parents in network.into(held.company_id):
            if tie.kind is not TieKind.OWNS or not tie.controls:
                continue
            for parent in parents:
                above = _beyond(held, parent, tie, facts)
                if above not in seen:
                    seen.add(above)
                    queue.append(above)
                    yield Tied(above, (parent,))


def _beyond(held: Found, company_id: int, tie: Tie, facts: ReportFacts) -> Found:
    """Return the tie of the parent of a tied company."""
    return held._replace(
        company_id=company_id,
        basis=weakest((held.basis, tie.basis)),
        timing=timing_of_chain((held.timing, timing_of(tie.period, facts.period))),
        denied=held.denied or tie.denied,
        holdings=held.holdings + 1,
    )
