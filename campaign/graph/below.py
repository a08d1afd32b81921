"""What stands right below a company, by the ends alone: a large brand has 2,000 suppliers.

Read from indexes. Retracted links are few and have an index of their own: they are read
once, and not the record of each link.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    Integer,
    Text,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from campaign.graph.edges import Ends, ask
from campaign.graph.network import TieKind
from campaign.graph.statements import Among, holding, link, operation, party, record, report_site
from campaign.models import Allegation, Exposure, ReportSite
from campaign.models.vocabulary import PartyRole

MOST_BELOW = 2_500
exposure, allegation = Exposure.__table__.c, Allegation.__table__.c


def read_ends_below(session: Session, company_id: int) -> tuple[list[Ends], bool]:
    """Return the ends of what lies directly below a company, and whether there is more of it.

    Of more than ``MOST_BELOW`` links, holdings and places, those that are not links come first.
    """
    limit = MOST_BELOW + 1
    rows = ask(session, ends_below, lists={"here": [company_id]}, limit=limit)
    ends: list[Ends] = []
    for buying, making, kind, record_id, site in rows[:MOST_BELOW]:
        ends.append((buying, making, kind, record_id))
        if site is not None:
            ends.append((buying, site, TieKind.SUPPLIES_FROM.value, record_id))
    return ends, len(rows) == limit


@cache
def ends_below(among: Among) -> Any:
    """Select the ends of what the companies ``here`` run, hold, buy or are named for.

    Last, the place that a link names, or nothing.
    """
    parts = [
        _ends((operation.operator_id, operation.facility_id), TieKind.OPERATES, among),
        _ends((holding.parent_id, holding.subsidiary_id), TieKind.OWNS, among).where(
            holding.id.not_in(_retracted())
        ),
        _named(among),
        _ends((link.buyer_id, link.supplier_id), TieKind.SUPPLIES, among).where(
            link.id.not_in(_retracted())
        ),
    ]
    return union_all(*parts).limit(bindparam("limit", type_=Integer))


SAID_BY = {
    TieKind.OPERATES: (operation.facility_id, cast(null(), Integer)),
    TieKind.OWNS: (holding.id, cast(null(), Integer)),
    TieKind.NAMED: (party.report_id, cast(null(), Integer)),
    TieKind.SUPPLIES: (link.id, link.facility_id),
}


def _ends(ends: tuple[Any, Any], kind: TieKind, among: Among) -> Any:
    return select(*ends, literal(kind.value, Text), *SAID_BY[kind]).where(among.here(ends[0]))


def _named(among: Among) -> Any:
    """Select the only places of reports that name a buyer; those that were retracted have none."""
    other = ReportSite.__table__.alias("other")
    several = exists().where(
        other.c.report_id == party.report_id, other.c.facility_id != report_site.facility_id
    )
    return _ends((party.actor_id, report_site.facility_id), TieKind.NAMED, among).where(
        party.role == PartyRole.BUYER.value, party.report_id == report_site.report_id, ~several
    )


def _retracted() -> Any:
    return select(record.id).where(record.retracted_at.is_not(None))


@cache
def reports_of(among: Among) -> Any:
    """Count the reports that count for ``companies``, and those about ``places`` that allege.

    What was retracted has no sites.
    """
    counted = select(exposure.company_id, func.count()).where(
        among.named("companies", exposure.company_id), exposure.counted
    )
    about = select(report_site.facility_id, func.count()).where(
        among.named("places", report_site.facility_id),
        exists().where(allegation.report_id == report_site.report_id),
    )
    return union_all(counted.group_by(exposure.company_id), about.group_by(report_site.facility_id))


@cache
def numbers_below(among: Among) -> Any:
    """Count what the companies ``here`` run, buy and hold, each by itself."""
    ways = (
        (operation.operator_id, None),  # goes with its place when that is retracted
        (link.buyer_id, link.id),
        (holding.parent_id, holding.id),
    )
    queries = []
    for column, record_id in ways:
        query = select(column, func.count()).where(among.here(column)).group_by(column)
        queries.append(query if record_id is None else query.where(record_id.not_in(_retracted())))
    return union_all(*queries)
