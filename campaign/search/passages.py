"""The sentence, part of an address or name of another that has the words of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Text,
    any_,
    bindparam,
    literal_column,
    select,
    union_all,
)
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
from campaign.search.batch import dialect_of
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
Sorted = tuple[Any, Select[Any]]  # whose text a query finds, by the holder's column
Query = CompoundSelect[Any]
Lacking = Mapping[int, frozenset[int]]
Ways = tuple[tuple[tuple[str, bool], ...], ...]  # phrases, and whether they are readings
Needles = tuple[Ways, ...]  # by word


@dataclass(frozen=True)
class Passage:
    """A text of a record, and the numbers of the words that it has."""

    record_id: int
    language: str
    text: str
    met: frozenset[int]

    def fit(self, lacking: frozenset[int]) -> tuple[int, int]:
        """Return how well it fills what is lacking: the more, the better."""
        return len(self.met & lacking), len(self.met)

    def lacks(self, words: frozenset[int]) -> bool:
        """Tell whether it has not all of the words."""
        return not words <= self.met


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
    best: dict[int, Passage] = {}
    wanted = write_needles(asked)
    for kind in set(kinds.values()):
        rest = {
            record_id: words for record_id, words in lacking.items() if kinds[record_id] is kind
        }
        for query in _by_kind(kind, dialect_of(session)):
            if not rest:
                break
            for passage in _passages(session, query, wanted, rest):
                _keep_better(best, passage, rest[passage.record_id])
            rest = {i: words for i, words in rest.items() if i not in best or best[i].lacks(words)}
    return {
        record_id: shorten(mark(passage.text, asked, passage.language))
        for record_id, passage in best.items()
    }


def _passages(
    session: Session, query: Query, wanted: Needles, lacking: Lacking
) -> Iterator[Passage]:
    """Yield the texts that have a word which is lacking, the most telling sort first."""
    rows: Iterable[Any] = session.execute(query, {"ids": list(lacking)})
    for record_id, language, value, _ in sorted(rows, key=lambda row: int(row[3])):
        for text in _texts(value):
            folded = folded_text(text)
            if any(_is_in(folded, wanted[number]) for number in lacking[record_id]):
                yield Passage(record_id, language, text, words_in(folded, wanted))


def _keep_better(best: dict[int, Passage], found: Passage, lacking: frozenset[int]) -> None:
    known = best.get(found.record_id)
    if known is None or found.fit(lacking) > known.fit(lacking):
        best[found.record_id] = found


@cache
def _by_kind(kind: Kind, dialect: str) -> tuple[Query, ...]:
    """Return the queries of texts of some records: their own words first, then the rest.

    Each is one statement of several sorts, and made once: both cost more than the reading.
    """
    own = [(holder, text) for holder, text in OWN.get(kind, ()) if not _is_list(text)]
    lists = [[(holder, text)] for holder, text in OWN.get(kind, ()) if _is_list(text)]
    rest = [*_names_of_others(kind), *(_alleged_and_places() if kind is Kind.REPORT else ())]
    groups = (list(map(_own, part)) for part in (own, *lists))
    return tuple(_together(sorts, dialect) for sorts in (*groups, rest) if sorts)


def _is_asked_for(holder: Any, dialect: str) -> ColumnElement[bool]:
    if dialect == "postgresql":
        condition: ColumnElement[bool] = holder == any_(bindparam("ids", type_=ARRAY(Integer)))
    else:
        condition = holder.in_(bindparam("ids", expanding=True))
    return condition


def _is_list(text: Any) -> bool:
    return isinstance(text.type, JSON)


def _together(sorts: Sequence[Sorted], dialect: str) -> Query:
    numbered = (
        query.where(_is_asked_for(holder, dialect)).add_columns(literal_column(str(number)))
        for number, (holder, query) in enumerate(sorts)
    )
    return union_all(*numbered)


def _own(pair: tuple[Any, Any]) -> Sorted:
    holder, text = pair
    return holder, select(holder, _english(), text)


def _names_of_others(kind: Kind) -> Iterator[Sorted]:
    for holder, named in OTHERS.get(kind, ()):
        yield (
            holder,
            select(holder, _english(), Record.title).join(Record, Record.id == named),
        )
        yield holder, select(holder, Name.language, Name.text).join(Name, Name.record_id == named)


def _alleged_and_places() -> Iterator[Sorted]:
    holder, label = ALLEGED
    labels = select(holder, _english(), label)
    yield holder, labels.join(AbuseType, AbuseType.code == Allegation.abuse).distinct()
    for holder, place in PLACES:
        places = select(holder, _english(), place)
        yield holder, places.join(Facility.__table__, facility.id == ReportSite.facility_id)


def _english() -> ColumnElement[str]:
    return literal_column(f"'{ENGLISH}'", Text)


def _texts(value: str | Sequence[str] | None) -> Iterable[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def write_needles(asked: Asked) -> Needles:
    """Return how the phrases of each word are looked for in folded texts."""
    return tuple(
        tuple(tuple(_needle(phrase) for phrase in way) for way in word.ways) for word in asked.words
    )


def words_in(folded: str, wanted: Needles, read: str = "") -> frozenset[int]:
    """Return the numbers of the words that are in a folded text (between spaces), or read so."""
    return frozenset(number for number, ways in enumerate(wanted) if _is_in(folded, ways, read))


def _is_in(folded: str, ways: Ways, read: str = "") -> bool:
    return any(
        all(needle in (read if is_read else folded) for needle, is_read in way) for way in ways
    )


def _needle(phrase: Phrase) -> tuple[str, bool]:
    if phrase.romanised:
        return "".join(phrase.tokens), True
    return f" {' '.join(phrase.tokens)}{'' if phrase.prefix else ' '}", False


@lru_cache(maxsize=8192)
def folded_text(text: str) -> str:
    """Return a folded text between spaces; the same sentences come again and again."""
    return f" {fold(text)} "


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
