"""The statements that read edges, made once and asked again and again.

Each row is an edge: its buying and its making end, the word of ``TieKind``, the record that
says so, a part of it, basis, status, type of ownership, and three dates. A search reads the
first four alone (``ends_of_a_level``), which stand in the indexes, and the whole rows only
of what lies on a way. Written with tables: a question needs no mapped class to be ready.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Integer,
    Text,
    any_,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from campaign.graph.network import TieKind
from campaign.models import Operation, Ownership, Party, Record, Report, ReportSite, SupplyLink
from campaign.models.vocabulary import OwnershipType, PartyRole

link = SupplyLink.__table__.c
holding = Ownership.__table__.c
report, record = Report.__table__.c, Record.__table__.c
operation, party, report_site = (table.__table__.c for table in (Operation, Party, ReportSite))


@dataclass(frozen=True)
class Among:
    """Makes conditions that a column is among the ids of a parameter."""

    dialect: str

    def here(self, column: Any) -> Any:
        """Return the condition on the first list of ids."""
        return self.named("here", column)

    def there(self, column: Any) -> Any:
        """Return the condition on the second."""
        return self.named("there", column)

    def named(self, name: str, column: Any) -> Any:
        """Return the condition on the list of a name."""
        if self.dialect == "postgresql":
            return column == any_(bindparam(name, type_=ARRAY(Integer)))
        ids = func.json_each(bindparam(name, type_=Text)).table_valued("value")
        return column.in_(select(ids.c.value))


@cache
def ends_of_a_level(among: Among, making: bool) -> Any:
    """Select what is tied to the nodes ``here`` on one side, retracted links among it."""
    here = among.here
    site = (link.facility_id.is_not(None),) if making else ()
    parts = [
        _ends(
            (operation.operator_id, operation.facility_id),
            TieKind.OPERATES,
            operation.facility_id,
            here(operation.operator_id if making else operation.facility_id),
        ),
        _ends(
            (holding.parent_id, holding.subsidiary_id),
            TieKind.OWNS,
            holding.id,
            here(holding.parent_id if making else holding.subsidiary_id),
        ),
        _ends(
            (party.actor_id, report_site.facility_id),
            TieKind.NAMED,
            party.report_id,
            party.role == PartyRole.BUYER.value,
            party.report_id == report_site.report_id,
            here(party.actor_id if making else report_site.facility_id),
        ),
        _ends(
            (link.buyer_id, link.supplier_id),
            TieKind.SUPPLIES,
            link.id,
            here(link.buyer_id if making else link.supplier_id),
        ),
        _ends(
            (link.buyer_id, link.facility_id),
            TieKind.SUPPLIES_FROM,
            link.id,
            here(link.buyer_id if making else link.facility_id),
            *site,
        ),
    ]
    return union_all(*parts).limit(bindparam("limit", type_=Integer))


def _ends(ends: tuple[Any, Any], kind: TieKind, record_id: Any, *conditions: Any) -> Any:
    return select(*ends, literal(kind.value, Text), record_id).where(*conditions)


@cache
def edges_of_records(among: Among) -> Any:
    """Select the edges of some records: places, holdings, reports and links."""
    return union_all(
        _operations(among.named(TieKind.OPERATES, operation.facility_id)),
        _holdings(among.named(TieKind.OWNS, holding.id)),
        _named(among.named(TieKind.NAMED, party.report_id)),
        _supplies(among.named(TieKind.SUPPLIES, link.id)),
    )


@cache
def words_of_records(among: Among) -> Any:
    """Select what links and holdings say of themselves: relation, product, status, supplier."""
    links = select(
        link.id,
        type_coerce(link.relation, Text),
        link.product,
        type_coerce(link.link_status, Text),
        link.supplier_id,
    )
    holdings = select(
        holding.id,
        type_coerce(holding.ownership_type, Text),
        literal("", Text),
        type_coerce(holding.link_status, Text),
        cast(null(), Integer),
    )
    return union_all(
        links.where(among.named(TieKind.SUPPLIES, link.id)),
        holdings.where(among.named(TieKind.OWNS, holding.id)),
    )


@cache
def edges_of_a_level(among: Among, making: bool) -> Any:
    """Select all edges on one side of the nodes ``here``, links last."""
    here = among.here
    parts = [
        _operations(here(operation.operator_id if making else operation.facility_id)),
        _holdings(here(holding.parent_id if making else holding.subsidiary_id)),
        _named(here(party.actor_id if making else report_site.facility_id)),
    ]
    if making:
        parts.append(_supplies(here(link.buyer_id)))
    else:
        parts += [_supplies(here(link.supplier_id)), _sites(here(link.facility_id))]
    return union_all(*parts).limit(bindparam("limit", type_=Integer))


@cache
def links_of_a_level(among: Among, making: bool) -> Any:
    """Count the links on one side of the nodes ``here``, up to ``limit``."""
    columns = (link.buyer_id,) if making else (link.supplier_id, link.facility_id)
    links = union_all(*(select(column).where(among.here(column)) for column in columns))
    some = links.limit(bindparam("limit", type_=Integer)).subquery()
    return select(func.count()).select_from(some)


@cache
def edges_from_some_to_others(among: Among) -> Any:
    """Select the edges that lead from the nodes ``here`` to those ``there``."""
    here, there = among.here, among.there
    return union_all(
        _operations(here(operation.operator_id), there(operation.facility_id)),
        _holdings(here(holding.parent_id), there(holding.subsidiary_id)),
        # From the places on: few reports are about one, but many can name a brand. To add
        # nothing keeps a database from its index of whom reports name.
        _named(here(party.actor_id + 0), there(report_site.facility_id)),
        _supplies(here(link.buyer_id), there(link.supplier_id)),
        _sites(here(link.buyer_id), there(link.facility_id)),
    )


@cache
def all_holdings(among: Among, making: bool) -> Any:
    """Select the holdings of control that lead from the companies ``here``, in whole chains."""
    ends = (holding.parent_id, holding.subsidiary_id)
    here, there = ends if making else ends[::-1]
    controlling = holding.ownership_type == OwnershipType.SUBSIDIARY.value
    seeds = select(here.label("id")).where(among.here(here), controlling)
    reached = seeds.cte("reached", recursive=True)
    reached = reached.union(select(there).join(reached, here == reached.c.id).where(controlling))
    return _holdings(here.in_(select(reached.c.id)), controlling)


def _supplies(*conditions: Any) -> Any:
    return _links(TieKind.SUPPLIES, link.supplier_id, *conditions)


def _sites(*conditions: Any) -> Any:
    return _links(TieKind.SUPPLIES_FROM, link.facility_id, *conditions)


def _links(kind: TieKind, making: Any, *conditions: Any) -> Any:
    return (
        select(
            link.buyer_id,
            making,
            literal(kind.value, Text),
            link.id,
            link.facility_id,
            type_coerce(link.basis, Text),
            type_coerce(link.link_status, Text),
            literal("", Text),
            link.from_date,
            link.to_date,
            link.as_of,
        )
        .join(Record.__table__, record.id == link.id)
        .where(record.retracted_at.is_(None), *conditions)
    )


def _holdings(*conditions: Any) -> Any:
    return (
        select(
            holding.parent_id,
            holding.subsidiary_id,
            literal(TieKind.OWNS.value, Text),
            holding.id,
            cast(null(), Integer),
            type_coerce(holding.basis, Text),
            type_coerce(holding.link_status, Text),
            type_coerce(holding.ownership_type, Text),
            holding.from_date,
            holding.to_date,
            holding.as_of,
        )
        .join(Record.__table__, record.id == holding.id)
        .where(record.retracted_at.is_(None), *conditions)
    )


def _operations(*conditions: Any) -> Any:
    return select(
        operation.operator_id,
        operation.facility_id,
        literal(TieKind.OPERATES.value, Text),
        operation.facility_id,
        operation.position,
        literal("", Text),
        literal("", Text),
        literal("", Text),
        operation.from_date,
        operation.to_date,
        cast(null(), Text),
    ).where(*conditions)


def _named(*conditions: Any) -> Any:
    """Select the buyers that reports name for their site.

    Only where a report has a single site: of several, its sources may mean another.
    """
    return (
        select(
            party.actor_id,
            report_site.facility_id,
            literal(TieKind.NAMED.value, Text),
            party.report_id,
            party.position,
            literal("", Text),
            literal("", Text),
            literal("", Text),
            report.from_date,
            func.coalesce(report.to_date, report.from_date),
            cast(null(), Text),
        )
        .join(ReportSite.__table__, report_site.report_id == party.report_id)
        .join(Report.__table__, report.id == party.report_id)
        .join(Record.__table__, record.id == party.report_id)
        .where(
            party.role == PartyRole.BUYER.value,
            record.retracted_at.is_(None),
            _sites_of_the_report() == 1,
            *conditions,
        )
    )


def _sites_of_the_report() -> Any:
    sites = ReportSite.__table__.alias("sites")
    number = select(func.count()).select_from(sites)
    return number.where(sites.c.report_id == party.report_id).scalar_subquery()
