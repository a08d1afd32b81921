"""Exposure by the plainest means: the whole database as one networkx graph, every chain tried.

Written without the code that it judges: what it shares are the words of the vocabulary and
the comparison of two periods, which has tests of its own.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import networkx as nx
from sqlalchemy import text
from sqlalchemy.orm import Session

from campaign.graph.timing import Period, timing_of

BASES = (
    *("buyer_list", "admitted", "court", "government", "company_filing"),
    *("customs", "academic", "ngo", "press"),
)
TIMINGS = ("ended_before", "began_after", "unknown", "at_the_time")
REACHES = ("named", "site")
MOST_HOLDINGS = 4
MOST_LINKS = 6
Row = tuple[Any, ...]


class Strand(NamedTuple):
    """One way from a company to the place of a report; compares as the stronger first."""

    denied: bool
    reach: int
    tiers: int
    basis: int
    holdings: int
    timing: int


class World:
    """All that stands in the published tables, as a graph."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.holdings = nx.MultiDiGraph()
        self.trade = nx.MultiDiGraph()
        self.at_sites: dict[int, list[tuple[int, int, int, bool, Period]]] = defaultdict(list)
        self._read_links()
        self._read_holdings()
        for facility, operator, begin, end in self._rows(
            "SELECT facility_id, operator_id, from_date, to_date FROM operation"
        ):
            self.at_sites[facility].append((operator, 0, -1, False, Period(begin, end)))
        self.reports = [self._report(*row) for row in self._live("report", "from_date, to_date")]

    def table(self) -> set[Row]:
        """Return what the exposure table shall hold."""
        return {row for report in self.reports for row in self._exposed(report)}

    def group(self, company: int, counted: dict[int, set[int]], close: set[int]) -> set[int]:
        """Return the reports to which only others of the company's group are tied."""
        found: set[int] = set()
        for _, first, tie in self.trade.edges([company], data=True):
            if tie["denied"]:
                continue
            open_trade = nx.subgraph_view(
                self.trade, filter_edge=lambda a, b, k: not self.trade.edges[a, b, k]["denied"]
            )
            near = nx.single_source_shortest_path_length(open_trade, first, MOST_LINKS - 1)
            for other in set(near) - {company}:
                found |= counted[other]
        return found - close

    def _exposed(self, report: dict[str, Any]) -> Iterator[Row]:
        strands: dict[int, list[tuple[Strand, int | None]]] = defaultdict(list)
        for company, strand, site in self._ties(report):
            strands[company].append((strand, site))
        for company, found in strands.items():
            best = min(strand for strand, _ in found)
            sites = {site for strand, site in found if strand.denied == best.denied} - {None}
            place = next((site for site in report["sites"] if site in sites), None)
            yield (
                company,
                report["id"],
                place,
                REACHES[best.reach],
                best.tiers,
                best.holdings,
                None if best.basis < 0 else BASES[best.basis],
                TIMINGS[-best.timing],
                best.denied or company in report["denying"],
                report["alleging"] and not best.denied,
            )

    def _ties(self, report: dict[str, Any]) -> Iterator[tuple[int, Strand, int | None]]:
        now = -TIMINGS.index("at_the_time")
        only = report["sites"][0] if len(report["sites"]) == 1 else None
        for company, tiers in report["named"]:
            yield company, Strand(False, 0, tiers, -1, 0, now), only
            start = Strand(False, 1, tiers, -1, 0, now)
            for parent, strand in self._parents(company, start, report["period"]):
                yield parent, strand, only
        for site in report["sites"]:
            for company, tiers, basis, denied, period in self.at_sites[site]:
                timing = -TIMINGS.index(timing_of(period, report["period"]))
                start = Strand(denied, 1, tiers, basis, 0, timing)
                yield company, start, site
                for parent, strand in self._parents(company, start, report["period"]):
                    yield parent, strand, site

    def _parents(self, company: int, start: Strand, period: Period) -> Iterator[tuple[int, Strand]]:
        if company not in self.holdings:
            return
        for parent in nx.ancestors(self.holdings, company):
            for path in nx.all_simple_edge_paths(
                self.holdings, parent, company, cutoff=MOST_HOLDINGS
            ):
                ties = [self.holdings.edges[edge] for edge in path]
                yield (
                    parent,
                    start._replace(
                        denied=start.denied or any(tie["denied"] for tie in ties),
                        basis=max(start.basis, *(tie["basis"] for tie in ties)),
                        holdings=len(ties),
                        timing=max(
                            start.timing,
                            *(-TIMINGS.index(timing_of(tie["period"], period)) for tie in ties),
                        ),
                    ),
                )

    def _read_links(self) -> None:
        columns = (
            "buyer_id, supplier_id, facility_id, from_date, to_date, as_of, link_status, basis"
        )
        for link, buyer, supplier, facility, *dates, status, basis in self._live(
            "supply_link", columns
        ):
            denied = status == "denied"
            self.trade.add_edge(buyer, supplier, key=link, denied=denied)
            if facility is not None:
                tie = (buyer, 1, BASES.index(basis), denied, Period(*dates))
                self.at_sites[facility].append(tie)

    def _read_holdings(self) -> None:
        columns = "parent_id, subsidiary_id, from_date, to_date, as_of, link_status, basis"
        for own, parent, child, *dates, status, basis, kind in self._live(
            "ownership", f"{columns}, ownership_type"
        ):
            denied = status == "denied"
            self.trade.add_edge(parent, child, key=own, denied=denied)
            if kind == "subsidiary":
                values = {"period": Period(*dates), "basis": BASES.index(basis), "denied": denied}
                self.holdings.add_edge(parent, child, key=own, **values)

    def _report(self, report: int, begin: str, end: str | None) -> dict[str, Any]:
        sites = self._rows(
            f"SELECT facility_id FROM report_site WHERE report_id = {report} ORDER BY position"
        )
        named = self._rows(
            "SELECT actor_id, CASE role WHEN 'buyer' THEN 1 ELSE 0 END FROM party"
            f" JOIN company ON company.id = actor_id WHERE report_id = {report}"
            " AND role IN ('buyer', 'operator', 'parent', 'labour_agency', 'contractor')"
        )
        denying = self._rows(f"SELECT actor_id FROM denial WHERE record_id = {report}")
        alleged = self._rows(f"SELECT count(*) FROM allegation WHERE report_id = {report}")
        return {
            "id": report,
            "period": Period(begin, end or begin),
            "sites": [site for (site,) in sites],
            "named": list(named),
            "denying": {actor for (actor,) in denying},
            "alleging": alleged[0][0] > 0,
        }

    def _live(self, table: str, columns: str) -> list[Row]:
        return self._rows(
            f"SELECT record.id, {columns} FROM {table} JOIN record ON record.id = {table}.id"
            " WHERE retracted_at IS NULL"
        )

    def _rows(self, sql: str) -> list[Row]:
        return [tuple(row) for row in self._session.execute(text(sql))]
