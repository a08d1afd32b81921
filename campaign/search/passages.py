"""The sentence, part of an address or name of another that has the words of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from campaign.models import (
    AbuseType,
    Allegation,
    Campaign,
    CampaignParty,
    Demand,
    Facility,
    Name,
    Operation,
    Party,
    Record,
    Report,
    ReportSite,
    Source,
    Statement,
)
from campaign.models.vocabulary import Kind
from campaign.search.folding import fold
from campaign.search.marking import Marked, mark
from campaign.search.words import Asked, Phrase

LONGEST_PASSAGE = 280
LEAD = 80  # characters shown before the first part that matched
ENGLISH = "en"

facility = Facility.__table__.c
report = Report.__table__.c
campaign = Campaign.__table__.c
source = Source.__table__.c

# By kind, whose text it is and the text, the most telling first.
OWN: dict[Kind, tuple[tuple[Any, Any], ...]] = {
    Kind.REPORT: (
        (Statement.report_id, Statement.text),
        (Allegation.report_id, Allegation.text),
        (report.id, report.action_text),
        (report.id, report.outcome_text),
        (Party.report_id, Party.actor_name),
    ),
    Kind.CAMPAIGN: (
        (campaign.id, campaign.summary),
        (Demand.campaign_id, Demand.text),
        (CampaignParty.campaign_id, CampaignParty.actor_name),
        (Demand.campaign_id, Demand.actor_name),
    ),
    Kind.FACILITY: ((facility.id, facility.address), (facility.id, facility.products)),
    Kind.SOURCE: ((source.id, source.author),),
}
# By kind, whose record it is and who is named in it, under any name.
OTHERS: dict[Kind, tuple[tuple[Any, Any], ...]] = {
    Kind.REPORT: (
        (ReportSite.report_id, ReportSite.facility_id),
        (Party.report_id, Party.actor_id),
    ),
    Kind.CAMPAIGN: (
        (CampaignParty.campaign_id, CampaignParty.actor_id),
        (Demand.campaign_id, Demand.actor_id),
    ),
    Kind.FACILITY: ((Operation.facility_id, Operation.operator_id),),
}
ALLEGED: tuple[Any, Any] = (Allegation.report_id, AbuseType.label)
PLACES: tuple[tuple[Any, Any], ...] = (
    (ReportSite.report_id, facility.locality),
    (ReportSite.report_id, facility.region),
)
Lacking = Mapping[int, frozenset[int]]


def read_passages(
    session: Session, kinds: Mapping[int, Kind], lacking: Lacking, asked: Asked
) -> dict[int, Marked]:
    """Return for each record the text with most of the words that its names do not have.

    Args:
        session: is only read.
        kinds: of the records, by id.
        lacking: by record, the numbers of the words that are looked for.
        asked: the query.
    """
    best: dict[int, tuple[tuple[int, int], str, str]] = {}
    for query in _queries(kinds, lacking):
        for record_id, language, value in session.execute(query):
            for text in _texts(value):
                met = words_in(folded_text(text), asked)
                fits = len(met & lacking[record_id]), len(met)
                if fits[0] and (record_id not in best or fits > best[record_id][0]):
                    best[record_id] = fits, text, language
    return {
        record_id: shorten(mark(text, asked, language))
        for record_id, (_, text, language) in best.items()
    }


def _queries(kinds: Mapping[int, Kind], lacking: Lacking) -> Iterator[Select[Any]]:
    """Yield queries of an id, a language and a text, or a list of texts."""
    for kind in Kind:
        ids = [record_id for record_id in lacking if kinds[record_id] is kind]
        if ids:
            yield from (query.where(holder.in_(ids)) for holder, query in _sorts(kind))


def _sorts(kind: Kind) -> Iterator[tuple[Any, Select[Any]]]:
    for holder, text in OWN.get(kind, ()):
        yield holder, select(holder, literal(ENGLISH), text)
    for holder, named in OTHERS.get(kind, ()):
        title = select(holder, literal(ENGLISH), Record.title).join(Record, Record.id == named)
        name = select(holder, Name.language, Name.text).join(Name, Name.record_id == named)
        yield from ((holder, query) for query in (title, name))
    if kind is Kind.REPORT:
        holder, label = ALLEGED
        labels = select(holder, literal(ENGLISH), label)
        yield holder, labels.join(AbuseType, AbuseType.code == Allegation.abuse).distinct()
        for holder, place in PLACES:
            places = select(holder, literal(ENGLISH), place)
            yield holder, places.join(Facility.__table__, facility.id == ReportSite.facility_id)


def _texts(value: str | Sequence[str] | None) -> Iterable[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def words_in(folded: str, asked: Asked, read: str = "") -> frozenset[int]:
    """Return the numbers of the words that are in a folded text, or in its reading."""
    return frozenset(
        number
        for number, word in enumerate(asked.words)
        if any(all(_is_in(phrase, folded, read) for phrase in way) for way in word.ways)
    )


def _is_in(phrase: Phrase, folded: str, read: str) -> bool:
    if phrase.romanised:
        return "".join(phrase.tokens) in read
    end = "" if phrase.prefix else " "
    return f" {' '.join(phrase.tokens)}{end}" in f" {folded} "


@lru_cache(maxsize=8192)
def folded_text(text: str) -> str:
    """Return a folded text; the same sentences come again and again."""
    return fold(text)


def shorten(marked: Marked) -> Marked:
    """Cut a long text to the part in which the first word stands."""
    text = marked.text
    if len(text) <= LONGEST_PASSAGE:
        return marked
    first = marked.spans[0][0] if marked.spans else 0
    start = _word_begin(text, max(0, first - LEAD))
    end = _word_end(text, start + LONGEST_PASSAGE)
    lead, tail = "… " if start else "", " …" if end < len(text) else ""
    moved = len(lead) - start
    spans = tuple(
        (max(a, start) + moved, min(b, end) + moved)
        for a, b in marked.spans
        if a < end and b > start
    )
    return Marked(f"{lead}{text[start:end]}{tail}", marked.language, spans)


def _word_begin(text: str, at: int) -> int:
    """Return where the next word begins, if that is near."""
    space = text.find(" ", at, at + LEAD // 2) if at else -1
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    """Return where the last whole word before a place ends, if that is near."""
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - LEAD // 2, at)
    return space if space >= 0 else at
