"""What of each record is searched: its names, and the texts that tell about it.

Everything is read in a few queries for a whole batch. Only what the public pages show is
read: published tables, and of them no record that was retracted or merged away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, select, union, union_all
from sqlalchemy.orm import Session

from campaign.models import (
    AbuseType,
    Allegation,
    Campaign,
    CampaignParty,
    Company,
    Demand,
    Facility,
    Identifier,
    Name,
    Operation,
    Organization,
    Party,
    Record,
    Report,
    ReportSite,
    Source,
    Statement,
)
from campaign.models.vocabulary import IdentifierScheme, Kind
from campaign.schemas.types import countries
from campaign.search.addresses import address_key
from campaign.search.batch import Batch
from campaign.search.folding import joined
from campaign.search.wade_giles import wade_giles
from campaign.search.weights import read_weights

NAMED = (Kind.COMPANY, Kind.FACILITY, Kind.ORGANIZATION)
TOLD = (Kind.REPORT, Kind.CAMPAIGN)
SEARCHED = (*NAMED, *TOLD, Kind.SOURCE)
NO_LANGUAGE = "zxx"  # BCP 47: no linguistic content, as of a ticker
TITLE_LANGUAGE = "en"
OLDER_READINGS = frozenset({"TW", "HK", "MO"})  # where names are written in Wade-Giles

company = Company.__table__.c
facility = Facility.__table__.c
organization = Organization.__table__.c
report = Report.__table__.c
campaign = Campaign.__table__.c
source = Source.__table__.c


# Pairs of columns: whose text it is, and who is named in it.
MENTIONS: tuple[tuple[Any, Any], ...] = (
    (Operation.facility_id, Operation.operator_id),
    (ReportSite.report_id, ReportSite.facility_id),
    (Party.report_id, Party.actor_id),
    (CampaignParty.campaign_id, CampaignParty.actor_id),
    (Demand.campaign_id, Demand.actor_id),
)


@dataclass
class Content:
    """The texts of one record, as they are shown and not yet folded.

    Attributes:
        record_id: whose they are.
        names: each name with its language (BCP 47), the title among them.
        texts: what else tells about the record.
        weight: how much is reported, see ``weights.read_weights``.
        addresses: where it is on the web, by the keys of ``addresses``.
    """

    record_id: int
    names: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    weight: int = 0
    addresses: dict[str, str] = field(default_factory=dict)


def is_live() -> ColumnElement[bool]:
    """Return the condition that a record is public, and neither retracted nor merged away."""
    return and_(Record.retracted_at.is_(None), Record.merged_into_id.is_(None))


def searched_ids(session: Session) -> list[int]:
    """Return the ids of all records that are found by searching."""
    query = select(Record.id).where(Record.kind.in_(SEARCHED), is_live()).order_by(Record.id)
    return list(session.scalars(query))


def read_contents(batch: Batch) -> list[Content]:
    """Return the contents of those of the records that are found by searching."""
    titles = batch.session.execute(
        select(Record.id, Record.kind, Record.slug, Record.title, source.language)
        .outerjoin(Source.__table__, source.id == Record.id)
        .where(batch.holds(Record.id), Record.kind.in_(SEARCHED), is_live())
    ).all()
    names, texts, weights = _read_names(batch), _read_texts(batch), read_weights(batch)
    places, addresses = _read_countries(batch), _read_addresses(batch)
    contents = []
    for row in titles:
        own = names.get(row.id, {})
        title = {row.title: row.language or TITLE_LANGUAGE}
        every = {**own, **title, **own}
        told = [*texts[row.id], *(countries().get(code, code) for code in places[row.id])]
        told += [row.slug] if row.kind in TOLD else []
        told += _older_readings(every) if OLDER_READINGS.intersection(places[row.id]) else []
        contents.append(Content(row.id, every, told, weights[row.id], addresses[row.id]))
    return contents


def _older_readings(names: Iterable[str]) -> list[str]:
    """Return Han names as they are romanised in Taiwan and Hong Kong, by syllables and as one.

    They are texts and not names: what else is read so comes first.
    """
    read = dict.fromkeys(filter(None, map(wade_giles, names)))
    return [written for name in read for written in dict.fromkeys((name, joined(name)))]


def dependents(batch: Batch) -> set[int]:
    """Return the records in whose texts the names or places of these records stand."""
    queries = [select(holder).where(batch.holds(named)) for holder, named in MENTIONS]
    return set(batch.session.scalars(union(*queries)))


def _read_names(batch: Batch) -> dict[int, dict[str, str]]:
    """Return the names and identifiers of records, with their languages, first names first."""
    names: dict[int, dict[str, str]] = defaultdict(dict)
    rows = batch.session.execute(
        select(Name.record_id, Name.text, Name.language)
        .where(batch.holds(Name.record_id))
        .order_by(Name.record_id, Name.position)
    )
    for record_id, text, language in rows:
        names[record_id].setdefault(text, language)
    identifiers = batch.session.execute(
        select(Identifier.record_id, Identifier.scheme, Identifier.value)
        .where(batch.holds(Identifier.record_id))
        .order_by(Identifier.record_id, Identifier.position)
    )
    for record_id, scheme, value in identifiers:
        names[record_id].setdefault(value, NO_LANGUAGE)
        if scheme is IdentifierScheme.TICKER:
            names[record_id].setdefault(value.rpartition(":")[2], NO_LANGUAGE)
    return names


def _read_addresses(batch: Batch) -> dict[int, dict[str, str]]:
    """Return the web addresses of sources, companies and organisations, by their keys."""
    addresses: dict[int, dict[str, str]] = defaultdict(dict)
    columns = (source.url, source.archive_url, company.website, organization.website)
    for column in columns:
        record_id = column.table.c.id
        query = select(record_id, column).where(batch.holds(record_id), column.is_not(None))
        for holder, address in batch.session.execute(query):
            key = address_key(address)
            if key is not None:
                addresses[holder].setdefault(key, address)
    return addresses


def _read_texts(batch: Batch) -> dict[int, list[str]]:
    """Return what tells about records: their own words, and the names of those they mention."""
    texts: dict[int, list[str]] = defaultdict(list)
    for query in _own_words(batch):
        for record_id, *values in batch.session.execute(query):
            texts[record_id] += [word for value in values for word in _words(value)]
    for query in _names_of_others(batch):
        for record_id, text in batch.session.execute(query):
            texts[record_id].append(text)
    return texts


def _words(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


def _own_words(batch: Batch) -> list[Select[Any]]:
    """Return queries of an id and what its record says of itself."""
    site = [facility.address, facility.locality, facility.region, facility.products]
    claim = [AbuseType.label, Allegation.text, Allegation.speaker]
    answer = [Demand.text, Demand.actor_name]
    return [
        select(company.id, company.city, company.sector).where(batch.holds(company.id)),
        select(facility.id, *site).where(batch.holds(facility.id)),
        select(source.id, source.publisher, source.author).where(batch.holds(source.id)),
        _parts(Statement.report_id, Statement.text, Statement.speaker, of=batch),
        _parts(Allegation.report_id, *claim, of=batch).join(
            AbuseType, AbuseType.code == Allegation.abuse
        ),
        select(report.id, report.action_text, report.outcome_text).where(batch.holds(report.id)),
        _parts(ReportSite.report_id, facility.locality, facility.region, of=batch).join(
            Facility.__table__, facility.id == ReportSite.facility_id
        ),
        _parts(Party.report_id, Party.actor_name, of=batch),
        select(campaign.id, campaign.summary).where(batch.holds(campaign.id)),
        _parts(Demand.campaign_id, *answer, of=batch),
        _parts(CampaignParty.campaign_id, CampaignParty.actor_name, of=batch),
    ]


def _parts(holder: Any, *columns: Any, of: Batch) -> Select[Any]:
    """Return a query of parts of records, in the order in which they are shown."""
    position = holder.class_.position
    return select(holder, *columns).where(of.holds(holder)).order_by(holder, position)


def _read_countries(batch: Batch) -> dict[int, list[str]]:
    """Return the countries (ISO codes) of records or their sites."""
    places: dict[int, list[str]] = defaultdict(list)
    for record_id, code in batch.session.execute(_countries(batch)):
        places[record_id].append(code)
    return places


def _countries(batch: Batch) -> CompoundSelect[Any]:
    return union_all(
        *(
            select(place.id, place.country)
            .where(batch.holds(place.id))
            .where(place.country.is_not(None))
            for place in (company, facility, organization)
        ),
        select(ReportSite.report_id, facility.country)
        .join(Facility.__table__, facility.id == ReportSite.facility_id)
        .where(batch.holds(ReportSite.report_id))
        .distinct(),
    ).order_by("id", "country")


def _names_of_others(batch: Batch) -> Iterator[Select[Any]]:
    """Yield queries of ids and the titles and names of those whom their records mention."""
    for holder, named in MENTIONS:
        titles = select(holder, Record.title).join(Record, Record.id == named)
        names = select(holder, Name.text).join(Name, Name.record_id == named)
        yield titles.where(batch.holds(holder), is_live()).order_by(holder, Record.id)
        yield names.where(batch.holds(holder)).order_by(holder, Name.record_id, Name.position)
