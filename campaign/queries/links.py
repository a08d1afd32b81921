"""Who supplies, buys from, owns and runs what, as lists for a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from campaign.models import (
    Campaign,
    CampaignParty,
    CampaignReport,
    Commitment,
    Demand,
    Denial,
    Ownership,
    Record,
    SupplyLink,
)
from campaign.models.vocabulary import DemandState, LinkStatus

MOST_COUNTED = 2_500  # links of which the dates are looked at, on each side


def links_of_company(session: Session, company_id: int) -> list[SupplyLink]:
    """Return the supply links in which a company buys or supplies, with both ends."""
    return list(
        session.scalars(
            _whole_links()
            .where(or_(SupplyLink.buyer_id == company_id, SupplyLink.supplier_id == company_id))
            .order_by(SupplyLink.as_of.desc(), SupplyLink.slug)
        )
    )


@dataclass(frozen=True)
class Undated:
    """How many supply links bear no beginning, of how many; ``more`` of which not all were read."""

    number: int
    of: int
    more: bool


def count_undated_links(session: Session, company_id: int) -> Undated:
    """Count the supply links of a company without a beginning; of many, among the first."""
    column, record = SupplyLink.__table__.c, Record.__table__.c
    retracted = select(record.id).where(record.retracted_at.is_not(None))
    links = dated = 0
    more = False
    for end in (column.buyer_id, column.supplier_id):
        here = select(column.from_date).where(end == company_id, column.id.not_in(retracted))
        some = here.limit(MOST_COUNTED + 1).subquery()
        row = session.execute(select(func.count(), func.count(some.c.from_date))).one()
        links, dated, more = links + row[0], dated + row[1], more or row[0] > MOST_COUNTED
    return Undated(links - dated, links, more)


@dataclass(frozen=True)
class LinksHere:
    """The newest links that name a place, and the newest that somebody denies; how many of each."""

    newest: list[SupplyLink]
    denied: list[SupplyLink]
    found: int
    found_denied: int


def links_here(session: Session, facility_id: int, *, newest: int, denied: int) -> LinksHere:
    """Return some of the links of a place, which can have a hundred thousand."""
    column, record = SupplyLink.__table__.c, Record.__table__.c
    retracted = select(record.id).where(record.retracted_at.is_not(None))
    here = select(column.id).where(column.facility_id == facility_id, column.id.not_in(retracted))
    in_order = here.order_by(column.as_of.desc(), column.id)
    contested = session.scalars(in_order.where(column.link_status == LinkStatus.DENIED)).all()
    first = session.scalars(in_order.limit(newest)).all()
    shown = {*first, *contested[:denied]}
    links = {
        link.id: link for link in session.scalars(_with_ends().where(SupplyLink.id.in_(shown)))
    }
    return LinksHere(
        [links[link_id] for link_id in first],
        [links[link_id] for link_id in contested[:denied]],
        session.scalar(select(func.count()).select_from(here.subquery())) or 0,
        len(contested),
    )


def links_of_facility(
    session: Session, facility_id: int, *, limit: int | None = None
) -> list[SupplyLink]:
    """Return the supply links that name this very place, newest first.

    All of them, or the newest ``limit`` and besides those every one that somebody denies.
    """
    here = SupplyLink.facility_id == facility_id
    if limit is not None:
        column = SupplyLink.__table__.c
        ids = select(column.id).where(column.facility_id == facility_id)
        newest = session.scalars(ids.order_by(column.as_of.desc(), column.id).limit(limit))
        denied = session.scalars(ids.where(column.link_status == LinkStatus.DENIED))
        answered = session.scalars(ids.join(Denial, Denial.record_id == column.id))
        here = SupplyLink.id.in_({*newest, *denied, *answered})
    links = [link for link in session.scalars(_with_ends().where(here)) if not link.retracted_at]
    return sorted(sorted(links, key=_slug), key=_as_of, reverse=True)


def _slug(link: SupplyLink) -> str:
    return link.slug


def _as_of(link: SupplyLink) -> str:
    return link.as_of or ""


def _whole_links() -> Select[SupplyLink]:
    return _with_ends().where(SupplyLink.retracted_at.is_(None))


def _with_ends() -> Select[SupplyLink]:
    # Joined, SQLite would put all companies and places together before it looks for a few.
    return select(SupplyLink).options(
        selectinload(SupplyLink.buyer),
        selectinload(SupplyLink.supplier),
        selectinload(SupplyLink.facility),
        selectinload(SupplyLink.denials),
    )


def ownerships_of(session: Session, company_id: int) -> list[Ownership]:
    """Return the holdings in which a company is parent or subsidiary, with both ends."""
    return list(
        session.scalars(
            select(Ownership)
            .where(
                Ownership.retracted_at.is_(None),
                or_(Ownership.parent_id == company_id, Ownership.subsidiary_id == company_id),
            )
            .options(joinedload(Ownership.parent), joinedload(Ownership.subsidiary))
            .order_by(Ownership.slug)
        )
    )


def campaigns_about(session: Session, record_id: int) -> list[Campaign]:
    """Return the campaigns that a company, facility or organisation runs or is a target of."""
    as_party = select(CampaignParty.campaign_id).where(CampaignParty.actor_id == record_id)
    as_addressee = select(Demand.campaign_id).where(Demand.actor_id == record_id)
    return list(
        session.scalars(
            select(Campaign)
            .where(
                Campaign.retracted_at.is_(None),
                or_(Campaign.id.in_(as_party), Campaign.id.in_(as_addressee)),
            )
            .options(
                selectinload(Campaign.demands).joinedload(Demand.actor),
                selectinload(Campaign.commitments).joinedload(Commitment.actor),
            )
            .order_by(Campaign.from_date.desc().nulls_last(), Campaign.id)
        )
    )


def campaigns_on_report(session: Session, report_id: int) -> list[Campaign]:
    """Return the campaigns that rest on a report, newest first."""
    resting = select(CampaignReport.campaign_id).where(CampaignReport.report_id == report_id)
    return list(
        session.scalars(
            select(Campaign)
            .where(Campaign.id.in_(resting), Campaign.retracted_at.is_(None))
            .order_by(Campaign.from_date.desc().nulls_last(), Campaign.id)
        )
    )


def open_campaigns(session: Session, limit: int = 6) -> list[Campaign]:
    """Return campaigns with a demand that is still open, newest first."""
    demanding = select(Demand.campaign_id).where(Demand.state == DemandState.OPEN)
    return list(
        session.scalars(
            select(Campaign)
            .where(Campaign.retracted_at.is_(None), Campaign.id.in_(demanding))
            .order_by(Campaign.from_date.desc(), Campaign.id)
            .limit(limit)
        )
    )
