"""What of each record is searched: its names, and the texts that tell about it.

Everything is read in a few queries for a whole batch. Only what the public pages show is
read: published tables, and of them no record that was retracted or merged away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Label,
    Select,
    and_,
    literal_column,
    select,
    union,
    union_all,
)
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
from campaign.search.batch import Batch, held
from campaign.search.folding import joined
from campaign.search.wade_giles import wade_giles
from campaign.search.weights import read_weights

NAMED = (Kind.COMPANY, Kind.FACILITY, Kind.ORGANIZATION)
TOLD = (Kind.REPORT, Kind.CAMPAIGN)
SEARCHED = (*NAMED, *TOLD, Kind.SOURCE)
NO_LANGUAGE = "zxx"  # BCP 47: no linguistic content, as of a ticker
TITLE_LANGUAGE = "en"
NOWHERE = literal_column("0", Integer)
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
    titles = batch.ask(_titles()).all()
    kinds = {row.kind for row in titles}
    names, texts, weights = _read_names(batch), _read_texts(batch, kinds), read_weights(batch)
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


@cache
def _titles() -> Select[*tuple[Any, ...]]:
    return (
        select(Record.id, Record.kind, Record.slug, Record.title, source.language)
        .outerjoin(Source.__table__, source.id == Record.id)
        .where(held(Record.id), Record.kind.in_(SEARCHED), is_live())
    )


def _older_readings(names: Iterable[str]) -> list[str]:
    """Return Han names as they are romanised in Taiwan and Hong Kong, by syllables and as one.

    They are texts and not names: what else is read so comes first.
    """
    read = dict.fromkeys(filter(None, map(wade_giles, names)))
    return [written for name in read for written in dict.fromkeys((name, joined(name)))]


def dependents(batch: Batch) -> set[int]:
    """Return the records in whose texts the names or places of these records stand."""
    return set(batch.ask(_naming()).scalars())


@cache
def _naming() -> CompoundSelect[Any]:
    return union(*(select(holder).where(held(named)) for holder, named in MENTIONS))


def _read_names(batch: Batch) -> dict[int, dict[str, str]]:
    """Return the names and identifiers of records, with their languages, first names first."""
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for record_id, text, language in batch.ask(_names()):
        names[record_id].setdefault(text, language)
    for record_id, scheme, value in batch.ask(_identifiers()):
        names[record_id].setdefault(value, NO_LANGUAGE)
        if scheme is IdentifierScheme.TICKER:
            names[record_id].setdefault(value.rpartition(":")[2], NO_LANGUAGE)
    return names


@cache
def _names() -> Select[*tuple[Any, ...]]:
    return (
        select(Name.record_id, Name.text, Name.language)
        .where(held(Name.record_id))
        .order_by(Name.record_id, Name.position)
    )


@cache
def _identifiers() -> Select[*tuple[Any, ...]]:
    return (
        select(Identifier.record_id, Identifier.scheme, Identifier.value)
        .where(held(Identifier.record_id))
        .order_by(Identifier.record_id, Identifier.position)
    )


def _read_addresses(batch: Batch) -> dict[int, dict[str, str]]:
    """Return the web addresses of sources, companies and organisations, by their keys."""
    addresses: dict[int, dict[str, str]] = defaultdict(dict)
    for _, holder, address in batch.ask(_addresses()):
        key = address_key(address)
        if key is not None:
            addresses[holder].setdefault(key, address)
    return addresses


@cache
def _addresses() -> CompoundSelect[Any]:
    columns = (source.url, source.archive_url, company.website, organization.website)
    return union_all(
        *(
            select(_number(number), column.table.c.id.label("id"), column).where(
                held(column.table.c.id), column.is_not(None)
            )
            for number, column in enumerate(columns)
        )
    ).order_by("id", "number")


def _read_texts(batch: Batch, kinds: set[Kind]) -> dict[int, list[str]]:
    """Return what tells about records: their own words, and the names of those they mention."""
    texts: dict[int, list[str]] = defaultdict(list)
    for kind, query in _own_words():
        for record_id, *values in batch.ask(query) if kind in kinds else ():
            texts[record_id] += [word for value in values for word in _words(value)]
    for _, record_id, _, text, _ in batch.ask(_names_of_others()):
        texts[record_id].append(text)
    return texts


def _words(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


@cache
def _own_words() -> tuple[tuple[Kind, Select[*tuple[Any, ...]]], ...]:
    """Return queries of an id and what its record says of itself, for each kind of record."""
    site = [facility.address, facility.locality, facility.region, facility.products]
    claim = [AbuseType.label, Allegation.text, Allegation.speaker]
    answer = [Demand.text, Demand.actor_name]
    claims = _parts(Allegation.report_id, *claim)
    sites = _parts(ReportSite.report_id, facility.locality, facility.region)
    return (
        (Kind.COMPANY, _of_itself(company.city, company.sector)),
        (Kind.FACILITY, _of_itself(*site)),
        (Kind.SOURCE, _of_itself(source.publisher, source.author)),
        (Kind.REPORT, _parts(Statement.report_id, Statement.text, Statement.speaker)),
        (Kind.REPORT, claims.join(AbuseType, AbuseType.code == Allegation.abuse)),
        (Kind.REPORT, _of_itself(report.action_text, report.outcome_text)),
        (Kind.REPORT, sites.join(Facility.__table__, facility.id == ReportSite.facility_id)),
        (Kind.REPORT, _parts(Party.report_id, Party.actor_name)),
        (Kind.CAMPAIGN, _of_itself(campaign.summary)),
        (Kind.CAMPAIGN, _parts(Demand.campaign_id, *answer)),
        (Kind.CAMPAIGN, _parts(CampaignParty.campaign_id, CampaignParty.actor_name)),
    )


def _of_itself(*columns: Any) -> Select[*tuple[Any, ...]]:
    record_id = columns[0].table.c.id
    return select(record_id, *columns).where(held(record_id))


def _parts(holder: Any, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Return a query of parts of records, in the order in which they are shown."""
    return select(holder, *columns).where(held(holder)).order_by(holder, holder.class_.position)


def _read_countries(batch: Batch) -> dict[int, list[str]]:
    """Return the countries (ISO codes) of records or their sites."""
    places: dict[int, list[str]] = defaultdict(list)
    for record_id, code in batch.ask(_countries()):
        places[record_id].append(code)
    return places


@cache
def _countries() -> CompoundSelect[Any]:
    return union_all(
        *(
            select(place.id, place.country).where(held(place.id), place.country.is_not(None))
            for place in (company, facility, organization)
        ),
        select(ReportSite.report_id, facility.country)
        .join(Facility.__table__, facility.id == ReportSite.facility_id)
        .where(held(ReportSite.report_id))
        .distinct(),
    ).order_by("id", "country")


@cache
def _names_of_others() -> CompoundSelect[Any]:
    """Return a query of ids and the titles and names of those whom their records mention."""
    parts: list[Select[*tuple[Any, ...]]] = []
    for holder, named in MENTIONS:
        columns = holder.label("holder"), named.label("named")
        title = Record.title.label("text"), NOWHERE.label("position")
        name = Name.text, Name.position
        titles = select(_number(len(parts)), *columns, *title).join(Record, Record.id == named)
        parts.append(titles.where(held(holder), is_live()))
        names = select(_number(len(parts)), *columns, *name).join(Name, Name.record_id == named)
        parts.append(names.where(held(holder)))
    return union_all(*parts).order_by("number", "holder", "named", "position")


def _number(number: int) -> Label[int]:
    return literal_column(str(number), Integer).label("number")
