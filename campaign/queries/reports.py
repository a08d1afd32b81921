"""Reports as rows of a list, and what was answered to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.models import (
    AbuseType,
    Allegation,
    Citation,
    Facility,
    IloIndicator,
    Party,
    Record,
    Report,
    ReportSite,
    Response,
)
from campaign.models.vocabulary import Certainty, ResponseStance
from campaign.queries.lists import among


@dataclass(frozen=True)
class SiteReference:
    """A facility as it is named in a list."""

    id: int
    slug: str
    title: str
    locality: str | None
    country: str


@dataclass(frozen=True)
class ReportRow:
    """What a list says of a report.

    ``sources`` counts the sources cited; ``origins`` the independent accounts among them.
    ``indicators`` are codes of ILO indicators *reported*, never a verdict.
    """

    id: int
    slug: str
    title: str
    from_date: str
    to_date: str | None
    certainty: Certainty
    disputed: bool
    remedied: bool
    withdrawn: bool
    origins: int
    sites: tuple[SiteReference, ...]
    abuses: tuple[str, ...]
    indicators: tuple[str, ...]
    allegations: int
    sources: int


@dataclass(frozen=True)
class ResponseRow:
    """What somebody answered, and to what."""

    id: int
    slug: str
    actor_id: int | None
    actor_slug: str | None
    actor_kind: str | None
    actor_title: str
    report_id: int | None
    report_slug: str | None
    report_title: str | None
    on_date: str
    stance: ResponseStance
    text: str
    full_text: str | None
    demand: str | None


def report_rows(session: Session, ids: Iterable[int]) -> dict[int, ReportRow]:
    """Return the rows of these reports by id; retracted ones are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    sites = _sites(session, wanted)
    abuses, counts, indicators = _allegations(session, wanted)
    sources = _sources(session, wanted)
    reports = session.execute(
        select(
            Report.id,
            Report.slug,
            Report.title,
            Report.from_date,
            Report.to_date,
            Report.certainty,
            Report.disputed,
            Report.remedied,
            Report.withdrawn,
            Report.independent_accounts.label("origins"),
        ).where(among(session, Report.id, wanted), Report.retracted_at.is_(None))
    )
    return {
        row.id: ReportRow(
            **row._asdict(),
            sites=tuple(sites[row.id]),
            abuses=tuple(abuses[row.id]),
            indicators=tuple(sorted(indicators[row.id], key=lambda code: int(code[1:]))),
            allegations=counts[row.id],
            sources=sources[row.id],
        )
        for row in reports
    }


def _sites(session: Session, ids: Sequence[int]) -> dict[int, list[SiteReference]]:
    found: dict[int, list[SiteReference]] = defaultdict(list)
    rows = session.execute(
        select(
            ReportSite.report_id,
            Facility.id,
            Facility.slug,
            Facility.title,
            Facility.locality,
            Facility.country,
        )
        .join(Facility, Facility.id == ReportSite.facility_id)
        .where(among(session, ReportSite.report_id, ids))
        .order_by(ReportSite.report_id, ReportSite.position)
    )
    for row in rows:
        found[row.report_id].append(
            SiteReference(row.id, row.slug, row.title, row.locality, row.country)
        )
    return found


def _allegations(
    session: Session, ids: Sequence[int]
) -> tuple[dict[int, list[str]], dict[int, int], dict[int, set[str]]]:
    labels: dict[int, list[str]] = defaultdict(list)
    counts: dict[int, int] = defaultdict(int)
    indicators: dict[int, set[str]] = defaultdict(set)
    rows = session.execute(
        select(Allegation.report_id, AbuseType.label, AbuseType.indicators)
        .join(AbuseType, AbuseType.code == Allegation.abuse)
        .where(among(session, Allegation.report_id, ids))
        .order_by(Allegation.report_id, Allegation.position)
    )
    for report_id, label, codes in rows:
        counts[report_id] += 1
        indicators[report_id].update(codes)
        if label not in labels[report_id]:
            labels[report_id].append(label)
    return labels, counts, indicators


def _sources(session: Session, ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(Citation.record_id, func.count(Citation.source_id.distinct()))
        .where(among(session, Citation.record_id, ids))
        .group_by(Citation.record_id)
    )
    return defaultdict(int, {row[0]: row[1] for row in rows})


def response_rows(
    session: Session,
    *,
    report_ids: Iterable[int] | None = None,
    actor_id: int | None = None,
    campaign_id: int | None = None,
) -> list[ResponseRow]:
    """Return what was answered to some reports or a campaign, or by somebody, oldest first."""
    actor = select(Record.id, Record.slug, Record.kind, Record.title).subquery("actor")
    report = select(Record.id, Record.slug, Record.title).subquery("report_record")
    query = (
        select(
            Response.id,
            Response.slug,
            Response.actor_id,
            actor.c.slug,
            actor.c.kind,
            func.coalesce(actor.c.title, Response.actor_name),
            Response.report_id,
            report.c.slug,
            report.c.title,
            Response.on_date,
            Response.stance,
            Response.text,
            Response.full_text,
            Response.demand,
        )
        .outerjoin(actor, actor.c.id == Response.actor_id)
        .outerjoin(report, report.c.id == Response.report_id)
        .where(Response.retracted_at.is_(None))
        .order_by(Response.on_date, Response.id)
    )
    if report_ids is not None:
        query = query.where(among(session, Response.report_id, sorted(set(report_ids))))
    if actor_id is not None:
        query = query.where(Response.actor_id == actor_id)
    if campaign_id is not None:
        query = query.where(Response.campaign_id == campaign_id)
    return [ResponseRow(*row) for row in session.execute(query)]


def ilo_indicators(session: Session) -> dict[str, IloIndicator]:
    """Return the ILO's indicators of forced labour by code (``I1`` … ``I11``)."""
    rows = session.scalars(select(IloIndicator))
    return {row.code: row for row in sorted(rows, key=lambda row: int(row.code[1:]))}


def abuse_types(session: Session) -> dict[str, AbuseType]:
    """Return the vocabulary of labour abuse by code, in its own order."""
    return {row.code: row for row in session.scalars(select(AbuseType).order_by(AbuseType.code))}


def reports_at(session: Session, facility_id: int) -> list[int]:
    """Return the ids of the reports at a facility, newest first."""
    return list(
        session.scalars(
            select(Report.id)
            .join(ReportSite, ReportSite.report_id == Report.id)
            .where(ReportSite.facility_id == facility_id, Report.retracted_at.is_(None))
            .order_by(Report.from_date.desc(), Report.id.desc())
        )
    )


def reports_with(session: Session, actor_id: int) -> list[int]:
    """Return the ids of the reports to which somebody is a party, newest first."""
    taking_part = select(Party.report_id).where(Party.actor_id == actor_id)
    return list(
        session.scalars(
            select(Report.id)
            .where(Report.id.in_(taking_part), Report.retracted_at.is_(None))
            .order_by(Report.from_date.desc(), Report.id.desc())
        )
    )
