"""What counts for a company, in numbers, without reading each report: there may be thousands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from campaign.graph.place import tied_sites
from campaign.models import Allegation, Exposure, Record, Report, ReportSite
from campaign.models.report import A_SECOND
from campaign.models.vocabulary import Certainty, Timing
from campaign.queries.lists import any_of
from campaign.search.batch import batches

OUT_OF_TIME = (Timing.ENDED_BEFORE, Timing.BEGAN_AFTER)
# As the index has it, so that the few reports about several places are found there.
SECOND: ColumnElement[bool] = literal_column(f"report_site.{A_SECOND}")
SUREST_FIRST = tuple(reversed(Certainty))
report = Report.__table__.c


class CountedGroup(NamedTuple):
    """Counted reports that are alike, and how many.

    ``own`` are about the company's places, ``single`` rest on one independent account.
    """

    certainty: Certainty
    disputed: bool
    withdrawn: bool
    timing: Timing
    own: bool
    single: bool
    number: int
    first: str
    last: str

    @property
    def late(self) -> bool:
        """Tell whether the tie certainly ended before, or began after."""
        return self.timing in OUT_OF_TIME


def counted_groups(session: Session, company_id: int) -> list[CountedGroup]:
    """Return the reports that count for a company, in groups."""
    alike = (
        type_coerce(report.certainty, Text),
        report.disputed,
        report.withdrawn,
        Exposure.timing,
        Exposure.tiers == 0,
        report.independent_accounts <= 1,
    )
    rows = session.execute(
        select(
            *alike,
            func.count(),
            func.min(report.from_date),
            func.max(func.coalesce(report.to_date, report.from_date)),
        )
        .join(Report.__table__, report.id == Exposure.report_id)
        .where(Exposure.company_id == company_id, Exposure.counted)
        .group_by(*alike)
    )
    return [
        CountedGroup(Certainty(sure), disputed, withdrawn, timing, bool(own), bool(single), *rest)
        for sure, disputed, withdrawn, timing, own, single, *rest in rows
    ]


@dataclass(frozen=True)
class Standing:
    """The reports that count for a company and were not withdrawn.

    Attributes:
        groups: all that count, withdrawn or not.
        own_only: whether only those about the company's own places are meant.
    """

    session: Session
    company_id: int
    groups: Sequence[CountedGroup]
    own_only: bool = False

    @cached_property
    def standing(self) -> list[CountedGroup]:
        """Return the groups that are meant."""
        return [g for g in self.groups if not g.withdrawn and (g.own or not self.own_only)]

    @property
    def number(self) -> int:
        """Count the reports."""
        return sum(group.number for group in self.standing)

    @property
    def ids(self) -> list[int]:
        """Return all of them."""
        return list(self.session.scalars(self._of(Exposure.report_id)))

    def places(self) -> int:
        """Count the places to which the company is tied."""
        number = self._count(self._of(func.count(Exposure.facility_id.distinct())))
        if not self._tied:
            return number
        known = self._of(Exposure.facility_id).where(
            any_of(Exposure.facility_id, sorted(self._tied))
        )
        return number + len(self._tied - set(self.session.scalars(known)))

    def unplaced(self) -> int:
        """Count the reports on several places, of which none is tied to the company."""
        return sum(self._tied.isdisjoint(sites) for sites in self._several.values())

    def nowhere(self) -> int:
        """Count the reports that name no place."""
        placed = exists().where(ReportSite.report_id == Exposure.report_id)
        return self._count(self._of(func.count()).where(Exposure.facility_id.is_(None), ~placed))

    def among(self, report_ids: Collection[int]) -> int:
        """Count those among some reports."""
        return sum(
            self._count(self._of(func.count()).where(batch.holds(Exposure.report_id)))
            for batch in batches(self.session, sorted(report_ids))
        )

    def single(self) -> int:
        """Count those that rest on one independent account."""
        return sum(group.number for group in self.standing if group.single)

    def strongest(self, most: int) -> list[int]:
        """Return the strongest reports, by the rule of ``factsheets.selection``, strongest first.

        Args:
            most: how many at most.
        """
        late = Exposure.timing.in_(OUT_OF_TIME)
        surest = case({word: at for at, word in enumerate(SUREST_FIRST)}, value=report.certainty)
        query = (
            self._of(Exposure.report_id)
            .join(Record.__table__, Record.__table__.c.id == Exposure.report_id)
            .where(or_(*self._classes(most)))
            .order_by(late, surest, report.independent_accounts.desc())
            .order_by(report.from_date.desc(), cast(Record.__table__.c.slug, LargeBinary).desc())
        )
        return list(self.session.scalars(query.limit(most)))

    def _classes(self, most: int) -> Iterator[ColumnElement[bool]]:
        """Yield conditions on the surest reports, as many as are needed."""
        numbers: Counter[tuple[bool, int]] = Counter()
        for group in self.standing:
            numbers[group.late, SUREST_FIRST.index(group.certainty)] += group.number
        found = 0
        for late, sure in sorted(numbers):
            if found >= most:
                return
            found += numbers[late, sure]
            outside = Exposure.timing.in_(OUT_OF_TIME)
            yield and_(outside if late else ~outside, report.certainty == SUREST_FIRST[sure])

    @cached_property
    def _several(self) -> Mapping[int, set[int]]:
        """Return the places of the reports that name several."""
        several = self._of(Exposure.report_id).where(
            exists()
            .where(ReportSite.report_id == Exposure.report_id, SECOND)
            .correlate(Exposure.__table__)
        )
        query = select(ReportSite.report_id, ReportSite.facility_id).where(
            ReportSite.report_id.in_(several)
        )
        found: dict[int, set[int]] = defaultdict(set)
        for report_id, site in self.session.execute(query):
            found[report_id].add(site)
        return found

    @cached_property
    def _tied(self) -> set[int]:
        """Return those of these places to which the company is tied."""
        return tied_sites(self.session, self.company_id, set().union(*self._several.values()))

    def _count(self, query: Select[Any]) -> int:
        number: int = self.session.scalars(query).one()
        return number

    def _of(self, *what: Any) -> Select[Any]:
        query = (
            select(*what)
            .select_from(Exposure)
            .join(Report.__table__, report.id == Exposure.report_id)
            .where(Exposure.company_id == self.company_id, Exposure.counted, ~report.withdrawn)
        )
        return query.where(Exposure.tiers == 0) if self.own_only else query


def alleging(session: Session, report_ids: Collection[int]) -> set[int]:
    """Return those of some reports that allege something and were not retracted."""
    found: set[int] = set()
    for batch in batches(session, sorted(report_ids)):
        query = (
            select(Allegation.report_id)
            .join(Record.__table__, Record.__table__.c.id == Allegation.report_id)
            .where(batch.holds(Allegation.report_id), Record.__table__.c.retracted_at.is_(None))
        )
        found |= set(session.scalars(query))
    return found


def denied_reports(session: Session, company_id: int) -> int:
    """Count the reports that do not count because the tie to their very place is denied."""
    query = select(Exposure.report_id).where(
        Exposure.company_id == company_id, ~Exposure.counted, Exposure.denied
    )
    return len(alleging(session, set(session.scalars(query))))
